// Reads dictionary files: one statement a line, words separated by spaces, names in quotes, `#` begins a comment.
#include "plugins/edi/dictionary_source.hpp"

#include <crossdock/cpp/failure.hpp>

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace crossdock::edi {
namespace {

constexpr std::string_view version_line = "crossdock-dictionary 1";

class Reader {
public:
    enum class Meant { for_one_release, for_all_releases };
    Reader(const std::string& file, ReleaseSource& release, Meant meant)
        : file_(file), release_(release), meant_(meant) {}

    void read(std::string_view text) {
        bool first = true;
        while (!text.empty()) {
            const std::size_t end = std::min(text.find('\n'), text.size());
            ++line_;
            words_ = split(text.substr(0, end));
            text.remove_prefix(std::min(end + 1, text.size()));
            if (words_.empty()) continue;
            if (first && (words_.size() != 2 || words_[0] + " " + words_[1] != version_line))
                fail(fmt::format("the first statement must be `{}`", version_line));
            if (!first) statement();
            first = false;
        }
        if (first) fail(fmt::format("the file is empty; its first statement must be `{}`", version_line));
        if (!open_.empty()) fail("the file ends inside a block: an `end` is missing");
    }

private:
    [[nodiscard]] std::string place() const { return fmt::format("{}:{}", file_, line_); }
    [[noreturn]] void fail(const std::string& what) const {
        throw sdk::Failure::configuration(release_.dialect->code("bad-dictionary"),
                                          fmt::format("{}: {}", place(), what));
    }

    [[nodiscard]] std::vector<std::string> split(std::string_view line) const {
        std::vector<std::string> words;
        std::size_t at = 0;
        while ((at = line.find_first_not_of(" \t\r", at)) != std::string_view::npos && line[at] != '#') {
            if (line[at] == '"') {
                const std::size_t end = line.find('"', at + 1);
                if (end == std::string_view::npos) fail("a quoted name has no closing quote");
                words.emplace_back(line.substr(at + 1, end - at - 1));
                at = end + 1;
            } else {
                const std::size_t end = std::min(line.find_first_of(" \t\r", at), line.size());
                words.emplace_back(line.substr(at, end - at));
                at = end;
            }
        }
        return words;
    }

    [[nodiscard]] std::uint32_t number(std::string_view text) const {
        std::uint32_t value = 0;
        const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (failed != std::errc{} || end != text.data() + text.size()) fail(fmt::format("`{}` is not a number", text));
        return value;
    }
    [[nodiscard]] std::uint16_t small_number(std::string_view text) const {
        const std::uint32_t value = number(text);
        if (value == 0 || value > 10000) fail(fmt::format("{} is out of range: 1 to 10000 is right", value));
        return static_cast<std::uint16_t>(value);
    }
    void need_words(std::size_t count, std::string_view form) const {
        if (words_.size() < count) fail(fmt::format("this line should read `{}`", form));
    }

    void statement() {
        if (!open_.empty()) return node();
        const std::string& word = words_[0];
        if (word == "names") return code_names();
        if (meant_ == Meant::for_all_releases)
            fail(fmt::format("`{}` belongs into the folder of a release; here only `names` may stand", word));
        if (word == "element") return element();
        if (word == "composite") return shape(release_.composites);
        if (word == "segment") return shape(release_.segments);
        if (word == "note") return note();
        if (word == "transaction") return transaction();
        if (word == "message") return message();
        if (word == "count" || word == "control" || word == "sum" || word == "hash" || word == "hierarchy" ||
            word == "trace")
            return about_set();
        fail(fmt::format("unknown statement `{}`", word));
    }

    void element() {
        need_words(5, "element NUMBER TYPE MIN..MAX \"Name\" [open|closed CODE…]");
        Element element;
        element.id = words_[1];
        read_type(words_[2], element);
        const std::size_t dots = words_[3].find("..");
        if (dots == std::string::npos) fail("the length must read MIN..MAX, or MIN..* for any length");
        element.min = small_number(std::string_view(words_[3]).substr(0, dots));
        const std::string_view max = std::string_view(words_[3]).substr(dots + 2);
        element.max = max == "*" ? any_length : small_number(max);
        if (element.min > element.max) fail("the minimal length is above the maximal length");
        element.name = words_[4];
        if (words_.size() > 5) {
            if (words_[5] != "open" && words_[5] != "closed") fail("a code list begins with `open` or `closed`");
            element.closed = words_[5] == "closed";
            element.codes.assign(words_.begin() + 6, words_.end());
            std::sort(element.codes.begin(), element.codes.end());
            if (element.codes.empty()) fail("the code list is empty");
        }
        release_.elements[element.id] = std::move(element);
    }

    void code_names() {
        need_words(4, "names ELEMENT CODE \"Name\"…");
        if (words_.size() % 2 != 0) fail("a code has no name: after the element, codes and names take turns");
        CodeNamesSource& into = release_.code_names[words_[1]];
        if (meant_ == Meant::for_one_release) into.place = place();
        for (std::size_t index = 2; index < words_.size(); index += 2) into.names[words_[index]] = words_[index + 1];
    }

    void read_type(const std::string& text, Element& element) const {
        const bool x12 = !is_edifact();
        if (text == "AN")
            element.type = DataType::text;
        else if (text == "ID" && x12)
            element.type = DataType::code;
        else if (text == "R" && x12)
            element.type = DataType::decimal;
        else if (text == "DT" && x12)
            element.type = DataType::date;
        else if (text == "TM" && x12)
            element.type = DataType::time;
        else if (text == "A" && !x12)
            element.type = DataType::letters;
        else if (text == "N" && !x12)
            element.type = DataType::numeric;
        else if (x12 && text.size() == 2 && text[0] == 'N' && text[1] >= '0' && text[1] <= '9') {
            element.type = DataType::number;
            element.implied_decimals = static_cast<std::uint8_t>(text[1] - '0');
        } else
            fail(fmt::format("unknown data type `{}`: {} is right", text,
                             x12 ? "AN, ID, R, N0 to N9, DT or TM" : "A, AN or N"));
    }

    // Its types are not those of X12.
    [[nodiscard]] bool is_edifact() const { return release_.dialect->header == "UNH"; }

    void shape(std::map<std::string, ShapeSource, std::less<>>& into) {
        need_words(4, "segment TAG \"Name\" ELEMENT…");
        ShapeSource shape{words_[1], words_[2], {}, {}, place()};
        std::size_t group = std::string::npos;
        for (std::size_t index = 3; index < words_.size(); ++index) {
            const std::string& word = words_[index];
            if (word == "(") {
                group = shape.uses.size();
            } else if (word.rfind(")*", 0) == 0) {
                if (group == std::string::npos) fail("`)*` closes no group");
                const std::vector<UseSource> once(shape.uses.begin() + static_cast<std::ptrdiff_t>(group),
                                                  shape.uses.end());
                for (std::uint16_t times = small_number(std::string_view(word).substr(2)); times > 1; --times)
                    shape.uses.insert(shape.uses.end(), once.begin(), once.end());
                group = std::string::npos;
            } else {
                shape.uses.push_back(use(word));
            }
        }
        if (group != std::string::npos) fail("a group is not closed: `)*N` is missing");
        if (shape.uses.size() > 64) fail("more than 64 elements in a segment");
        into[shape.id] = std::move(shape);
    }

    [[nodiscard]] UseSource use(std::string_view word) const {
        UseSource use;
        if (const std::size_t star = word.find('*'); star != std::string_view::npos) {
            use.repeat = small_number(word.substr(star + 1));
            word = word.substr(0, star);
        }
        if (word.ends_with('!')) {
            use.required = true;
            word.remove_suffix(1);
        }
        use.id = std::string(word);
        return use;
    }

    void note() {
        need_words(3, "note SEGMENT NOTE…");
        auto found = release_.segments.find(words_[1]);
        if (found == release_.segments.end()) {
            found = release_.composites.find(words_[1]);
            if (found == release_.composites.end()) fail(fmt::format("no segment or composite `{}` above", words_[1]));
        }
        found->second.notes.assign(words_.begin() + 2, words_.end());
    }

    void transaction() {
        need_words(4, "transaction SET FUNCTIONAL-ID[,FUNCTIONAL-ID…] \"Name\"");
        TransactionSource source{words_[1], {}, words_[3], {}, {}};
        std::string_view ids = words_[2];
        for (bool more = true; more;) {
            const std::size_t end = std::min(ids.find(','), ids.size());
            if (end == 0) fail("a functional id is missing: `PO`, or several with commas between them, is right");
            source.functional_ids.emplace_back(ids.substr(0, end));
            more = end < ids.size();
            if (more) ids.remove_prefix(end + 1);
        }
        begin_set(std::move(source));
    }

    void message() {
        need_words(3, "message TYPE \"Name\"");
        begin_set({words_[1], {}, words_[2], {}, {}});
    }

    void begin_set(TransactionSource source) {
        TransactionSource& transaction = release_.transactions[source.set];
        transaction = std::move(source);
        current_ = &transaction;
        open_.push_back(&transaction.nodes);
    }

    void node() {
        if (words_[0] == "end") {
            open_.pop_back();
            return;
        }
        NodeSource node;
        node.place = place();
        std::string_view word = words_[0];
        if (word == "any") {
            node.kind = NodeSource::Kind::any;
        } else {
            node.required = word.ends_with('!');
            if (node.required) word.remove_suffix(1);
            const bool loop = word == "loop";
            need_words(loop ? 3 : 2, loop ? "loop TAG MAX" : "TAG MAX");
            if (loop) node.kind = NodeSource::Kind::loop;
            node.id = loop ? words_[1] : std::string(word);
            const std::string& max = words_[loop ? 2 : 1];
            node.max = max == "*" ? unbounded : number(max);
            if (loop && words_.size() > 3) node.group = words_[3];
            if (node.max == 0) fail("a maximum of 0 makes no sense: 1 or more, or `*`");
        }
        open_.back()->push_back(std::move(node));
        if (open_.back()->back().kind != NodeSource::Kind::segment) open_.push_back(&open_.back()->back().children);
    }

    void about_set() {
        if (current_ == nullptr) fail(fmt::format("`{}` comes after a transaction", words_[0]));
        current_->statements.push_back({words_, place()});
    }

    const std::string& file_;
    ReleaseSource& release_;
    Meant meant_;
    std::size_t line_ = 0;
    std::vector<std::string> words_;
    TransactionSource* current_ = nullptr;
    std::vector<std::vector<NodeSource>*> open_;
};

}  // namespace

void read_dictionary(std::string_view text, const std::string& file, ReleaseSource& release) {
    Reader(file, release, Reader::Meant::for_one_release).read(text);
}

void read_code_names(std::string_view text, const std::string& file, ReleaseSource& release) {
    Reader(file, release, Reader::Meant::for_all_releases).read(text);
}

}  // namespace crossdock::edi
