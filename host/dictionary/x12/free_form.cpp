// FREEFORM.TXT of the X12 tables: pieces that begin with a tagged line (`*ELECOD`), then a key line, then text.
#include <fmt/format.h>

#include <algorithm>

#include "host/dictionary/x12/tables.hpp"

namespace crossdock::dictionary::x12 {

namespace {

struct Piece {
    std::string_view tag;  // without its asterisk
    std::size_t line = 0;  // of the key
    std::vector<std::string_view> key;
    std::string text;
};

// Values that are put together of two parts, such as kind and material of a packaging.
struct Parts {
    std::vector<Code> first, second;
};

std::vector<std::string_view> split_key(std::string_view line) {
    std::vector<std::string_view> key;
    for (bool more = true; more;) {
        const std::size_t comma = std::min(line.find(','), line.size());
        key.push_back(trimmed(line.substr(0, comma)));
        more = comma < line.size();
        if (more) line.remove_prefix(comma + 1);
    }
    return key;
}

bool is_relational_note(std::string_view text, std::size_t positions) {
    if (text.size() < 5 || text.size() % 2 == 0 || std::string_view("PRECL").find(text[0]) == std::string_view::npos)
        return false;
    for (std::size_t at = 1; at < text.size(); at += 2) {
        std::uint32_t position = 0;
        if (!all_digits(text.substr(at, 2)) || !read_number(text.substr(at, 2), position) || position == 0 ||
            position > positions)
            return false;
    }
    return true;
}

class FreeForm {
public:
    FreeForm(const SourceFile& file, Dictionary& dictionary, PassedOverList& passed_over)
        : file_(file), dictionary_(dictionary), passed_over_(passed_over) {}

    Status read() {
        const auto& lines = file_.lines();
        for (std::size_t at = 0; at < lines.size();) {
            if (trimmed(lines[at]).empty()) {
                ++at;
                continue;
            }
            if (!lines[at].starts_with('*'))
                return file_.error(at + 1, "text that belongs to nothing: a line such as *ELECOD would be right first");
            Piece piece{std::string_view(lines[at]).substr(1), at + 2, {}, {}};
            if (++at == lines.size() || lines[at].starts_with('*'))
                return file_.error(at, fmt::format("*{} has no key line", piece.tag));
            piece.key = split_key(lines[at++]);
            for (; at < lines.size() && !lines[at].starts_with('*'); ++at)
                if (!trimmed(lines[at]).empty())
                    piece.text += (piece.text.empty() ? "" : " ") + std::string(trimmed(lines[at]));
            CROSSDOCK_TRY(take(piece));
        }
        for (auto& [id, parts] : parts_) put_together(dictionary_.elements.find(id)->second, parts);
        return {};
    }

private:
    Status take(const Piece& piece) {
        if (piece.tag == "ELECOD") return code(piece);
        if (piece.tag == "SEGNTE") return note(piece, dictionary_.segments);
        if (piece.tag == "COMNTE") return note(piece, dictionary_.composites);
        return {};
    }

    Status code(const Piece& piece) {
        if (piece.key.size() != 4 || piece.key[2].empty())
            return file_.error(piece.line,
                               "the key of a code is element, part, value, paragraph: `98, ,ST,1` would be "
                               "right");
        const auto found = dictionary_.elements.find(piece.key[0]);
        if (found == dictionary_.elements.end()) {
            passed_over_.push_back({file_.name(), piece.line,
                                    fmt::format("a code of element {}, which is not in the tables", piece.key[0])});
            return {};
        }
        std::vector<Code>* codes = &found->second.codes;
        if (piece.key[1] == "1" || piece.key[1] == "2") {
            Parts& parts = parts_[found->first];
            codes = piece.key[1] == "1" ? &parts.first : &parts.second;
        }
        if (seen_.insert(fmt::format("{},{},{}", piece.key[0], piece.key[1], piece.key[2])).second)
            codes->push_back({std::string(piece.key[2]), piece.text});
        return {};
    }

    Status note(const Piece& piece, ById<Shape>& shapes) {
        if (piece.key.size() != 4)
            return file_.error(piece.line,
                               "the key of a note is segment, position, kind, paragraph: `REF,02,N,1` would "
                               "be right");
        if (piece.key[2] != "N") return {};
        const auto shape = shapes.find(piece.key[0]);
        const std::string_view text = std::string_view(piece.text).substr(0, piece.text.find(' '));
        if (shape == shapes.end() || !is_relational_note(text, shape->second.uses.size())) {
            passed_over_.push_back(
                {file_.name(), piece.line,
                 fmt::format("a note of {} that is no relational note such as P0203 of its elements", piece.key[0])});
            return {};
        }
        std::vector<std::string>& notes = shape->second.notes;
        if (std::find(notes.begin(), notes.end(), text) == notes.end()) notes.emplace_back(text);
        return {};
    }

    static void put_together(Element& element, const Parts& parts) {
        const auto fits = [&](const std::string& value) {
            return value.size() >= element.min && value.size() <= element.max;
        };
        for (const Code& first : parts.first) {
            if (fits(first.value) || parts.second.empty()) element.codes.push_back(first);
            for (const Code& second : parts.second)
                if (fits(first.value + second.value))
                    element.codes.push_back({first.value + second.value, first.name + ", " + second.name});
        }
    }

    const SourceFile& file_;
    Dictionary& dictionary_;
    PassedOverList& passed_over_;
    std::set<std::string> seen_;
    std::map<std::string, Parts> parts_;  // by element
};

}  // namespace

Status read_free_form(const SourceFile& file, Dictionary& dictionary, PassedOverList& passed_over) {
    return FreeForm(file, dictionary, passed_over).read();
}

}  // namespace crossdock::dictionary::x12
