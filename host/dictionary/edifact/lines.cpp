#include "host/dictionary/edifact/lines.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "host/dictionary/dictionary.hpp"

namespace crossdock::dictionary::edifact {

namespace {

constexpr std::size_t rule_min = 10;     // dashes
constexpr std::size_t mark_columns = 3;  // the code of a value may begin behind them
constexpr std::size_t row_column_max = 3;
constexpr std::size_t position_digits = 3;

bool is_rule(std::string_view line) {
    line = trimmed(line);
    return line.size() >= rule_min && line.find_first_not_of('-') == std::string_view::npos;
}

bool is_marks(std::string_view word) { return std::all_of(word.begin(), word.end(), is_change_mark); }

bool is_id(std::string_view word) {
    return word.size() == 4 && all_digits(word.substr(1)) &&
           (all_digits(word.substr(0, 1)) || word[0] == 'C' || word[0] == 'E' || word[0] == 'S');
}

// The words of a row, beginning with its position; empty when the line is no row.
std::vector<std::string_view> row_words(std::string_view line) {
    const std::size_t first = line.find_first_not_of(" *+#|X-");
    if (first > row_column_max || !all_digits(line.substr(first, position_digits)) ||
        line.size() < first + position_digits || all_digits(line.substr(first + position_digits, 1)))
        return {};
    std::vector<std::string_view> words{line.substr(first, position_digits)};
    for (const std::string_view word : words_without_marks(line.substr(first + position_digits))) words.push_back(word);
    return words;
}

// Reads status, repetitions and representation from the end of the words behind position and id. False: they are not
// there yet.
bool read_tail(std::vector<std::string_view> words, Row& row) {
    Representation representation;
    if (!words.empty() && read_representation(words.back(), representation)) {
        row.representation = representation;
        words.pop_back();
    } else {
        row.representation.reset();
    }
    const auto is_status = [](std::string_view word) { return word == "M" || word == "C"; };
    row.repeat = 1;
    if (words.size() >= 2 && is_status(words[words.size() - 2]) && all_digits(words.back())) {
        if (!read_number(words.back(), row.repeat) || row.repeat == 0) return false;
        words.pop_back();
    }
    if (words.empty() || !is_status(words.back())) return false;
    row.required = words.back() == "M";
    return true;
}

}  // namespace

std::vector<Block> blocks_of(const SourceFile& file) {
    std::vector<Block> blocks;
    for (std::size_t index = 0; index < file.lines().size(); ++index) {
        if (is_rule(file.lines()[index]))
            blocks.push_back({index + 2, {}});
        else if (!blocks.empty())
            blocks.back().lines.emplace_back(file.lines()[index]);
    }
    return blocks;
}

bool is_change_mark(char c) { return std::string_view("+*#|X-").find(c) != std::string_view::npos; }

std::string without_marks(std::string_view line) {
    std::string text(line);
    for (std::size_t at = 0; at < std::min(mark_columns, text.size()) && (text[at] == ' ' || is_change_mark(text[at]));
         ++at)
        if (text[at] != ' ' && (at + 1 == text.size() || text[at + 1] == ' ' || is_change_mark(text[at + 1])))
            text[at] = ' ';
    return text;
}

std::vector<std::string_view> words_without_marks(std::string_view line) {
    std::vector<std::string_view> words = words_of(line);
    words.erase(words.begin(), std::find_if_not(words.begin(), words.end(), is_marks));
    return words;
}

bool read_representation(std::string_view text, Representation& representation) {
    const std::size_t digits = text.find_first_not_of("an");
    const std::string_view type = text.substr(0, digits);
    if (digits == std::string_view::npos || (type != "a" && type != "n" && type != "an")) return false;
    text.remove_prefix(digits);
    const bool up_to = text.starts_with("..");
    if (up_to) text.remove_prefix(2);
    if (!all_digits(text) || !read_number(text, representation.max) || representation.max == 0) return false;
    if (representation.max > largest_limit) representation.max = no_limit;
    representation.type = type == "a" ? "A" : type == "n" ? "N" : "AN";
    representation.min = up_to ? 1 : representation.max;
    return representation.min != no_limit;
}

Result<std::vector<Row>> rows_of(const SourceFile& file, const Block& block) {
    std::vector<Row> rows;
    for (std::size_t index = 0; index < block.lines.size(); ++index) {
        std::vector<std::string_view> words = row_words(block.lines[index]);
        if (words.empty()) continue;
        Row row;
        row.line = block.first_line + index;
        row.position = words[0];
        if (words.size() < 2 || !is_id(words[1]))
            return file.error(row.line, "this row names no element: its position, then C082 or 3039, would be right");
        row.id = words[1];
        words.erase(words.begin(), words.begin() + 2);
        while (!read_tail(words, row)) {
            const std::string_view next = ++index < block.lines.size() ? block.lines[index] : std::string_view();
            const std::vector<std::string_view> more = words_without_marks(next);
            if (more.empty() || !row_words(next).empty() || is_id(more[0]))
                return file.error(row.line, fmt::format("the row of {} has no M or C: `{} {} NAME C 1 an..3` would be "
                                                        "right",
                                                        row.id, row.position, row.id));
            words.insert(words.end(), more.begin(), more.end());
        }
        if (!rows.empty() && row.position <= rows.back().position)
            return file.error(row.line,
                              fmt::format("position {} after position {}", row.position, rows.back().position));
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace crossdock::dictionary::edifact
