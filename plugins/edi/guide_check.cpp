#include "plugins/edi/guide_check.hpp"

#include "plugins/edi/relational_notes.hpp"
#include "plugins/edi/value_check.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace crossdock::edi {
namespace {

using Kind = GuideRule::Kind;

std::string label(std::string_view tag, Place place) {
    return place.component == 0 ? fmt::format("{}{:02}", tag, place.element)
                                : fmt::format("{}{:02}-{}", tag, place.element, place.component);
}

}  // namespace

GuideCheck::GuideCheck(const Transaction& transaction, const Delimiters& delimiters, const CharacterSet& characters,
                       std::uint32_t levels, std::function<void(const GuideBreach&)> take)
    : transaction_(transaction),
      release_(*transaction.release),
      guide_(*transaction.guide),
      delimiters_(delimiters),
      characters_(characters),
      levels_(levels),
      take_(std::move(take)),
      counts_(guide_.rules.size(), 0),
      holding_(guide_.conditions.size(), 0) {}

// Empty where it is not there, as one is of which nothing but separators came.
std::string_view GuideCheck::element_of(const ScannedSegment& segment, std::uint16_t element) const {
    if (element > std::min(segment.elements, ScannedSegment::capacity)) return {};
    const std::string_view text = segment.element(element);
    return segment.has_components && only_separators(text, delimiters_.component, delimiters_.repetition)
               ? std::string_view{}
               : text;
}

// Each repetition of the element that is not empty: as a whole, or its component, empty where it has none.
template <typename Take>
void GuideCheck::each_value(const Place& place, const ScannedSegment& segment, const Take& take) const {
    std::string_view rest = element_of(segment, place.element);
    if (rest.empty()) return;
    const char separator = delimiters_.repetition;
    const bool repeats = separator != '\0' && segment.has_components && rest.find(separator) != std::string_view::npos;
    bool more = repeats;
    std::uint32_t repetition = 0;
    do {
        std::string_view part = repeats ? take_part(rest, separator, delimiters_.release, more) : rest;
        if (repeats) ++repetition;
        if (part.empty() || (repeats && only_separators(part, delimiters_.component, '\0'))) continue;
        std::string_view value = part;
        bool has_next = true;
        for (std::uint16_t component = 1; component <= place.component; ++component)
            value =
                has_next ? take_part(part, delimiters_.component, delimiters_.release, has_next) : std::string_view{};
        take(value, position_in_16_bits(repetition));
    } while (more);
}

void GuideCheck::segment(std::uint16_t index, std::uint16_t node, const ScannedSegment& segment) {
    if (node != 0) enter(node, segment);
    for (const std::uint16_t at : guide_.of_elements[index]) {
        const GuideRule& rule = guide_.rules[at];
        if (rule.node != 0 && rule.node != node) continue;
        if ((rule.own && !holds(*rule.own, segment)) || !holds_around(rule)) continue;
        if (rule.kind == Kind::note)
            check_note(rule, segment);
        else
            check_element(rule, segment);
    }
}

void GuideCheck::finish() {
    while (!open_.empty()) close(nullptr);
}

void GuideCheck::enter(std::uint16_t node, const ScannedSegment& segment) {
    const auto& nodes = transaction_.nodes;
    const std::uint16_t loop = nodes[node].parent;
    const bool begins = nodes[node].begins_loop && loop != 0;
    const auto is_left = [&](std::uint16_t open) {
        return open != 0 && (loop < open || loop >= nodes[open].end || (begins && open == loop));
    };
    while (is_left(open_.back())) close(&segment);
    if (begins) {
        count(loop, segment);
        open_.push_back(loop);
        for (std::size_t at = 0; at < guide_.conditions.size(); ++at)
            if (guide_.conditions[at].loop == loop) holding_[at] = holds(guide_.conditions[at].condition, segment);
    }
    count(node, segment);
}

