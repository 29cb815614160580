// A release of the standard as flat arrays: data elements, composites, segments, and the order of segments in each
// transaction set. Compiled once from dictionary files, then shared by every call; immutable, so thread-safe.
#pragma once

#include "plugins/edi/code_list.hpp"
#include "plugins/edi/dialect.hpp"

#include <crossdock/types.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace crossdock::edi {

inline constexpr std::uint16_t none = std::numeric_limits<std::uint16_t>::max();
// The greatest length of an element that may be as long as it likes.
inline constexpr std::uint16_t any_length = std::numeric_limits<std::uint16_t>::max();
inline constexpr std::uint32_t unbounded = std::numeric_limits<std::uint32_t>::max();

// Of X12: AN, ID, R, Nn, DT, TM. Of EDIFACT: AN, A, N.
enum class DataType : std::uint8_t { text, code, decimal, number, date, time, letters, numeric };

struct Element {
    std::string id;  // `353`
    std::string name;
    DataType type = DataType::text;
    std::uint8_t implied_decimals = 0;
    std::uint16_t min = 1;
    std::uint16_t max = 1;
    bool closed = false;                                         // values outside `codes` are errors, not only noted
    std::vector<std::string> codes;                              // sorted
    std::map<std::string, std::string, std::less<>> code_names;  // for people; of some
};

// One position of a segment or a composite.
struct Use {
    std::uint16_t element = none;    // index into Release::elements; none for a composite
    std::uint16_t composite = none;  // index into Release::composites
    std::uint16_t repeat = 1;
    std::uint16_t components_before = 0;  // of the composites at earlier positions
    std::uint16_t min = 1;                // copies of the element's, so that checking a value touches one array
    std::uint16_t max = 1;
    std::uint16_t codes = none;  // index into Release::code_lists; none: it has no list
    DataType type = DataType::text;
    bool required = false;
    bool closed = false;
};

// A relational note of X12: P paired, R one of them required, E at most one, C if the first then all, L if the first
// then at least one. Bit n - 1 of a mask stands for position n.
struct Note {
    char kind = 'P';
    std::uint64_t first = 0;
    std::uint64_t all = 0;
};

// What a segment and a composite have in common.
struct Shape {
    std::string id;  // `BEG`, `C040`
    std::string name;
    std::uint32_t first_use = 0;
    std::uint16_t use_count = 0;
    std::uint16_t note_count = 0;
    std::uint32_t first_note = 0;
    std::uint64_t required = 0;  // bit n - 1: position n is mandatory
};

// Finds a segment by its tag of two or three characters.
class TagIndex {
public:
    explicit TagIndex(const std::vector<Shape>& segments);
    // Index into Release::segments, or none.
    [[nodiscard]] std::uint16_t find(std::string_view tag) const {
        const std::uint32_t key = pack(tag);
        for (std::uint32_t slot = hash(key);; slot = (slot + 1) & (size - 1)) {
            if (slots_[slot].key == key) return slots_[slot].segment;
            if (slots_[slot].key == 0) return none;
        }
    }

private:
    struct Slot {
        std::uint32_t key = 0;
        std::uint16_t segment = none;
    };
    static constexpr std::uint32_t size = 4096;

    // 0 is no tag: the empty slot's key, found at once.
    static std::uint32_t pack(std::string_view tag) {
        if (tag.size() < 2 || tag.size() > 3) return 0;
        const auto byte = [&](std::size_t at) {
            return static_cast<std::uint32_t>(static_cast<unsigned char>(tag[at]));
        };
        return byte(0) | byte(1) << 8u | (tag.size() == 3 ? byte(2) << 16u : 0u);
    }
    static std::uint32_t hash(std::uint32_t key) { return (key * 2654435761u) >> 20u; }

    std::array<Slot, size> slots_{};
};

struct Release {
    const Dialect* dialect = nullptr;
    std::string id;  // `004010`
    std::vector<Element> elements;
    std::vector<Shape> composites;
    std::vector<Shape> segments;
    std::vector<Use> uses;
    std::vector<Note> notes;
    std::vector<CodeList> code_lists;
    std::unique_ptr<const TagIndex> tags;

