// How an interchange is to be written, from the call's options.
#pragma once

#include "plugins/edi/output_syntax.hpp"
#include "plugins/edifact/dialect.hpp"

#include <crossdock/format.h>

namespace crossdock::edifact {

// Those without UNA: `+`, `:`, `'` and `?`.
[[nodiscard]] Delimiters usual_delimiters();

struct Syntax {
    std::string_view repertoire;     // `UNOC`
    std::string_view version = "3";  // 1 to 4
};

// `syntax`: `UNOC:3`, the default. Throws sdk::Failure (configuration) for one that is not known.
[[nodiscard]] Syntax syntax_option(const crossdock_format_options* options);

// `syntax`, `element-separator`, `component-separator`, `release-character` (`none` for none), `decimal-mark` (a point
// or a comma), `segment-terminator` (which may be followed by a line end, as itself or as `\n` or `\r\n`), and of
// syntax 4 `repetition-separator`. Throws sdk::Failure (configuration) when delimiters cannot be told apart.
[[nodiscard]] OutputSyntax output_syntax(const crossdock_format_options* options);

}  // namespace crossdock::edifact
