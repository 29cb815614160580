// The relational notes of X12.6 as sentences.
#include "plugins/edi/relational_notes.hpp"

#include <fmt/format.h>

namespace crossdock::edi {
namespace {

std::string list(std::uint64_t mask, std::string_view segment) {
    std::string text;
    for (; mask != 0; mask &= mask - 1) {
        if (!text.empty()) text += ", ";
        const int position = std::countr_zero(mask) + 1;
        text += segment.find_first_of("0123456789", 3) == std::string_view::npos
                    ? fmt::format("{}{:02}", segment, position)
                    : fmt::format("{}-{}", segment, position);
    }
    return text;
}

}  // namespace

std::string describe_note(const Note& note, std::string_view segment) {
    const std::string all = list(note.all, segment);
    const std::string first = list(note.first, segment);
    const std::string others = list(note.all & ~note.first, segment);
    switch (note.kind) {
        case 'P': return fmt::format("if one of {} is there, all must be", all);
        case 'R': return fmt::format("at least one of {} must be there", all);
        case 'E': return fmt::format("only one of {} may be there", all);
        case 'C': return fmt::format("if {} is there, {} must be", first, others);
        case 'L': return fmt::format("if {} is there, one of {} must be", first, others);
        default: return {};
    }
}

}  // namespace crossdock::edi
