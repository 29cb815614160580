// How an interchange is to be written, from the call's options.
#pragma once

#include "plugins/edi/output_syntax.hpp"
#include "plugins/x12/dialect.hpp"

#include <crossdock/format.h>

namespace crossdock::x12 {

// `element-separator`, `component-separator`, `repetition-separator`, `segment-terminator` (which may be followed by a
// line end, as itself or as `\n` or `\r\n`) and `charset` (`ascii`, the default, or `utf-8`). Throws sdk::Failure
// (configuration) when the delimiters cannot be told apart.
[[nodiscard]] OutputSyntax output_syntax(const crossdock_format_options* options);

}  // namespace crossdock::x12
