// Reads guide files: one statement a line, as in a dictionary.
#include "plugins/edi/guide_source.hpp"

#include <crossdock/cpp/failure.hpp>

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace crossdock::edi {
namespace {

constexpr std::array<std::string_view, 4> defining{"element", "composite", "segment", "names"};

class Reader {
public:
    Reader(GuideSource& guide, std::string_view dialect) : guide_(guide), dialect_(dialect) {}

    // Whether the guide is for the dialect.
    bool read(std::string_view text) {
        while (!text.empty()) {
            const std::size_t end = std::min(text.find('\n'), text.size());
            ++line_;
            if (!line(text.substr(0, end))) return false;
            guide_.definitions += '\n';
            text.remove_prefix(std::min(end + 1, text.size()));
        }
        if (guide_.type.empty()) guide_.fail(line_ + 1, 1, "the file ends before `guide TYPE \"Title\"`");
        if (depth_ > 0) guide_.fail(line_ + 1, 1, "the file ends inside a block: an `end` is missing");
        return true;
    }

private:
    bool line(std::string_view text) {
        GuideStatement statement = split(text);
        if (statement.words.empty()) return true;
        const std::string& first = statement.words[0].text;
        if (!begun_) {
            if (statement.words.size() != 2 || first != "crossdock-guide" || statement.words[1].text != "1")
                guide_.fail(line_, 1, "the first statement must be `crossdock-guide 1`");
            begun_ = true;
            guide_.definitions += "crossdock-dictionary 1";
        } else if (guide_.type.empty()) {
            if (statement.words.size() < 2 || first != "guide")
                guide_.fail(line_, 1, "the second statement must say what the guide is for: `guide TYPE \"Title\"`");
            if (!statement.words[1].text.starts_with(std::string(dialect_) + "/")) return false;
            guide_.type = statement.words[1].text;
            guide_.head = std::move(statement);
        } else if (depth_ > 0) {
            if (first == "loop" || first == "loop!" || first == "any") ++depth_;
            if (first == "end") --depth_;
            guide_.definitions += text;
        } else if (std::find(defining.begin(), defining.end(), first) != defining.end()) {
            guide_.definitions += text;
        } else {
            if (first == "add") {
                depth_ = 1;
                guide_.definitions += fmt::format("transaction +{} - \"\"", line_);
            }
            guide_.statements.push_back(std::move(statement));
        }
        return true;
    }

    [[nodiscard]] GuideStatement split(std::string_view text) const {
        GuideStatement statement;
        statement.line = line_;
        std::size_t at = 0;
        while ((at = text.find_first_not_of(" \t\r", at)) != std::string_view::npos && text[at] != '#') {
            GuideWord word;
            word.column = at + 1;
            word.quoted = text[at] == '"';
            const std::size_t begin = word.quoted ? at + 1 : at;
            std::size_t end = word.quoted ? text.find('"', begin) : text.find_first_of(" \t\r", begin);
            if (word.quoted && end == std::string_view::npos)
                guide_.fail(line_, at + 1, "a quoted text has no closing quote");
            end = std::min(end, text.size());
            word.text = text.substr(begin, end - begin);
            at = word.quoted ? end + 1 : end;
            statement.words.push_back(std::move(word));
        }
        take_reason(statement);
        return statement;
    }

    void take_reason(GuideStatement& statement) const {
        auto& words = statement.words;
        const auto because = std::find_if(words.begin(), words.end(),
                                          [](const GuideWord& word) { return !word.quoted && word.text == "because"; });
        if (because == words.end()) return;
        if (words.end() - because != 2 || !words.back().quoted || words.back().text.empty())
            guide_.fail(line_, because->column, "a statement ends with `because \"reason\"`");
        statement.reason = words.back().text;
        words.resize(words.size() - 2);
    }

    GuideSource& guide_;
    std::string_view dialect_;
    std::size_t line_ = 0;
    std::size_t depth_ = 0;  // of the blocks that are open
    bool begun_ = false;
};

}  // namespace

void GuideSource::fail(std::size_t line, std::size_t column, std::string_view what) const {
    throw sdk::Failure::configuration(dialect->code("bad-guide"),
                                      fmt::format("{}:{}:{}: {}", file, line, column, what));
}

void GuideSource::fail_after(const GuideStatement& statement, std::string_view what) const {
    const GuideWord& last = statement.words.back();
    fail(statement.line, last.column + last.text.size() + (last.quoted ? 2 : 0) + 1, what);
}

std::optional<GuideSource> read_guide(std::string_view text, const std::string& file, const std::string& name,
                                      const Dialect& dialect) {
    GuideSource guide;
    guide.name = name;
    guide.file = file;
    guide.dialect = &dialect;
    if (!Reader(guide, dialect.name).read(text)) return {};
    return guide;
}

}  // namespace crossdock::edi
