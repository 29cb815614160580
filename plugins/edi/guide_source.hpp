// Guide files as they are written, before they are compiled. The format: docs/reference/dictionary-format.md.
#pragma once

#include "plugins/edi/dialect.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crossdock::edi {

struct GuideWord {
    std::string text;
    std::size_t column = 0;  // 1 first
    bool quoted = false;
};

struct GuideStatement {
    std::vector<GuideWord> words;
    std::string reason;  // what stands after `because`
    std::size_t line = 0;
};

struct GuideSource {
    std::string name;  // `harbor-850`
    std::string file;
    const Dialect* dialect = nullptr;
    std::string type;  // that it is for: `x12/004010/850`
    GuideStatement head;
    std::vector<GuideStatement> statements;
    // What it defines and adds, as the text of a dictionary: its lines are those of the guide, and what is added
    // stands in a set `+LINE`, by the line of the statement that adds it.
    std::string definitions;

    // Throws sdk::Failure (configuration, `bad-guide`): `FILE:LINE:COLUMN: what`.
    [[noreturn]] void fail(std::size_t line, std::size_t column, std::string_view what) const;
    // The columns just behind a statement: where something is missing.
    [[noreturn]] void fail_after(const GuideStatement& statement, std::string_view what) const;
};

// Nothing for a guide to another standard. Throws sdk::Failure (configuration) naming file, line and column.
[[nodiscard]] std::optional<GuideSource> read_guide(std::string_view text, const std::string& file,
                                                    const std::string& name, const Dialect& dialect);

}  // namespace crossdock::edi
