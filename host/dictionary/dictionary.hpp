// A release of X12 or a directory of EDIFACT in memory, between the tables that it was read from and the files that
// Crossdock's formats read (docs/reference/dictionary-format.md).
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace crossdock::dictionary {

enum class Standard : std::uint8_t { x12, edifact };

// `x12`, `edifact`: the folder that a standard's releases lie in.
std::string_view name_of(Standard standard);

// Releases and directories in the order of time: D.96A before D.01B.
bool is_earlier(Standard standard, std::string_view release, std::string_view than);

// Of a segment, a loop or an element: it may come any number of times. Of an element's length: as long as it likes.
inline constexpr std::uint32_t no_limit = UINT32_MAX;
// The longest length and the most repetitions of an element that a dictionary file can say; above is no_limit.
inline constexpr std::uint32_t largest_limit = 10'000;

struct Code {
    std::string value;
    std::string name;
};

struct Element {
    std::string id;
    std::string type;  // as dictionary files have it: `AN`, `ID`, `N2`, `A`
    std::uint32_t min = 1;
    std::uint32_t max = 1;
    std::string name;
    std::vector<Code> codes{};  // each value once
    bool closed = false;        // other values are errors
};

// A place in a segment or a composite.
struct Use {
    std::string id;  // of an element or a composite
    bool required = false;
    std::uint32_t repeat = 1;
};

// A segment or a composite.
struct Shape {
    std::string id;
    std::string name;
    std::vector<Use> uses;
    std::vector<std::string> notes;  // `P0203`: positions count from 1
};

struct Node {
    std::string tag;  // of a loop, the segment that begins it, which is also its first child
    bool required = false;
    std::uint32_t max = 1;
    bool is_loop = false;
    std::string group{};  // of a segment group of EDIFACT: `SG25`
    std::vector<Node> children{};
};

// A transaction set or a message.
struct Message {
    std::string id;
    std::string functional_id;  // X12
    std::string name;
    std::vector<Node> nodes;
    std::vector<std::string> statements;  // what follows it in a file: `trace BEG03 order-number`
};

template <typename Value>
using ById = std::map<std::string, Value, std::less<>>;

struct Dictionary {
    Standard standard = Standard::x12;
    std::string release;  // `004010`, `D.96A`
    ById<Element> elements;
    ById<Shape> composites;
    ById<Shape> segments;
    ById<Message> messages;
};

// The tags of all segments below.
std::set<std::string, std::less<>> tags_of(const std::vector<Node>& nodes);

// Takes away what no message uses.
void keep_what_is_used(Dictionary& dictionary);

}  // namespace crossdock::dictionary
