// Takes elements apart into repetitions and components, numbers them, and takes the meaning from released characters.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace crossdock::edi {

// The part up to the next separator that is not released, taken off the front of `rest`; `more` says whether a
// separator followed. `release` is 0 where there is none.
[[nodiscard]] inline std::string_view take_part(std::string_view& rest, char separator, char release, bool& more) {
    std::size_t end = 0;
    if (release == '\0') {
        while (end < rest.size() && rest[end] != separator) ++end;  // parts are short: a search costs more to begin
        if (end == rest.size()) end = std::string_view::npos;
    } else {
        while (end < rest.size() && rest[end] != separator) end += rest[end] == release ? 2 : 1;
        if (end >= rest.size()) end = std::string_view::npos;
    }
    more = end != std::string_view::npos;
    const std::string_view part = rest.substr(0, end);
    rest = more ? rest.substr(end + 1) : std::string_view{};
    return part;
}

// Whether there is nothing in it but separators: such a composite is not there. `repetition` is 0 where there is none.
[[nodiscard]] inline bool only_separators(std::string_view text, char component, char repetition) {
    return std::all_of(text.begin(), text.end(),
                       [&](char byte) { return byte == component || (byte == repetition && byte != '\0'); });
}

// As tapes and findings have it, in 16 bits: what is beyond them is the last position that there is.
[[nodiscard]] inline std::uint16_t position_in_16_bits(std::uint32_t position) {
    return static_cast<std::uint16_t>(std::min<std::uint32_t>(position, UINT16_MAX));
}

// The text without its release characters. `release` is 0 where there is none.
[[nodiscard]] inline std::string unreleased(std::string_view text, char release) {
    if (release == '\0') return std::string(text);
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == release && at + 1 < text.size()) ++at;
        plain += text[at];
    }
    return plain;
}

}  // namespace crossdock::edi
