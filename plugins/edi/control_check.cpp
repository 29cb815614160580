// Counts and adds up what control totals are about, and compares.
#include "plugins/edi/control_check.hpp"

#include "plugins/edi/components.hpp"

#include <cstdlib>

#include <fmt/format.h>

namespace crossdock::edi {
namespace {

constexpr int decimals = 6;
constexpr std::int64_t largest = 9'000'000'000'000'000'000 / 10;

// The digits of a number, whatever stands between them; nothing for more than fifteen.
std::optional<std::int64_t> digits(std::string_view text) {
    constexpr int most = 15;
    std::int64_t value = 0;
    int count = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') continue;
        if (++count > most) return {};
        value = value * 10 + (c - '0');
    }
    return value;
}

// 10 to the power of a number of digits.
std::int64_t one_more_than(std::uint16_t count) {
    std::int64_t power = 1;
    for (std::uint16_t at = 0; at < count && at < 18; ++at) power *= 10;
    return power;
}

}  // namespace

ControlCheck::ControlCheck(DecodeContext& context)
    : context_(context), rules_(context.transaction.controls), totals_(rules_.size()) {}

void ControlCheck::apply_rules(std::uint16_t index, std::uint16_t node, const ScannedSegment& segment) {
    for (std::size_t at = 0; at < rules_.size(); ++at) {
        const ControlRule& rule = rules_[at];
        Total& total = totals_[at];
        if (rule.counted == index && is_counted(rule, node)) {
            ++total.count;
            if (rule.summed.element > 0) {
                const std::string_view summed = text(segment, rule.summed);
                const auto value = summed.empty() ? 0 : rule.is_hash ? digits(summed) : millionths(summed);
                if (!value || !total.sum || std::abs(*total.sum + *value) > largest)
                    total.sum.reset();
                else
                    *total.sum += *value;
            }
        }
        if (rule.says == index && context_.checks(rules::count_differs) &&
            (rule.qualifier.element == 0 || text(segment, rule.qualifier) == rule.code))
            compare(rule, total, segment);
    }
}

bool ControlCheck::is_counted(const ControlRule& rule, std::uint16_t node) const {
    if (rule.loop == none) return true;
    const auto& nodes = context_.transaction.nodes;
    return node != 0 && nodes[node].parent != 0 && nodes[nodes[node].parent].segment == rule.loop;
}

void ControlCheck::compare(const ControlRule& rule, const Total& total, const ScannedSegment& segment) const {
    const std::string_view said = text(segment, rule.total);
    if (said.empty()) return;
    const bool sums = rule.summed.element > 0;
    const auto value = rule.is_hash ? digits(said) : millionths(said);
    if (!value || (sums && !total.sum)) return;
    const std::int64_t unit = rule.is_hash ? 1 : 1'000'000;
    std::int64_t counted = sums ? *total.sum : static_cast<std::int64_t>(total.count) * unit;
    if (rule.is_hash) counted %= one_more_than(longest(rule));
    if (*value == counted) return;
    const Release& release = context_.release();
    std::string label = fmt::format("{}{:02}", segment.tag(), rule.total.element);
    if (rule.total.component > 0) label += fmt::format("-{}", rule.total.component);
    FindingPlace place;
    place.segment = context_.segment_number();
    place.transaction_segment = context_.transaction_segment;
    place.element = rule.total.element;
    place.component = rule.total.component;
    place.offset = context_.source_offset + static_cast<std::uint64_t>(said.data() - context_.source);
    place.size = said.size();
    place.value = said;
    place.tag = segment.tag();
    place.path = label;
    const std::string& tag = release.segments[rule.counted].id;
    report(context_.dialect(), context_.findings, rules::count_differs, place,
           sums ? fmt::format("{} says '{}', but the {} segments add up to {}", label, said, tag,
                              static_cast<double>(counted) / static_cast<double>(unit))
                : fmt::format("{} says '{}', but {} {} segments came", label, said, total.count, tag));
}

std::string_view ControlCheck::text(const ScannedSegment& segment, Place place) const {
    if (place.element > std::min(segment.elements, ScannedSegment::capacity)) return {};
    std::string_view rest = segment.element(place.element);
    if (place.component == 0) return rest;
    bool more = true;
    for (std::uint16_t component = 1; more; ++component) {
        const std::string_view part = take_part(rest, context_.delimiters.component, context_.delimiters.release, more);
        if (component == place.component) return part;
    }
    return {};
}

std::uint16_t ControlCheck::longest(const ControlRule& rule) const {
    const Release& release = context_.release();
    return release.uses_of(release.segments[rule.says])[rule.total.element - 1].max;
}

// With either decimal mark; nothing for what is no such number.
std::optional<std::int64_t> ControlCheck::millionths(std::string_view text) const {
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    std::int64_t value = 0;
    int after_mark = -1;
    for (const char c : text) {
        if (c >= '0' && c <= '9') {
            if (value > largest / 10 || after_mark == decimals) return {};
            value = value * 10 + (c - '0');
            if (after_mark >= 0) ++after_mark;
        } else if ((c == '.' || c == ',') && after_mark < 0) {
            after_mark = 0;
        } else {
            return {};
        }
    }
    if (text.empty()) return {};
    for (int scale = std::max(after_mark, 0); scale < decimals; ++scale) {
        if (value > largest / 10) return {};
        value *= 10;
    }
    return negative ? -value : value;
}

}  // namespace crossdock::edi
