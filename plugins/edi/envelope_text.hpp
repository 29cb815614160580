// Small readings of envelope segments: an element by position, numbers as envelopes write them.
#pragma once

#include "plugins/edi/character_set.hpp"
#include "plugins/edi/delimiters.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace crossdock::edi {

// The element at `position` (1 first; 0 is the tag) of a segment, and the component at `position` (1 first) of an
// element, as they came; released separators are data. Empty where there is none.
[[nodiscard]] std::string_view element_at(std::string_view segment, const Delimiters& delimiters, std::size_t position);
[[nodiscard]] std::string_view component_at(std::string_view element, const Delimiters& delimiters,
                                            std::size_t position);

// Data of an envelope as UTF-8, without release characters and the spaces at its end.
[[nodiscard]] std::string clear_text(std::string_view text, const Delimiters& delimiters,
                                     const CharacterSet& characters);

// A count of decimal digits, at most ten; nothing when it is none.
[[nodiscard]] std::optional<std::uint64_t> count_of(std::string_view digits);

// Whether two control numbers are the same number; leading zeros do not matter.
[[nodiscard]] bool same_number(std::string_view left, std::string_view right);

// Without the spaces at its end.
[[nodiscard]] std::string_view trimmed(std::string_view text);

[[nodiscard]] bool all_digits(std::string_view text);

}  // namespace crossdock::edi
