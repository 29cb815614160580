// Whether the text of an element is what its data type, length and code list allow. X12.6 data types.
#pragma once

#include "plugins/edi/dictionary.hpp"
#include "plugins/edi/rules.hpp"

#include <string>
#include <string_view>

namespace crossdock::edi {

// The first rule that the text breaks, or null. `plain`: it holds printable ASCII only. The text is not empty.
[[nodiscard]] const Rule* check_value(const Use& use, std::string_view text, bool plain);

// Whether printable ASCII breaks no rule of the use. Plain text is most of what comes: its length is all there is to
// check.
[[nodiscard]] inline bool is_right(const Use& use, std::string_view text) {
    if (use.type == DataType::text || use.type == DataType::code)
        return text.size() >= use.min && text.size() <= use.max;
    return check_value(use, text, true) == nullptr;
}

// Whether a closed code list lacks the text.
[[nodiscard]] bool outside_codes(const Element& element, std::string_view text);

// The rule that the characters of a text break: control characters, bytes that are no UTF-8, or (a warning) other
// letters than those of ASCII. Null when there are none.
[[nodiscard]] const Rule* check_characters(std::string_view text);

[[nodiscard]] bool is_utf8(std::string_view text);

// Text that may be shown: at most `size` bytes of UTF-8, `?` for control characters and bytes that are no UTF-8.
[[nodiscard]] std::string showable(std::string_view text, std::size_t size);

// What is right for the use, for the text of a finding: `1 to 22 characters`, `a date YYYYMMDD`.
[[nodiscard]] std::string expected(const Use& use);

}  // namespace crossdock::edi