    [[nodiscard]] const Use* uses_of(const Shape& shape) const { return uses.data() + shape.first_use; }
    [[nodiscard]] const Note* notes_of(const Shape& shape) const { return notes.data() + shape.first_note; }
};

// A place of a segment or a loop in a transaction set. Nodes are in preorder; node 0 is the transaction itself; the
// first child of a loop is the segment that begins it.
struct Node {
    std::uint16_t segment = 0;  // of a loop: the one that begins it
    std::uint16_t parent = 0;
    std::uint16_t end = 0;    // one past its last descendant
    std::uint16_t rank = 0;   // its order among its siblings; the same for those that may come in any order
    std::uint16_t depth = 0;  // loops around it
    bool is_loop = false;
    bool begins_loop = false;
    bool required = false;
    std::uint32_t max = 1;
    std::uint32_t name = 0;            // on the tape
    std::uint32_t first_required = 0;  // of a loop: its mandatory children in Transaction::required, by rank
    std::uint32_t required_count = 0;
};

// An element or component of a segment.
struct Place {
    std::uint16_t element = 0;    // 1 first; 0: nowhere
    std::uint16_t component = 0;  // 1 first; 0: the element itself
};

// A value that says how often a segment came, such as CTT01, or what an element of it adds up to, as a CNT may.
struct ControlRule {
    std::uint16_t says = none;  // the segment that says it
    Place total;
    Place qualifier;   // nowhere: every such segment
    std::string code;  // what the qualifier is then
    std::uint16_t counted = none;
    std::uint16_t loop = none;  // of these loops' own segments only, by the segment that begins them; none: of all
    Place summed;               // nowhere: the segments are counted
    bool is_hash = false;       // without decimal points and signs, and only as many digits as the total may have
};

// An element whose value is a look-up key.
struct Trace {
    std::string element;         // `BEG03`, `RFF01-2`
    std::string key;             // `order-number`
    std::string qualifier = {};  // an element of the same segment, `RFF01-1`; empty: always
    std::string code = {};       // what it is then
};

struct Guide;

struct Transaction {
    std::string type;  // `x12/004010/850`; with a guide laid over it `x12/004010/850@harbor-850`
    std::string set;
    std::vector<std::string> functional_ids;  // of the groups that it may stand in; the first is the one it is sent in
    std::string name;
    bool is_lone_segment = false;  // it has neither header nor trailer, as TA1
    const Release* release = nullptr;
    std::vector<Node> nodes;
    std::vector<std::string> groups;  // of each node: the number that EDIFACT gives a loop, `SG25`; mostly empty
    std::vector<std::uint16_t> required;
    std::vector<std::uint16_t> next;  // [position * segments of the release + segment]: the node that it is, 0 none
    std::vector<std::uint32_t> first_name;            // of a segment: the name of its first element
    std::vector<std::uint32_t> first_component_name;  // of a segment: the name of its first composite's first component
    std::vector<std::string> names;
    std::vector<crossdock_text_view> name_views;
    std::uint64_t names_id = 0;
    std::vector<ControlRule> controls;
    std::vector<bool> controlled;    // of a segment: some of `controls` are about it
    std::uint16_t hierarchy = none;  // the segment that numbers a tree (HL)
    std::vector<Trace> traces;
    std::shared_ptr<const Guide> guide;  // what a partner's guide asks beyond the set; null: nothing

    [[nodiscard]] bool belongs_to(std::string_view functional_id) const {
        return std::find(functional_ids.begin(), functional_ids.end(), functional_id) != functional_ids.end();
    }
    // The node that a segment is when it comes after `position`, or 0.
    [[nodiscard]] std::uint16_t after(std::uint16_t position, std::uint16_t segment) const {
        return next[position * release->segments.size() + segment];
    }
};

}  // namespace crossdock::edi
