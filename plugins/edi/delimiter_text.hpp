// Delimiters as text, by which they travel from `split` to `decode`.
#pragma once

#include "plugins/edi/delimiters.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace crossdock::edi {

// Each as two hexadecimal digits: element, component, repetition, segment, release, decimal mark. `2a3a007e002e`.
[[nodiscard]] std::string delimiter_text(const Delimiters& delimiters);

// The delimiters at the start of such a text; nothing when it has none.
[[nodiscard]] std::optional<Delimiters> delimiters_of(std::string_view text);

}  // namespace crossdock::edi