void GuideCheck::count(std::uint16_t node, const ScannedSegment& segment) {
    const bool is_loop = transaction_.nodes[node].is_loop;
    for (const std::uint16_t at : guide_.of_nodes[node]) {
        const GuideRule& rule = guide_.rules[at];
        if ((rule.own && !holds(*rule.own, segment)) || !holds_around(rule)) continue;
        ++counts_[at];
        if (rule.kind == Kind::unused)
            report_node(rules::guide_unused_segment, rule, &segment,
                        fmt::format("{} {} is not used", is_loop ? "loop" : "segment", tag(node)));
        else if (rule.kind == Kind::repeats && counts_[at] == rule.max + 1 &&
                 ((levels_ & usage) == 0 || rule.own || transaction_.nodes[node].max > rule.max))
            report_node(is_loop ? rules::guide_loop_over_max : rules::guide_segment_over_max, rule, &segment,
                        fmt::format("{} {} comes {} times; at most {} would be right", is_loop ? "loop" : "segment",
                                    tag(node), counts_[at], rule.max));
    }
}

// What the loop must hold should have come by now.
void GuideCheck::close(const ScannedSegment* segment) {
    const std::uint16_t loop = open_.back();
    for (const std::uint16_t at : guide_.of_loops[loop]) {
        const GuideRule& rule = guide_.rules[at];
        const Node& node = transaction_.nodes[rule.node];
        if (counts_[at] > 0 || !holds_around(rule) || (node.required && (levels_ & usage) != 0 && !rule.own)) continue;
        std::string what = fmt::format("{} {}", node.is_loop ? "loop" : "segment", tag(rule.node));
        if (rule.own)
            what +=
                fmt::format(" with {} {}", label(tag(rule.node), rule.own->place), fmt::join(rule.own->codes, " or "));
        if (loop != 0) what += fmt::format(" in loop {}", tag(loop));
        report_node(rules::guide_missing_segment, rule, segment,
                    fmt::format("{} is missing{}", what, segment == nullptr ? "" : " before this place"));
    }
    // Rules about what stands in the loop count anew in the next one.
    for (auto child = static_cast<std::uint16_t>(loop + 1); child < transaction_.nodes[loop].end;
         child = transaction_.nodes[child].end)
        for (const std::uint16_t at : guide_.of_nodes[child]) counts_[at] = 0;
    open_.pop_back();
}

void GuideCheck::check_element(const GuideRule& rule, const ScannedSegment& segment) {
    const std::string_view whole = element_of(segment, rule.place.element);
    const auto name = [&] { return label(segment.tag(), rule.place); };
    switch (rule.kind) {
        case Kind::required: {
            if (rule.use.required && (levels_ & usage) != 0) return;
            const auto missing = [&](std::uint16_t repetition) {
                report_element(rules::guide_missing_element, rule, segment, rule.place, repetition, {},
                               fmt::format("{} is missing", name()));
            };
            if (rule.place.component == 0) {
                if (whole.empty()) missing(0);
                return;
            }
            if (whole.empty()) return;
            each_value(rule.place, segment, [&](std::string_view text, std::uint16_t repetition) {
                if (text.empty()) missing(repetition);
            });
            return;
        }
        case Kind::repeats: {
            if (rule.use.repeat <= rule.max && (levels_ & syntax) != 0) return;
            std::uint32_t repetitions = 0;
            const Place element{rule.place.element, 0};
            each_value(element, segment, [&](std::string_view text, std::uint16_t repetition) {
                if (++repetitions == rule.max + 1)
                    report_element(rules::guide_too_many_repetitions, rule, segment, rule.place, repetition, text,
                                   fmt::format("{} comes more than {} time(s)", name(), rule.max));
            });
            return;
        }
        default:
            each_value(rule.place, segment, [&](std::string_view text, std::uint16_t repetition) {
                if (!text.empty()) check_value(rule, segment, text, repetition);
            });
    }
}

