// Data elements and code lists of a UN/EDIFACT directory.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "host/dictionary/edifact/directory.hpp"

namespace crossdock::dictionary::edifact {

namespace {

constexpr std::size_t code_size_max = 17;
// A value stands left of its title, which is in column 10 or, in later directories, 11.
constexpr std::size_t code_column_max = 8;

struct Entry {
    Element element;
    std::size_t line = 0;
    std::size_t codes_from = 0;  // index of the block's line after the representation
};

// `*    1001  Document name code     [C]`, whose name may go on in the next line, and `Repr: an..3` further down.
// Nothing when the block is no entry.
Result<std::optional<Entry>> read_entry(const SourceFile& file, const Block& block) {
    const auto first = std::find_if(block.lines.begin(), block.lines.end(),
                                    [](std::string_view line) { return !trimmed(line).empty(); });
    if (first == block.lines.end()) return std::optional<Entry>();
    std::vector<std::string_view> words = words_without_marks(*first);
    if (words.empty() || words[0].size() != 4 || !all_digits(words[0])) return std::optional<Entry>();
    Entry entry;
    auto at = static_cast<std::size_t>(first - block.lines.begin());
    entry.line = block.first_line + at;
    entry.element.id = words[0];
    words.erase(words.begin());
    if (at + 1 < block.lines.size()) {
        const std::vector<std::string_view> more = words_without_marks(block.lines[at + 1]);
        if (!more.empty() && more[0] != "Desc:") words.insert(words.end(), more.begin(), more.end());
    }
    if (!words.empty() && words.back().starts_with('[')) words.pop_back();  // of which kind of messages
    entry.element.name = fmt::format("{}", fmt::join(words, " "));
    for (++at; at < block.lines.size(); ++at) {
        const std::string line = without_marks(block.lines[at]);
        const std::string_view text = trimmed(line);
        if (!text.starts_with("Repr:")) continue;
        std::string representation;
        for (const std::string_view word : words_of(text.substr(5))) representation += word;
        Representation read;
        if (!read_representation(representation, read))
            return file.error(block.first_line + at,
                              fmt::format("'{}' is no representation: an..35 or n6 would be right", representation));
        entry.element.type = read.type;
        entry.element.min = read.min;
        entry.element.max = read.max;
        entry.codes_from = at + 1;
        return std::optional<Entry>(std::move(entry));
    }
    return file.error(entry.line, fmt::format("element {} has no line `Repr: an..35`", entry.element.id));
}

bool is_code(std::string_view word) {
    return !word.empty() && word.size() <= code_size_max && std::all_of(word.begin(), word.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
    });
}

// Reads the values behind the representation: `220   Order`, the title going on below its own column, then what the
// value means, further to the right, which is not read.
class CodeReader {
public:
    CodeReader(const SourceFile& file, const Block& block, PassedOverList& passed_over)
        : file_(file), block_(block), passed_over_(passed_over) {}

    std::vector<Code> read(std::size_t from) {
        for (std::size_t index = from; index < block_.lines.size(); ++index) {
            const std::string line = without_marks(block_.lines[index]);
            take(line, block_.first_line + index);
        }
        return std::move(codes_);
    }

private:
    void take(std::string_view line, std::size_t number) {
        const std::size_t column = line.find_first_not_of(' ');
        if (column == std::string_view::npos) {
            in_title_ = in_note_ = false;
            return;
        }
        const std::vector<std::string_view> words = words_of(line);
        if (words[0] == "Note:" || words[0] == "Notes:") {
            in_title_ = false;
            in_note_ = true;
        } else if (in_note_) {
            return;
        } else if (column <= code_column_max) {
            if (words.size() < 2 || !is_code(words[0])) {
                passed_over_.push_back({file_.name(), number, "no value of a code list: `220   Order` would be right"});
                return;
            }
            in_title_ = seen_.insert(std::string(words[0])).second;
            if (!in_title_) return;
            title_column_ = static_cast<std::size_t>(words[1].data() - line.data());
            codes_.push_back({std::string(words[0]), std::string(line.substr(title_column_))});
        } else if (in_title_ && column == title_column_) {
            codes_.back().name += " " + std::string(trimmed(line));
        } else {
            in_title_ = false;
        }
    }

    const SourceFile& file_;
    const Block& block_;
    PassedOverList& passed_over_;
    std::vector<Code> codes_;
    std::set<std::string> seen_;
    bool in_title_ = false;
    bool in_note_ = false;
    std::size_t title_column_ = 0;
};

// Calls `take` for each entry of the file; other blocks are passed over.
template <typename Take>
Status each_entry(const SourceFile& file, PassedOverList& passed_over, Take take) {
    bool any = false;
    for (const Block& block : blocks_of(file)) {
        CROSSDOCK_TRY_ASSIGN(std::optional<Entry> entry, read_entry(file, block));
        if (entry) {
            CROSSDOCK_TRY(take(std::move(*entry), block));
        } else if (any && std::any_of(block.lines.begin(), block.lines.end(),
                                      [](std::string_view line) { return !trimmed(line).empty(); })) {
            passed_over.push_back({file.name(), block.first_line, "this block does not begin with an element"});
        }
        any = any || entry;
    }
    if (!any)
        return file.error(0,
                          "no element in it: blocks between lines of dashes, each beginning with a number and a name, "
                          "would be right");
    return {};
}

}  // namespace

Status read_elements(const SourceFile& file, Dictionary& dictionary, PassedOverList& passed_over) {
    return each_entry(file, passed_over, [&](Entry entry, const Block&) -> Status {
        const std::string id = entry.element.id;
        if (!dictionary.elements.emplace(id, std::move(entry.element)).second)
            return file.error(entry.line, fmt::format("element {} stands here for the second time", id));
        return {};
    });
}

Status read_code_lists(const SourceFile& file, Dictionary& dictionary, PassedOverList& passed_over) {
    return each_entry(file, passed_over, [&](Entry entry, const Block& block) -> Status {
        Element& element = dictionary.elements.emplace(entry.element.id, entry.element).first->second;
        if (!element.codes.empty())
            return file.error(entry.line, fmt::format("the list of {} stands here for the second time", element.id));
        element.codes = CodeReader(file, block, passed_over).read(entry.codes_from);
        return {};
    });
}

}  // namespace crossdock::dictionary::edifact
