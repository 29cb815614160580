// Patterns for file names: `*` stands for any text, `?` for one character, everything else for itself.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace crossdock::file {

// Compares bytes; ASCII letters match in either case, as partners rarely agree on `.EDI` or `.edi`.
bool matches(std::string_view pattern, std::string_view name) noexcept;

bool matches_any(const std::vector<std::string>& patterns, std::string_view name) noexcept;

// The name as UTF-8 for people and keys: bytes that are no UTF-8 become %XX, two names stay two.
std::string printable_name(std::string_view name);

}  // namespace crossdock::file
