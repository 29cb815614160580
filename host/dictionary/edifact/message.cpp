// A message of a UN/EDIFACT directory: its segment table, in which lines at the right margin draw the groups.
#include <fmt/format.h>

#include <algorithm>

#include "host/dictionary/edifact/directory.hpp"

namespace crossdock::dictionary::edifact {

namespace {

constexpr std::size_t identity_lines_max = 120;
constexpr std::size_t depth_max = 14;  // of a dictionary file
constexpr std::string_view group_words = "egment group";

// `0080   RFF Reference    M   1     |` or `0070    ----- Segment group 1  ------ C   10----------+`
struct TableRow {
    std::size_t line = 0;
    std::string tag;    // of a segment
    std::string group;  // of a group: `SG1`
    bool required = false;
    std::uint32_t max = 1;
    std::string bars;  // the lines at the right, without dashes: `++|`
};

// The value behind `Message Type :`.
std::string value_of(std::string_view line, std::string_view label) {
    const std::size_t at = line.find(label);
    if (at == std::string_view::npos) return {};
    std::string_view value = trimmed(line.substr(at + label.size()));
    if (!value.starts_with(':')) return {};
    value = trimmed(value.substr(1));
    return std::string(value.substr(0, value.find(' ')));
}

// `Pos    Tag Name      S   R`, or in the oldest directories `TAG NAME      S REPT   S REPT`.
bool is_table_head(std::string_view line) {
    std::vector<std::string> words;
    for (const std::string_view word : words_of(line)) {
        words.emplace_back(word);
        for (char& c : words.back())
            if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    const std::size_t tag = !words.empty() && words[0] == "POS" ? 1 : 0;
    return words.size() >= tag + 4 && words[tag] == "TAG" && words[tag + 1] == "NAME" && words[tag + 2] == "S" &&
           (words[tag + 3] == "R" || words[tag + 3] == "REPT");
}

bool is_drawing(std::string_view line) { return line.find_first_not_of(" |+-") == std::string_view::npos; }

bool is_tag(std::string_view word) {
    return word.size() == 3 && std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

// Whether the line begins a row; one of a heading such as DETAIL SECTION, or of text, does not.
bool begins_row(std::string_view line) {
    std::vector<std::string_view> words = words_without_marks(line);
    if (words.empty()) return false;
    if (words[0].size() >= 4 && words[0].size() <= 5 && all_digits(words[0])) return true;
    return is_tag(words[0]) || line.find(group_words) != std::string_view::npos;
}

class TableReader {
public:
    TableReader(const SourceFile& file, const Dictionary& dictionary) : file_(file), dictionary_(dictionary) {}

    Result<std::vector<Node>> read() {
        const auto& lines = file_.lines();
        const auto head = std::find_if(lines.begin(), lines.end(), is_table_head);
        if (head == lines.end())
            return file_.error(0, "no segment table in it: a line `Pos    Tag Name    S   R` would be right above one");
        for (index_ = static_cast<std::size_t>(head - lines.begin()) + 1; index_ < lines.size(); ++index_) {
            if (is_drawing(lines[index_]) || !begins_row(lines[index_])) continue;
            CROSSDOCK_TRY_ASSIGN(const TableRow row, read_row());
            CROSSDOCK_TRY(row.group.empty() ? add_segment(row) : open_group(row));
            if (row.tag == "UNT") {
                if (nodes_.front().tag != "UNH")
                    return file_.error(row.line, "the table ends with UNT but does not begin with UNH");
                return std::move(nodes_);
            }
        }
        return file_.error(lines.size(), "the segment table does not end with UNT");
    }

private:
    Result<TableRow> read_row() {
        TableRow row;
        row.line = index_ + 1;
        std::string text = file_.lines()[index_];
        std::string body;
        for (;;) {
            const std::size_t end = text.find_last_not_of(" |+-");
            body = text.substr(0, end + 1);
            row.bars = text.substr(end + 1);
            row.bars.erase(
                std::remove_if(row.bars.begin(), row.bars.end(), [](char c) { return c == ' ' || c == '-'; }),
                row.bars.end());
            if (read_body(body, row)) return row;
            // A long name goes on in the next line, with status and maximum.
            if (index_ + 1 >= file_.lines().size() || begins_row(file_.lines()[index_ + 1]) ||
                is_drawing(file_.lines()[index_ + 1]))
                return file_.error(row.line,
                                   "this row has no status and maximum: `0080   RFF Reference   M   1` would be "
                                   "right");
            text = body + " " + file_.lines()[++index_];
        }
    }

    static bool read_body(std::string_view body, TableRow& row) {
        std::vector<std::string_view> words = words_of(body);
        if (words.size() < 3 || !all_digits(words.back()) || !read_number(words.back(), row.max) || row.max == 0)
            return false;
        const std::string_view status = words[words.size() - 2];
        if (status != "M" && status != "C" && status != "m" && status != "c") return false;
        row.required = status == "M" || status == "m";
        words.resize(words.size() - 2);
        if (const std::size_t at = body.find(group_words); at != std::string_view::npos) {
            const std::vector<std::string_view> number = words_of(body.substr(at + group_words.size()));
            if (number.empty() || !all_digits(number[0])) return false;
            row.group = fmt::format("SG{}", number[0]);
            return true;
        }
        if (all_digits(words[0])) words.erase(words.begin());
        while (!words.empty() && words[0].size() < 3 && std::all_of(words[0].begin(), words[0].end(), is_change_mark))
            words.erase(words.begin());
        if (words.empty() || !is_tag(words[0])) return false;
        row.tag = words[0];
        return true;
    }

    Status open_group(const TableRow& row) {
        if (row.bars != "+" + std::string(open_.size(), '|'))
            return file_.error(row.line,
                               fmt::format("{} is drawn with '{}', but {} group(s) are open around it: '+{}' "
                                           "would be right",
                                           row.group, row.bars, open_.size(), std::string(open_.size(), '|')));
        if (innermost() != nullptr && innermost()->children.empty())
            return file_.error(row.line,
                               fmt::format("{} begins with a group and not with a segment", innermost()->group));
        if (open_.size() == depth_max) return file_.error(row.line, fmt::format("groups more than {} deep", depth_max));
        Node group;
        group.is_loop = true;
        group.group = row.group;
        group.required = row.required;
        group.max = row.max;
        children().push_back(std::move(group));
        open_.push_back(children().size() - 1);
        return {};
    }

    Status add_segment(const TableRow& row) {
        const std::size_t closed = std::min(row.bars.find_first_not_of('+'), row.bars.size());
        if (row.bars.size() != open_.size() || row.bars.find('+', closed) != std::string::npos)
            return file_.error(row.line, fmt::format("{} is drawn with '{}', but {} group(s) are open around it",
                                                     row.tag, row.bars, open_.size()));
        if (dictionary_.segments.count(row.tag) == 0)
            return file_.error(row.line, fmt::format("segment {}, which the directory does not describe", row.tag));
        Node* group = innermost();
        if (group != nullptr && group->children.empty()) {
            if (!row.required || row.max != 1)
                return file_.error(row.line, fmt::format("{} begins {} and is not `M   1`", row.tag, group->group));
            group->tag = row.tag;
        }
        Node segment;
        segment.tag = row.tag;
        segment.required = row.required;
        segment.max = row.max;
        children().push_back(std::move(segment));
        open_.resize(open_.size() - closed);
        return {};
    }

    std::vector<Node>& children_at(std::size_t depth) {
        std::vector<Node>* nodes = &nodes_;
        for (std::size_t level = 0; level < depth; ++level) nodes = &(*nodes)[open_[level]].children;
        return *nodes;
    }
    std::vector<Node>& children() { return children_at(open_.size()); }
    Node* innermost() { return open_.empty() ? nullptr : &children_at(open_.size() - 1)[open_.back()]; }

    const SourceFile& file_;
    const Dictionary& dictionary_;
    std::size_t index_ = 0;
    std::vector<Node> nodes_;
    std::vector<std::size_t> open_;  // each group's place among its siblings
};

// The line below `UNITED NATIONS STANDARD MESSAGE (UNSM)`.
std::string title_of(const SourceFile& file) {
    const auto& lines = file.lines();
    const std::size_t last = std::min(lines.size(), identity_lines_max);
    for (std::size_t index = 0; index < last; ++index) {
        if (lines[index].find("(UNSM)") == std::string::npos) continue;
        for (++index; index < last; ++index) {
            const std::string_view line = trimmed(lines[index]);
            if (line.find(':') != std::string_view::npos) return {};
            if (!is_drawing(line)) return std::string(line);
        }
    }
    return {};
}

}  // namespace

Identity identity_of(const SourceFile& file) {
    Identity identity;
    const std::size_t last = std::min(file.lines().size(), identity_lines_max);
    for (std::size_t index = 0; index < last; ++index) {
        const std::string& line = file.lines()[index];
        if (identity.type.empty()) identity.type = value_of(line, "Message Type");
        if (identity.version.empty()) identity.version = value_of(line, "Version");
        if (identity.release.empty()) identity.release = value_of(line, "Release");
    }
    return identity;
}

Result<Message> read_message(const SourceFile& file, const Dictionary& dictionary) {
    Message message;
    message.id = identity_of(file).type;
    message.name = title_of(file);
    if (message.name.empty()) message.name = message.id;
    CROSSDOCK_TRY_ASSIGN(message.nodes, TableReader(file, dictionary).read());
    return message;
}

}  // namespace crossdock::dictionary::edifact
