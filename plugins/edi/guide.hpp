// A partner's guide as the validator runs on it: what it asks beyond its dictionary. What it allows beyond it is part
// of the release and the transaction set that were compiled with it.
#pragma once

#include "plugins/edi/dictionary.hpp"

#include <optional>

namespace crossdock::edi {

// Holds for a segment whose element is one of the codes.
struct GuideCondition {
    Place place;
    std::vector<std::string> codes;
};

// Holds for a loop by the segment that begins it.
struct GuideLoopCondition {
    std::uint16_t loop = 0;  // a node
    GuideCondition condition;
};

// About a segment or a loop when `place` is nowhere, else about an element or component.
struct GuideRule {
    enum class Kind : std::uint8_t { required, unused, length, codes, repeats, note } kind = Kind::required;
    std::uint16_t node = 0;             // the segment's or loop's; 0 with a place: wherever the segment stands
    std::uint16_t segment = none;       // the node's, or that of the place
    Place place;                        // of a note nowhere: it is about the whole segment
    std::optional<GuideCondition> own;  // of the segment, or of the one that begins the loop
    std::vector<std::uint16_t> around;  // of the loops around it: into Guide::conditions; all must hold
    std::uint32_t max = unbounded;      // of repeats
    Use use;                            // of length: with the guide's bounds
    std::vector<std::string> codes;     // sorted
    Note note;
    std::string origin;  // for people: `guide harbor-850, line 7: Harbor knows its stores by number`
};

struct Guide {
    std::string name;
    std::vector<GuideRule> rules;
    std::vector<GuideLoopCondition> conditions;
    std::vector<std::vector<std::uint16_t>> of_elements;  // by segment: rules about its elements
    std::vector<std::vector<std::uint16_t>> of_nodes;     // by node: rules about the segment or loop
    std::vector<std::vector<std::uint16_t>> of_loops;     // by node: rules about what the loop must hold
};

}  // namespace crossdock::edi
