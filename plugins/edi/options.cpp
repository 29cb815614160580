// Reads the settings of one call.
#include "plugins/edi/options.hpp"

#include "plugins/edi/delimiters.hpp"

#include <crossdock/cpp/failure.hpp>
#include <crossdock/cpp/views.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace crossdock::edi {
namespace {

constexpr std::array<std::pair<std::string_view, Level>, 9> level_names{{{"syntax", syntax},
                                                                         {"types", types},
                                                                         {"usage", usage},
                                                                         {"codes", codes},
                                                                         {"relational", relational},
                                                                         {"counts", counts},
                                                                         {"order", order},
                                                                         {"hierarchy", hierarchy},
                                                                         {"guide", partner_guide}}};

}  // namespace

void refuse_option(const Dialect& dialect, std::string_view name, std::string_view value, std::string_view right) {
    throw sdk::Failure::configuration(dialect.code("bad-option"),
                                      fmt::format("{} is '{}': {} is right", name, value, right));
}

char delimiter_option(const Dialect& dialect, std::string_view name, std::string_view text) {
    if (text.size() != 1 || !can_delimit(text[0]))
        refuse_option(dialect, name, text, "one character, no letter, digit or space,");
    return text[0];
}

std::string_view option(const crossdock_format_options* options, std::string_view name, std::string_view otherwise) {
    return options == nullptr ? otherwise : sdk::find_header(options->items, options->count, name, otherwise);
}

std::uint32_t validation_levels(const Dialect& dialect, std::string_view text) {
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
            refuse_option(dialect, "validate", word,
                          "all, none, or a list of syntax, types, usage, order, codes, relational, hierarchy, counts "
                          "and guide");
        levels |= found->second;
    }
    return levels;
}

std::uint64_t size_option(const Dialect& dialect, std::string_view name, std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc{} || end != text.data() + text.size() || value == 0)
        refuse_option(dialect, name, text, "a number of bytes, 1 or more,");
    return value;
}

void read_terminator(const Dialect& dialect, const crossdock_format_options* options, std::string_view otherwise,
                     OutputSyntax& syntax) {
    std::string_view terminator = option(options, "segment-terminator", otherwise);
    if (terminator == "\\n") terminator = "\n";
    if (terminator.size() > 1) {
        const std::string_view rest = terminator.substr(1);
        if (rest == "\n" || rest == "\\n")
            syntax.line_end = "\n";
        else if (rest == "\r\n" || rest == "\\r\\n")
            syntax.line_end = "\r\n";
        else
            refuse_option(dialect, "segment-terminator", terminator, "one character, alone or followed by a line end,");
        terminator = terminator.substr(0, 1);
    }
    syntax.delimiters.segment = delimiter_option(dialect, "segment-terminator", terminator);
}

void check_distinct(const Dialect& dialect, const Delimiters& delimiters) {
    const std::array<char, 5> all{delimiters.element, delimiters.component, delimiters.segment, delimiters.repetition,
                                  delimiters.release};
    for (std::size_t left = 0; left < all.size(); ++left)
        for (std::size_t right = left + 1; right < all.size(); ++right)
            if (all[left] == all[right] && all[left] != '\0')
                refuse_option(dialect, "segment-terminator", std::string_view(&all[right], 1),
                              "a different character for each delimiter");
}

}  // namespace crossdock::edi
