// The tree that HL numbers: ids are unique, parents came before, and what is said of children is so. X12, HL01 to HL04.
#pragma once

#include "plugins/edi/decode_context.hpp"

#include <string>
#include <unordered_map>

namespace crossdock::edi {

// Operation: `segment` for each in order, then `finish`. Does nothing for a set without a hierarchy.
// Concurrency: one thread. Borrows the context.
// Limitations: which level may stand below which, and what may stand in a level, is not checked.
class HierarchyCheck {
public:
    explicit HierarchyCheck(DecodeContext& context) : context_(context) {}

    void segment(std::uint16_t index, const ScannedSegment& segment) {
        if (index == context_.transaction.hierarchy && (context_.levels & hierarchy) != 0) level(segment);
    }
    void finish();

private:
    struct Level {
        std::uint32_t segment_number = 0;
        std::uint32_t transaction_segment = 0;
        std::uint64_t offset = 0;  // of the fourth element, or of the segment
        std::string children;      // what the fourth element says; empty: nothing
        bool has_children = false;
    };

    void level(const ScannedSegment& segment);
    void report_element(const Rule& rule, const ScannedSegment& segment, std::uint16_t element, std::string_view value,
                        const std::string& text);

    DecodeContext& context_;
    std::unordered_map<std::string, Level> levels_;  // by id
};

}  // namespace crossdock::edi
