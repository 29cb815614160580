// Composites and segments of a UN/EDIFACT directory, with their dependency notes.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "host/dictionary/edifact/directory.hpp"

namespace crossdock::dictionary::edifact {

namespace {

constexpr std::size_t uses_max = 64;  // of a dictionary file

using Places = std::map<std::string, std::size_t, std::less<>>;  // by the directory's position: 1 for 010

// The positions of `D5(040,030)`. Nothing where they are none of the shape.
std::optional<std::vector<std::size_t>> places_of(std::string_view list, const Places& places) {
    std::vector<std::size_t> found;
    for (bool more = true; more;) {
        const std::size_t comma = std::min(list.find(','), list.size());
        const auto place = places.find(trimmed(list.substr(0, comma)));
        if (place == places.end()) return {};
        found.push_back(place->second);
        more = comma < list.size();
        if (more) list.remove_prefix(comma + 1);
    }
    if (found.size() < 2) return {};
    return found;
}

std::string note_of(char kind, const std::vector<std::size_t>& places) {
    std::string note(1, kind);
    for (const std::size_t place : places) note += fmt::format("{:02}", place);
    return note;
}

// What ISO 9735 calls D1 to D7, as notes of a dictionary file.
void append_notes(char number, const std::vector<std::size_t>& places, std::vector<std::string>& notes) {
    switch (number) {
        case '1':  // one and only one
            notes.push_back(note_of('R', places));
            notes.push_back(note_of('E', places));
            break;
        case '2': notes.push_back(note_of('P', places)); break;  // all or none
        case '3': notes.push_back(note_of('R', places)); break;  // one or more
        case '4': notes.push_back(note_of('E', places)); break;  // one or none
        case '5': notes.push_back(note_of('C', places)); break;  // if the first, then all
        case '6': notes.push_back(note_of('L', places)); break;  // if the first, then one more at least
        default:                                                 // if the first, then none of the others
            for (std::size_t other = 1; other < places.size(); ++other)
                notes.push_back(note_of('E', {places[0], places[other]}));
    }
}

// `D5(040,030)` wherever it stands in the block; the list may go on in the next line.
void read_notes(const SourceFile& file, const Block& block, const Places& places, Shape& shape,
                PassedOverList& passed_over) {
    std::string text;
    std::vector<std::size_t> line_ends;
    for (const std::string_view line : block.lines) {
        text.append(line).append(1, ' ');
        line_ends.push_back(text.size());
    }
    for (std::size_t at = 0; (at = text.find('D', at)) != std::string::npos; ++at) {
        if (at + 2 >= text.size() || text[at + 1] < '1' || text[at + 1] > '7') continue;
        if (at > 0 && text[at - 1] != ' ' && text[at - 1] != '.') continue;
        const std::size_t open = text.find_first_not_of(' ', at + 2);
        if (open == std::string::npos || text[open] != '(') continue;
        const std::size_t close = text.find(')', open);
        const auto found = close == std::string::npos
                               ? std::nullopt
                               : places_of(std::string_view(text).substr(open + 1, close - open - 1), places);
        if (found) {
            append_notes(text[at + 1], *found, shape.notes);
            continue;
        }
        const auto line = std::upper_bound(line_ends.begin(), line_ends.end(), at) - line_ends.begin();
        passed_over.push_back({file.name(), block.first_line + static_cast<std::size_t>(line),
                               fmt::format("a dependency note of {} whose positions are not its own", shape.id)});
    }
}

// A repetition is a place of its own for each time, as syntax version 3 has it; where they are too many, one that
// repeats.
void append_uses(const Row& row, bool expand, std::vector<Use>& uses) {
    if (!expand) {
        uses.push_back({row.id, row.required, row.repeat});
        return;
    }
    for (std::uint32_t time = 0; time < row.repeat; ++time) uses.push_back({row.id, row.required && time == 0, 1});
}

std::size_t rows_at(const std::vector<Row>& rows) { return rows.empty() ? 0 : rows[0].line; }

class ShapeReader {
public:
    ShapeReader(const SourceFile& file, bool segments, Dictionary& dictionary, PassedOverList& passed_over)
        : file_(file), segments_(segments), dictionary_(dictionary), passed_over_(passed_over) {}

