// Dictionary files as they are written, before they are compiled. The format: docs/reference/dictionary-format.md.
#pragma once

#include "plugins/edi/dictionary.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace crossdock::edi {

struct UseSource {
    std::string id;  // of an element or a composite
    bool required = false;
    std::uint16_t repeat = 1;
};

struct ShapeSource {
    std::string id;
    std::string name;
    std::vector<UseSource> uses;
    std::vector<std::string> notes;
    std::string place;  // file and line, for errors
};

struct NodeSource {
    enum class Kind : std::uint8_t { segment, loop, any } kind = Kind::segment;
    std::string id;
    bool required = false;
    std::uint32_t max = 1;
    std::string group{};  // of a loop of EDIFACT: the directory's number for it, `SG25`
    std::vector<NodeSource> children{};
    std::string place{};
};

// A statement that follows a set and names its elements: `count`, `control` or `trace`.
struct StatementSource {
    std::vector<std::string> words;
    std::string place;
};

struct TransactionSource {
    std::string set;
    std::string functional_id;
    std::string name;
    std::vector<NodeSource> nodes;
    std::vector<StatementSource> statements;
};

// What the values of an element mean, for people.
struct CodeNamesSource {
    std::map<std::string, std::string, std::less<>> names;
    std::string place;  // empty: said for all releases, of which some lack the element
};

// All files of one release together; a later definition of the same thing replaces an earlier one.
struct ReleaseSource {
    const Dialect* dialect = nullptr;
    std::string id;
    std::map<std::string, Element, std::less<>> elements;
    std::map<std::string, ShapeSource, std::less<>> composites;
    std::map<std::string, ShapeSource, std::less<>> segments;
    std::map<std::string, TransactionSource, std::less<>> transactions;
    std::map<std::string, CodeNamesSource, std::less<>> code_names;  // by element
};

// Reads one file into `release`. Throws sdk::Failure (configuration) that names file and line.
void read_dictionary(std::string_view text, const std::string& file, ReleaseSource& release);
// Likewise a file of `names` statements that is meant for all releases.
void read_code_names(std::string_view text, const std::string& file, ReleaseSource& release);

}  // namespace crossdock::edi
