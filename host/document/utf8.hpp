// UTF-8: is it, and how many characters are it.
#pragma once

#include <cstddef>
#include <string_view>

namespace crossdock::utf8 {

[[nodiscard]] bool is_ascii(std::string_view text);

// Whether `text` is well-formed by Unicode 15, table 3-7: no overlong form, no surrogate, nothing above U+10FFFF.
[[nodiscard]] bool is_valid(std::string_view text);

// The offset of the first byte that is not part of a well-formed character; the size when all are.
[[nodiscard]] std::size_t first_invalid(std::string_view text);

// How many characters (code points) valid UTF-8 is.
[[nodiscard]] std::size_t length(std::string_view text);

}  // namespace crossdock::utf8
