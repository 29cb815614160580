// Compares what counting elements say with what came.
#include "plugins/edi/count_check.hpp"

#include "plugins/edi/envelope_text.hpp"

#include <fmt/format.h>

namespace crossdock::edi {

void CountCheck::segment(std::uint16_t index, const ScannedSegment& segment) {
    for (std::size_t at = 0; at < rules_.size(); ++at) {
        if (rules_[at].counted == index) ++counts_[at];
        if (rules_[at].segment == index) compare(rules_[at], counts_[at], segment);
    }
}

void CountCheck::compare(const CountRule& rule, std::uint64_t counted, const ScannedSegment& segment) const {
    if (!context_.checks(rules::count_differs) || segment.elements < rule.element) return;
    const std::string_view text = segment.element(rule.element);
    if (text.empty() || count_of(text) == counted) return;
    const std::string label = fmt::format("{}{:02}", segment.tag(), rule.element);
    FindingPlace place;
    place.segment = context_.segment_number();
    place.transaction_segment = context_.transaction_segment;
    place.element = rule.element;
    place.offset = context_.source_offset + static_cast<std::uint64_t>(text.data() - context_.source);
    place.size = text.size();
    place.value = text;
    place.tag = segment.tag();
    place.path = label;
    report(context_.dialect(), context_.findings, rules::count_differs, place,
           fmt::format("{} says '{}', but {} {} segments came", label, text, counted,
                       context_.release().segments[rule.counted].id));
}

}  // namespace crossdock::edi
