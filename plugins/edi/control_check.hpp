// Compares what a set says of itself with what came: how often a segment stands in it (CTT01, CNT), or what an element
// adds up to.
#pragma once

#include "plugins/edi/decode_context.hpp"

#include <optional>
#include <vector>

namespace crossdock::edi {

// Operation: `segment` for each in order, `node` being its place in the set or 0. A total is compared when it comes, so
// it must come after what it counts. Concurrency: one thread. Borrows the context.
// Limitations: values of more than six decimals, and sums beyond nine million million, are not compared.
class ControlCheck {
public:
    explicit ControlCheck(DecodeContext& context);

    void segment(std::uint16_t index, std::uint16_t node, const ScannedSegment& segment) {
        if (context_.transaction.controlled[index]) apply_rules(index, node, segment);
    }

private:
    struct Total {
        std::uint64_t count = 0;
        std::optional<std::int64_t> sum = 0;  // in millionths; of a hash total in units
    };

    void apply_rules(std::uint16_t index, std::uint16_t node, const ScannedSegment& segment);
    [[nodiscard]] bool is_counted(const ControlRule& rule, std::uint16_t node) const;
    void compare(const ControlRule& rule, const Total& total, const ScannedSegment& segment) const;
    [[nodiscard]] std::string_view text(const ScannedSegment& segment, Place place) const;
    [[nodiscard]] std::uint16_t longest(const ControlRule& rule) const;  // digits of the total
    [[nodiscard]] std::optional<std::int64_t> millionths(std::string_view text) const;

    DecodeContext& context_;
    const std::vector<ControlRule>& rules_;
    std::vector<Total> totals_;
};

}  // namespace crossdock::edi
