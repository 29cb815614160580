#include "plugins/csv/settings.hpp"

#include <algorithm>

namespace crossdock::csv {

namespace {

char single_character(std::string_view name, std::string_view value) {
    if (value == "tab") return '\t';
    const bool usable = value.size() == 1 && (value[0] == '\t' || (value[0] > ' ' && value[0] < 0x7F));
    if (!usable) throw sdk::bad_setting(name, value, "one ASCII character, or tab");
    return value[0];
}

std::vector<std::string> column_names(std::string_view name, std::string_view value) {
    std::vector<std::string> columns;
    for (std::size_t at = 0; at <= value.size() && !value.empty();) {
        const std::size_t comma = std::min(value.find(',', at), value.size());
        columns.emplace_back(value.substr(at, comma - at));
        at = comma + 1;
        const bool twice = std::find(columns.begin(), columns.end() - 1, columns.back()) != columns.end() - 1;
        if (columns.back().empty() || twice)
            throw sdk::bad_setting(name, value, "different names with commas between them");
    }
    return columns;
}

}  // namespace

void Settings::set(std::string_view name, std::string_view value) {
    constexpr std::uint64_t size_limit_max = 1u << 30;
    if (name == "delimiter") {
        delimiter = single_character(name, value);
    } else if (name == "quote") {
        quote = single_character(name, value);
    } else if (name == "header") {
        header = sdk::flag_setting(name, value);
    } else if (name == "columns") {
        columns = column_names(name, value);
    } else if (name == "charset") {
        if (value != "utf-8") throw sdk::bad_setting(name, value, "utf-8");
    } else if (name == "group-by") {
        group_by = value;
    } else if (name == "size-limit") {
        size_limit = sdk::size_setting(name, value, size_limit_max);
    } else if (name == "line-end") {
        if (value != "crlf" && value != "lf") throw sdk::bad_setting(name, value, "crlf or lf");
        line_end = value == "crlf" ? "\r\n" : "\n";
    }
}

void Settings::check() const {
    if (delimiter == quote)
        throw sdk::bad_setting("quote", std::string_view(&quote, 1), "a character that is not the delimiter");
    if (!header && columns.empty())
        throw sdk::Failure::configuration("csv.no-columns", "header is no; name the columns in `columns`");
    if (!header && !group_by.empty() && std::find(columns.begin(), columns.end(), group_by) == columns.end())
        throw sdk::bad_setting("group-by", group_by, "one of the names in `columns`");
}

}  // namespace crossdock::csv
