// How values are written in canonical documents, one check a data type.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "host/base/decimal.hpp"

namespace crossdock::schema::lexical {

// More digits than that no decimal of ours may have.
inline constexpr std::size_t decimal_digits_max = Decimal::digits_max;

// The number of digits of a decimal, which is an optional minus, digits, and optionally a point and digits. Zeros at
// its beginning do not count, those behind the point do. 0: not a decimal.
[[nodiscard]] std::size_t decimal_digits(std::string_view text);
[[nodiscard]] bool is_decimal(std::string_view text);

// An optional minus and digits, within 64 bits.
[[nodiscard]] std::optional<std::int64_t> to_integer(std::string_view text);

[[nodiscard]] bool is_boolean(std::string_view text);

// YYYY-MM-DD of the Gregorian calendar, years 0001 to 9999.
[[nodiscard]] bool is_date(std::string_view text);
// HH:MM:SS, optionally with a point and up to nine digits; no zone, no leap second.
[[nodiscard]] bool is_time(std::string_view text);
// A date, `T`, a time, and `Z` or an offset such as +01:00 (RFC 3339, section 5.6).
[[nodiscard]] bool is_date_time(std::string_view text);

}  // namespace crossdock::schema::lexical
