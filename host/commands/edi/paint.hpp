// Colours of a terminal.
#pragma once

#include <string>
#include <string_view>

#include "host/plugins/format_types.hpp"

namespace crossdock::commands::edi {

enum class Colour { tag, meaning, quiet, error, warning };

// Text as it is, or in colour where somebody looks at a terminal.
class Paint {
public:
    explicit Paint(bool colours) : colours_(colours) {}

    [[nodiscard]] std::string operator()(Colour colour, std::string_view text) const {
        if (!colours_ || text.empty()) return std::string(text);
        return std::string("\x1b[").append(code(colour)).append("m").append(text).append("\x1b[0m");
    }
    [[nodiscard]] static Colour of(plugins::Severity severity) {
        return severity == plugins::Severity::error     ? Colour::error
               : severity == plugins::Severity::warning ? Colour::warning
                                                        : Colour::quiet;
    }

private:
    static std::string_view code(Colour colour) {
        switch (colour) {
            case Colour::tag: return "1";
            case Colour::meaning: return "36";
            case Colour::quiet: return "2";
            case Colour::error: return "1;31";
            case Colour::warning: return "33";
        }
        return "0";
    }
    bool colours_;
};

// Text of a document on one line: what would move the cursor is shown as `\n` or `\x1b`, and what is longer than
// `size_max` bytes is cut, and says so.
std::string on_one_line(std::string_view text, std::size_t size_max = 400);

// `error`, `warning` or `note`.
std::string_view name_of(plugins::Severity severity);

}  // namespace crossdock::commands::edi
