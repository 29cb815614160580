// How a site writes the value of a property, and how the adapter reads it.
#pragma once

#include <crossdock/adapter.h>

#include <optional>
#include <string>
#include <string_view>

namespace crossdock::sdk::testing {

// `250ms` → 250, `2m` → 120000; a plain number is refused, since its unit is missing. Empty when malformed.
std::optional<std::int64_t> parse_duration_ms(std::string_view text);
// `512` → 512, `64KiB` → 65536.
std::optional<std::int64_t> parse_size(std::string_view text);
// Is `value` among the values of `allowed`, separated by `|`?
bool is_allowed(std::string_view allowed, std::string_view value);
// `min..max`
bool parse_range(std::string_view allowed, std::int64_t& least, std::int64_t& most);

// The text the adapter reads for what the site wrote: durations in milliseconds, sizes in bytes, the rest unchanged.
// Empty when the site's text does not fit the property's type or its `allowed`.
std::optional<std::string> read_form(const crossdock_property& property, std::string_view written);

}  // namespace crossdock::sdk::testing
