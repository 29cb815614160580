// What stands in HTTP header fields.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace crossdock::http {

// ASCII letters only.
bool equal_ignoring_case(std::string_view one, std::string_view other) noexcept;

// Without spaces and tabs at its ends.
std::string_view trimmed(std::string_view text) noexcept;

// Is this media type JSON: `application/json`, `application/vnd.shop.order+json; charset=utf-8`?
bool is_json(std::string_view content_type) noexcept;

// `wait=5` among the preferences of `Prefer` (RFC 7240, section 4.3), in seconds.
std::optional<std::uint32_t> preferred_wait_s(std::string_view prefer) noexcept;

// `Retry-After` (RFC 9110, section 10.2.3) in milliseconds from `now_s` (since 1970 UTC): seconds or a date. Empty when
// it is neither.
std::optional<std::uint32_t> retry_after_ms(std::string_view value, std::int64_t now_s) noexcept;

// A date of HTTP (RFC 9110, section 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
std::string http_date(std::int64_t seconds_since_1970);
// The seconds since 1970 of such a date; empty when it is none.
std::optional<std::int64_t> parse_http_date(std::string_view text) noexcept;

// Visible ASCII characters and spaces only?
bool is_plain_text(std::string_view text) noexcept;

// May this stand in a header field without becoming something else: no control characters?
bool is_field_value(std::string_view text) noexcept;

}  // namespace crossdock::http
