// Reads the settings of one call.
#include "plugins/x12/options.hpp"

#include <crossdock/cpp/failure.hpp>
#include <crossdock/cpp/views.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace crossdock::x12 {
namespace {

[[noreturn]] void refuse(std::string_view name, std::string_view value, std::string_view right) {
    throw sdk::Failure::configuration("x12.bad-option", fmt::format("{} is '{}': {} is right", name, value, right));
}

char delimiter(std::string_view name, std::string_view value) {
    if (value.size() != 1 || !can_delimit(value[0])) refuse(name, value, "one character, no letter, digit or space,");
    return value[0];
}

constexpr std::array<std::pair<std::string_view, Level>, 6> level_names{{{"syntax", syntax},
                                                                         {"types", types},
                                                                         {"usage", usage},
                                                                         {"codes", codes},
                                                                         {"relational", relational},
                                                                         {"counts", counts}}};

}  // namespace

std::string_view option(const crossdock_format_options* options, std::string_view name, std::string_view otherwise) {
    return options == nullptr ? otherwise : sdk::find_header(options->items, options->count, name, otherwise);
}

std::uint32_t validation_levels(std::string_view text) {
    if (text == "all") return all_levels;
    if (text == "none") return always;
    std::uint32_t levels = always;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(','), text.size());
        std::string_view word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        while (word.starts_with(' ')) word.remove_prefix(1);
        while (word.ends_with(' ')) word.remove_suffix(1);
        const auto found = std::find_if(level_names.begin(), level_names.end(),
                                        [&](const auto& entry) { return entry.first == word; });
        if (found == level_names.end())
            refuse("validate", word, "all, none, or a list of syntax, types, usage, codes, relational and counts");
        levels |= found->second;
    }
    return levels;
}

std::uint64_t size_option(std::string_view name, std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc{} || end != text.data() + text.size() || value == 0)
        refuse(name, text, "a number of bytes, 1 or more,");
    return value;
}

OutputSyntax output_syntax(const crossdock_format_options* options) {
    OutputSyntax syntax;
    Delimiters& delimiters = syntax.delimiters;
    delimiters.element = delimiter("element-separator", option(options, "element-separator", "*"));
    delimiters.component = delimiter("component-separator", option(options, "component-separator", ":"));
    const std::string_view repetition = option(options, "repetition-separator");
    if (!repetition.empty()) delimiters.repetition = delimiter("repetition-separator", repetition);
    std::string_view terminator = option(options, "segment-terminator", "~");
    if (terminator == "\\n") terminator = "\n";
    if (terminator.size() > 1) {
        const std::string_view rest = terminator.substr(1);
        if (rest == "\n" || rest == "\\n")
            syntax.line_end = "\n";
        else if (rest == "\r\n" || rest == "\\r\\n")
            syntax.line_end = "\r\n";
        else
            refuse("segment-terminator", terminator, "one character, alone or followed by a line end,");
        terminator = terminator.substr(0, 1);
    }
    delimiters.segment = delimiter("segment-terminator", terminator);
    const std::array<char, 4> four{delimiters.element, delimiters.component, delimiters.segment, delimiters.repetition};
    for (std::size_t left = 0; left < four.size(); ++left)
        for (std::size_t right = left + 1; right < four.size(); ++right)
            if (four[left] == four[right])
                refuse("segment-terminator", std::string_view(&four[right], 1),
                       "a different character for each delimiter");
    return syntax;
}

}  // namespace crossdock::x12
