// The delimiters of an interchange as the context text by which they travel between calls.
#pragma once

#include "plugins/edi/delimiters.hpp"
#include "plugins/x12/dialect.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace crossdock::x12 {

// What `decode` and `acknowledge` need to know of an interchange, as text: each delimiter as two hexadecimal digits
// (element, component, repetition, segment), a space, ISA12. `2a3a007e 00401`.
[[nodiscard]] std::string interchange_context(const Delimiters& delimiters, std::string_view version);

// The delimiters in such a text; nothing when it is none.
[[nodiscard]] std::optional<Delimiters> delimiters_of(std::string_view context);

// The delimiters of a single transaction whose interchange is unknown: the character after `ST`, and its last byte.
[[nodiscard]] Delimiters guess_delimiters(std::string_view transaction);

}  // namespace crossdock::x12
