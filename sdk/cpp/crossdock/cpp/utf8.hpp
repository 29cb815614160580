// UTF-8 as Unicode 15 section 3.9 (table 3-7) defines it: no surrogates, nothing above U+10FFFF, no overlong forms.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace crossdock::sdk {

inline constexpr std::string_view utf8_byte_order_mark = "\xEF\xBB\xBF";

// The size of the character that begins at `at`, 1 to 4 bytes; 0 when the bytes there are not UTF-8. `at < end`.
inline std::size_t utf8_character_size(const char* at, const char* end) noexcept {
    const auto byte = [at](std::size_t index) { return static_cast<unsigned char>(at[index]); };
    const auto continues = [&](std::size_t index) { return (byte(index) & 0xC0u) == 0x80u; };
    const auto left = static_cast<std::size_t>(end - at);
    const unsigned first = byte(0);
    if (first < 0x80) return 1;
    if (first < 0xC2) return 0;
    if (first < 0xE0) return left >= 2 && continues(1) ? 2 : 0;
    if (first < 0xF0) {
        if (left < 3 || !continues(1) || !continues(2)) return 0;
        if (first == 0xE0 && byte(1) < 0xA0) return 0;
        return first == 0xED && byte(1) > 0x9F ? 0 : 3;
    }
    if (first > 0xF4 || left < 4 || !continues(1) || !continues(2) || !continues(3)) return 0;
    if (first == 0xF0 && byte(1) < 0x90) return 0;
    return first == 0xF4 && byte(1) > 0x8F ? 0 : 4;
}

// The offset of the first byte that is not UTF-8, or npos.
inline std::size_t find_invalid_utf8(std::string_view text) noexcept {
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at != end) {
        while (end - at >= 32) {
            std::uint64_t words[4];
            std::memcpy(words, at, sizeof words);
            if (((words[0] | words[1] | words[2] | words[3]) & 0x8080808080808080u) != 0) break;
            at += sizeof words;
        }
        // One block byte by byte, then the fast loop again.
        for (const char* const stop = end - at > 32 ? at + 32 : end; at < stop;) {
            const std::size_t size = utf8_character_size(at, end);
            if (size == 0) return static_cast<std::size_t>(at - text.data());
            at += size;
        }
    }
    return std::string_view::npos;
}

// `text` cut to `bytes_max` bytes without splitting a character.
inline std::string_view cut_utf8(std::string_view text, std::size_t bytes_max) noexcept {
    if (text.size() <= bytes_max) return text;
    while (bytes_max > 0 && (static_cast<unsigned char>(text[bytes_max]) & 0xC0u) == 0x80u) --bytes_max;
    return text.substr(0, bytes_max);
}

}  // namespace crossdock::sdk