void GuideCheck::check_value(const GuideRule& rule, const ScannedSegment& segment, std::string_view text,
                             std::uint16_t repetition) {
    const auto name = [&] { return label(segment.tag(), rule.place); };
    const auto report = [&](const Rule& broken, const std::string& what) {
        report_element(broken, rule, segment, rule.place, repetition, text, what);
    };
    if (rule.kind == Kind::unused) return report(rules::guide_unused_element, fmt::format("{} is not used", name()));
    const std::string value = clear(segment, text);
    if (rule.kind == Kind::codes) {
        if (std::binary_search(rule.codes.begin(), rule.codes.end(), value)) return;
        const bool said = (levels_ & codes) != 0 && outside_codes(release_.elements[rule.use.element], value);
        if (!said)
            report(rules::guide_bad_code, fmt::format("{} is '{}'; {} would be right", name(), showable(value, 80),
                                                      fmt::join(rule.codes, " or ")));
        return;
    }
    const Element& element = release_.elements[rule.use.element];
    Use allowed = rule.use;
    allowed.min = element.min;
    allowed.max = element.max;
    if ((levels_ & types) != 0 && edi::check_value(allowed, value, false) != nullptr) return;
    const Rule* broken = edi::check_value(rule.use, value, false);
    const bool too_short = broken == &rules::element_too_short;
    if (too_short || broken == &rules::element_too_long)
        report(too_short ? rules::guide_element_too_short : rules::guide_element_too_long,
               fmt::format("{} is '{}'; {} would be right", name(), showable(value, 80), expected(rule.use)));
}

void GuideCheck::check_note(const GuideRule& rule, const ScannedSegment& segment) {
    std::uint64_t present = 0;
    const std::uint16_t elements = release_.segments[rule.segment].use_count;
    for (std::uint16_t element = 1; element <= elements; ++element)
        if (!element_of(segment, element).empty()) present |= std::uint64_t{1} << (element - 1u);
    const NoteResult result = edi::check_note(rule.note, present);
    for (std::uint64_t wrong = result.wrong; wrong != 0; wrong &= wrong - 1) {
        const Place place{static_cast<std::uint16_t>(std::countr_zero(wrong) + 1), 0};
        report_element(
            result.excluded ? rules::guide_exclusion_violated : rules::guide_missing_conditional, rule, segment, place,
            0, element_of(segment, place.element),
            fmt::format("{} {}: {}", label(segment.tag(), place), result.excluded ? "may not be there" : "is missing",
                        describe_note(rule.note, segment.tag())));
    }
}

bool GuideCheck::holds(const GuideCondition& condition, const ScannedSegment& segment) const {
    bool held = false;
    each_value(condition.place, segment, [&](std::string_view text, std::uint16_t) {
        held = held || std::binary_search(condition.codes.begin(), condition.codes.end(), clear(segment, text));
    });
    return held;
}

bool GuideCheck::holds_around(const GuideRule& rule) const {
    return std::all_of(rule.around.begin(), rule.around.end(),
                       [&](std::uint16_t condition) { return holding_[condition] != 0; });
}

std::string GuideCheck::clear(const ScannedSegment& segment, std::string_view text) const {
    std::string value = segment.has_released ? unreleased(text, delimiters_.release) : std::string(text);
    if (!segment.plain && !characters_.is_utf8(value)) value = characters_.to_utf8(value);
    return value;
}

void GuideCheck::report_node(const Rule& broken, const GuideRule& rule, const ScannedSegment* segment,
                             const std::string& text) {
    take_({broken, segment, tag(rule.node), {}, 0, {}, nullptr, fmt::format("{} ({})", text, rule.origin)});
}

void GuideCheck::report_element(const Rule& broken, const GuideRule& rule, const ScannedSegment& segment, Place place,
                                std::uint16_t repetition, std::string_view value, const std::string& text) {
    const Use* use =
        rule.place.element > 0 ? &rule.use : &release_.uses_of(release_.segments[rule.segment])[place.element - 1];
    take_({broken, &segment, segment.tag(), place, repetition, value, use, fmt::format("{} ({})", text, rule.origin)});
}

const std::string& GuideCheck::tag(std::uint16_t node) const {
    return release_.segments[transaction_.nodes[node].segment].id;
}

}  // namespace crossdock::edi
