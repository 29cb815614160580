#include "plugins/edi/guide_place.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace crossdock::edi {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// `[N101=ST|BT]`, which is taken off the end of the step.
void take_condition(const GuideSource& guide, std::size_t line, GuideStep& step) {
    const std::size_t open = step.name.find('[');
    if (open == std::string::npos) return;
    const std::size_t column = step.column + open;
    std::string_view inside = std::string_view(step.text).substr(open + 1);
    if (!inside.ends_with(']')) guide.fail(line, column, "a condition lacks its `]`");
    inside.remove_suffix(1);
    const std::size_t equals = inside.find('=');
    const auto label = equals == std::string_view::npos ? std::nullopt : read_element_label(inside.substr(0, equals));
    if (!label || equals + 1 == inside.size())
        guide.fail(line, column + 1,
                   fmt::format("`{}` is no condition: `[REF01=DP]` or `[N101=ST|BT]` reads right", inside));
    step.condition = *label;
    inside.remove_prefix(equals + 1);
    while (!inside.empty()) {
        const std::size_t end = std::min(inside.find('|'), inside.size());
        step.codes.emplace_back(inside.substr(0, end));
        inside.remove_prefix(std::min(end + 1, inside.size()));
    }
    std::sort(step.codes.begin(), step.codes.end());
    step.name.resize(open);
}

}  // namespace

// Tags have two or three characters, so nothing of four with two digits at its end is a segment.
std::optional<ElementLabel> read_element_label(std::string_view text) {
    ElementLabel label;
    const std::size_t hyphen = text.find('-');
    const std::string_view base = text.substr(0, hyphen);
    if (base.size() < 4 || base.size() > 5 || !is_digit(base[base.size() - 1]) || !is_digit(base[base.size() - 2]))
        return {};
    label.tag = base.substr(0, base.size() - 2);
    std::from_chars(base.data() + label.tag.size(), base.data() + base.size(), label.place.element);
    if (hyphen != std::string_view::npos) {
        const std::string_view number = text.substr(hyphen + 1);
        const auto [end, failed] = std::from_chars(number.data(), number.data() + number.size(), label.place.component);
        if (failed != std::errc{} || end != number.data() + number.size() || label.place.component == 0) return {};
    }
    if (label.place.element == 0) return {};
    return label;
}

GuidePlace read_guide_place(const GuideSource& guide, std::size_t line, const GuideWord& word) {
    GuidePlace place;
    place.text = word.text;
    place.line = line;
    place.column = word.column;
    std::size_t at = 0;
    do {
        const std::size_t slash = std::min(word.text.find('/', at), word.text.size());
        GuideStep step;
        step.text = step.name = word.text.substr(at, slash - at);
        step.column = word.column + at;
        if (step.name.empty()) guide.fail(line, step.column, "a name is missing: `PO1-loop/PID` reads right");
        take_condition(guide, line, step);
        const bool last = slash == word.text.size();
        if (const auto label = read_element_label(step.name)) {
            if (!last) guide.fail(line, step.column, "an element stands at the end of a path");
            if (!step.codes.empty())
                guide.fail(line, step.column,
                           fmt::format("a condition follows a segment or loop: `{}[…]/{}` reads right", label->tag,
                                       step.name));
            place.element = *label;
        } else {
            place.steps.push_back(std::move(step));
        }
        at = slash + 1;
    } while (at <= word.text.size());
    return place;
}

}  // namespace crossdock::edi
