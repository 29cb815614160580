// Compares the elements that say how often a segment comes with how often it came (CTT01).
#pragma once

#include "plugins/edi/decode_context.hpp"

#include <vector>

namespace crossdock::edi {

// Operation: `segment` for each in order. Concurrency: one thread. Borrows the context.
class CountCheck {
public:
    explicit CountCheck(DecodeContext& context)
        : context_(context), rules_(context.transaction.counts), counts_(rules_.size(), 0) {}

    void segment(std::uint16_t index, const ScannedSegment& segment);

private:
    void compare(const CountRule& rule, std::uint64_t counted, const ScannedSegment& segment) const;

    DecodeContext& context_;
    const std::vector<CountRule>& rules_;
    std::vector<std::uint64_t> counts_;
};

}  // namespace crossdock::edi
