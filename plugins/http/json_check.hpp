// Is this text JSON (RFC 8259)? Asked of a body before it is taken in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace crossdock::http {

struct JsonMistake {
    std::string code;     // `json.malformed`, `json.too-deep`
    std::string text;     // what is wrong
    std::string pointer;  // the value that was being read (RFC 6901)
    std::uint64_t offset = 0;
};

// Empty when it is JSON of at most `depth_max` levels. A byte order mark before it is let pass.
std::optional<JsonMistake> check_json(std::string_view text, std::uint32_t depth_max);

}  // namespace crossdock::http
