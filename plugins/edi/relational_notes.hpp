// The relational notes of X12.6: which elements go together. Bit n - 1 of a mask stands for position n.
#pragma once

#include "plugins/edi/dictionary.hpp"

#include <bit>

namespace crossdock::edi {

struct NoteResult {
    std::uint64_t wrong = 0;  // positions that are missing or, if `excluded`, may not be there; 0: the note is kept
    bool excluded = false;
};

[[nodiscard]] inline NoteResult check_note(const Note& note, std::uint64_t present) {
    const std::uint64_t there = present & note.all;
    // Mostly all are there or none.
    if (there == note.all && note.kind != 'E') return {};
    if (there == 0 && note.kind != 'R') return {};
    const auto lowest = [](std::uint64_t mask) { return mask & (~mask + 1); };
    switch (note.kind) {
        case 'P': return {there != 0 ? note.all & ~there : 0};
        case 'R': return {there == 0 ? lowest(note.all) : 0};
        case 'E': return {(there & (there - 1)), true};
        case 'C': return {(there & note.first) != 0 ? note.all & ~there : 0};
        case 'L': return {(there & note.first) != 0 && there == note.first ? lowest(note.all & ~note.first) : 0};
        default: return {};
    }
}

// The note as a sentence; positions are shown after `segment`.
[[nodiscard]] std::string describe_note(const Note& note, std::string_view segment);

}  // namespace crossdock::edi
