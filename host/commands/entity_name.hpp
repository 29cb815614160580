// Ids as people type them: `M12`, `D7`, `R9`, `S3`, `X4`, or the number alone.
#pragma once

#include <charconv>
#include <optional>
#include <string_view>

#include "host/journal/types.hpp"

namespace crossdock::commands {

// `letters`: which kinds are meant; an id of another kind is none.
inline std::optional<journal::EntityId> parse_entity(std::string_view text, std::string_view letters = "MDRSX") {
    if (!text.empty() && letters.find(text.front()) != std::string_view::npos) text.remove_prefix(1);
    journal::EntityId id = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (text.empty() || failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return id;
}

}  // namespace crossdock::commands
