// Small readings of envelope segments: an element by position, numbers as envelopes write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace crossdock::edi {

// The element at `position` (1 first) of a segment; empty where it has none.
[[nodiscard]] std::string_view element_at(std::string_view segment, char separator, std::size_t position);

// A count of decimal digits, at most ten; nothing when it is none.
[[nodiscard]] std::optional<std::uint64_t> count_of(std::string_view digits);

// Whether two control numbers are the same number; leading zeros do not matter.
[[nodiscard]] bool same_number(std::string_view left, std::string_view right);

// Without the spaces at its end.
[[nodiscard]] std::string_view trimmed(std::string_view text);

[[nodiscard]] bool all_digits(std::string_view text);

}  // namespace crossdock::edi
