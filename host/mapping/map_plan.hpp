// A compiled map: what is done, in the order in which the target's type has its fields.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "host/mapping/map.hpp"
#include "host/mapping/program.hpp"
#include "host/mapping/written_form.hpp"

namespace crossdock::mapping {

// A place in the target that a rule writes to, below the group that its scope makes.
struct TargetSlot {
    Symbol symbol = no_symbol;
    std::uint8_t flags = 0;  // node_flag
    bool repeats = false;    // each write adds another one; else the first one stays
    bool group = false;
    bool required = false;         // by the target's type, whenever what it stands in is there
    std::uint32_t parent = no_id;  // the slot of the group around it; no_id: the scope's own group
};

// What people are told of a slot.
struct SlotDescription {
    std::string path;    // below the scope's group: `shipTo/city`
    std::string source;  // of the first rule that writes it, as written
    Position rule{};
};

// One group of the target: the whole document, an item that an `each` makes, what a `group` makes.
struct TargetScope {
    std::uint32_t first_slot = 0;  // among the plan's
    std::uint32_t slot_count = 0;
    std::vector<std::uint32_t> checked;  // slots to look at when the group is done
};

enum class RuleKind : std::uint8_t { set, each, group, expect };

// How a set comes by its value where there is next to nothing to compute.
enum class Shortcut : std::uint8_t {
    none,
    constant,  // it is `constant`
    copied,    // the text of a node, by the table if there is one: by the first of its choices whose test holds
    paired,    // likewise: by what `pair` finds
};

// Where a copied text may come from.
struct Choice {
    ExpressionId test = no_id;   // no_id: always
    std::uint32_t slot = no_id;  // of the index
};

struct Rule {
    RuleKind kind = RuleKind::set;
    Output output = Output::text;
    Shortcut shortcut = Shortcut::none;
    bool lexical = false;  // of a copied value: it has to be looked at whether it has the output's form
    Severity severity = Severity::error;
    bool required = false;
    bool may_lack = false;  // of a set: it is nothing that there is no value
    std::uint8_t choice_count = 0;
    std::uint32_t first_choice = 0;  // among the plan's
    std::uint32_t slot = no_id;      // of the enclosing scope; no_id: an `each` or `group` without `to`
    ExpressionId value = no_id;      // of a set; of an expect, the test
    ExpressionId fallback = no_id;
    ExpressionId when = no_id;
    const Table* table = nullptr;
    PathId in = no_id;
    std::uint32_t binding = no_id;
    std::uint32_t body = no_id;
    std::uint32_t scope = no_id;        // the scope that an `each` or `group` with `to` opens
    std::uint32_t otherwise = no_id;    // of an expect: the template of its text
    std::uint32_t context = no_id;      // of the index: that of the nodes which an `each` or `group` goes through
    std::uint32_t idle_slot = no_id;    // of the index: the rule does nothing when nothing is there
    std::uint32_t source_slot = no_id;  // likewise: a set has no value of its own when nothing is there
    std::uint32_t when_slot = no_id;    // of the index: `when` holds if the node has a value, and not if there is none
    std::uint32_t description = no_id;
    std::string_view constant{};
};

// What people are told of a rule.
struct RuleDescription {
    std::string source;  // what it reads, as written
    Position position{};
};

struct MapPlan {
    std::string name;
    std::string version;
    std::string from;
    std::string to;
    std::string file;
    std::vector<std::string> included_files;
    Program program;
    std::vector<TargetScope> scopes;
    std::vector<TargetSlot> slots;                   // of all scopes, those of one side by side
    std::vector<SlotDescription> slot_descriptions;  // of the slots
    std::vector<std::vector<Rule>> bodies;
    std::vector<RuleDescription> descriptions;  // of the rules
    std::vector<Choice> choices;                // likewise
    std::uint32_t root_scope = no_id;           // the whole document
    std::uint32_t root_body = no_id;            // the map's own rules
    std::vector<CompiledTemplate> templates;
};

}  // namespace crossdock::mapping
