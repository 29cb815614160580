// Durations and sizes as people write them: `250ms`, `5s`, `2m`, `1h`, `7d`; `512`, `64KiB`, `1MiB`, `2GiB`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "host/base/result.hpp"

namespace crossdock {

// In milliseconds. A number needs a unit; `0` does not. Error code `value.duration`.
Result<std::int64_t> parse_duration_ms(std::string_view text);

// In bytes. Error code `value.size`.
Result<std::uint64_t> parse_size_bytes(std::string_view text);

// `1.5 s`, `340 ms`, `2 h 5 m`: for people.
std::string format_duration(std::int64_t duration_ms);

// `512 B`, `1.4 MiB`: for people.
std::string format_size(std::uint64_t bytes);

// The one of `known` that `word` is most likely a slip of, or empty when none is near.
template <typename Range>
std::string_view nearest_word(std::string_view word, const Range& known);

// How many single-character edits lead from one word to the other.
std::size_t edit_distance(std::string_view left, std::string_view right);

template <typename Range>
std::string_view nearest_word(std::string_view word, const Range& known) {
    std::string_view nearest;
    std::size_t least = word.size() / 3 + 2;
    for (const auto& candidate : known)
        if (const std::size_t distance = edit_distance(word, candidate); distance < least) {
            least = distance;
            nearest = candidate;
        }
    return nearest;
}

}  // namespace crossdock
