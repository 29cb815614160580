// What XML allows as a name and as a character.
#pragma once

#include <cstdint>
#include <string_view>

namespace crossdock::xml {

inline constexpr std::string_view schema_instance_namespace = "http://www.w3.org/2001/XMLSchema-instance";

// A qualified name (Namespaces in XML 1.0, section 4): a name (XML 1.0 section 2.3) with at most one colon inside.
bool is_name(std::string_view text) noexcept;

// XML 1.0 section 2.2.
bool is_character(std::uint32_t code_point) noexcept;

// The part after the prefix.
inline std::string_view local_name(std::string_view name) noexcept { return name.substr(name.find(':') + 1); }
// The prefix without its colon; empty: none.
inline std::string_view prefix(std::string_view name) noexcept {
    const std::size_t colon = name.find(':');
    return colon == std::string_view::npos ? std::string_view{} : name.substr(0, colon);
}

}  // namespace crossdock::xml