    Status read() {
        ById<Shape>& shapes = segments_ ? dictionary_.segments : dictionary_.composites;
        const std::size_t before = shapes.size();
        for (const Block& block : blocks_of(file_)) CROSSDOCK_TRY(read_block(block, shapes));
        if (shapes.size() == before)
            return file_.error(0,
                               fmt::format("no {} in it: blocks between lines of dashes, each beginning with a {} and "
                                           "a name, would be right",
                                           segments_ ? "segment" : "composite", segments_ ? "tag" : "number"));
        return {};
    }

private:
    [[nodiscard]] bool is_own_id(std::string_view word) const {
        if (segments_)
            return word.size() == 3 &&
                   std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
        return word.size() == 4 && word[0] >= 'A' && word[0] <= 'Z' && all_digits(word.substr(1));
    }

    Status read_block(const Block& block, ById<Shape>& shapes) {
        std::size_t at = 0;
        while (at < block.lines.size() && trimmed(block.lines[at]).empty()) ++at;
        std::vector<std::string_view> words;
        if (at < block.lines.size()) words = words_without_marks(block.lines[at]);
        if (!words.empty() && is_own_id(words[0]) && is_service(words[0])) return {};
        CROSSDOCK_TRY_ASSIGN(const std::vector<Row> rows, rows_of(file_, block));
        if (words.empty() || !is_own_id(words[0])) {
            if (!rows.empty())
                return file_.error(rows[0].line, fmt::format("rows of no {}: a line such as `{}` would be right above",
                                                             segments_ ? "segment" : "composite",
                                                             segments_ ? "NAD  NAME AND ADDRESS" : "C080 PARTY NAME"));
            if (!words.empty() && !shapes.empty())
                passed_over_.push_back({file_.name(), block.first_line + at, "this block describes nothing"});
            return {};
        }
        const std::size_t head = block.first_line + at;
        Shape shape;
        shape.id = words[0];
        words.erase(words.begin());
        for (++at; at < block.lines.size(); ++at) {
            const std::vector<std::string_view> more = words_without_marks(block.lines[at]);
            if (more.empty() || more[0] == "Function:" || more[0] == "Desc:" || block.first_line + at == rows_at(rows))
                break;
            words.insert(words.end(), more.begin(), more.end());
        }
        shape.name = fmt::format("{}", fmt::join(words, " "));
        if (rows.empty()) return file_.error(head, fmt::format("{} has no rows of elements", shape.id));
        CROSSDOCK_TRY(fill(block, rows, head, shape));
        const std::string id = shape.id;
        if (!shapes.emplace(id, std::move(shape)).second)
            return file_.error(head, fmt::format("{} stands here for the second time", id));
        return {};
    }

    Status fill(const Block& block, const std::vector<Row>& rows, std::size_t head, Shape& shape) {
        std::size_t expanded = 0;
        for (const Row& row : rows) expanded += row.repeat;
        const bool expand = expanded <= uses_max;
        if (rows.size() > uses_max)
            return file_.error(head, fmt::format("{} has more than {} elements, which no dictionary file may say",
                                                 shape.id, uses_max));
        if (!expand)
            passed_over_.push_back(
                {file_.name(), head,
                 fmt::format("{} has {} places with its repetitions: those that repeat are one place "
                             "each, as in syntax version 4",
                             shape.id, expanded)});
        Places places;
        for (const Row& row : rows) {
            CROSSDOCK_TRY(check(row));
            places[row.position] = shape.uses.size() + 1;
            append_uses(row, expand, shape.uses);
        }
        read_notes(file_, block, places, shape, passed_over_);
        return {};
    }

    Status check(const Row& row) {
        const bool composite = !all_digits(row.id);
        if (composite && segments_ && dictionary_.composites.count(row.id) != 0) return {};
        const auto element = dictionary_.elements.find(row.id);
        if (composite || element == dictionary_.elements.end())
            return file_.error(row.line, fmt::format("{} is used here and described nowhere in the directory", row.id));
        if (!row.representation)
            return file_.error(row.line, fmt::format("the row of {} has no representation such as an..35", row.id));
        const Representation known{element->second.type, element->second.min, element->second.max};
        if (*row.representation != known)
            passed_over_.push_back(
                {file_.name(), row.line,
                 fmt::format("element {} has another representation here than where it is described, which holds",
                             row.id)});
        return {};
    }

    const SourceFile& file_;
    bool segments_;
    Dictionary& dictionary_;
    PassedOverList& passed_over_;
};

}  // namespace

Status read_composites(const SourceFile& file, Dictionary& dictionary, PassedOverList& passed_over) {
    return ShapeReader(file, false, dictionary, passed_over).read();
}

Status read_segments(const SourceFile& file, Dictionary& dictionary, PassedOverList& passed_over) {
    return ShapeReader(file, true, dictionary, passed_over).read();
}

}  // namespace crossdock::dictionary::edifact
