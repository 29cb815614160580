#include "host/document/utf8.hpp"

#include <cstdint>
#include <cstring>

namespace crossdock::utf8 {

namespace {

constexpr std::uint64_t high_bits = 0x8080'8080'8080'8080U;

std::size_t ascii_prefix(std::string_view text, std::size_t from) {
    std::uint64_t word = 0;
    while (text.size() - from >= sizeof word) {
        std::memcpy(&word, text.data() + from, sizeof word);
        if ((word & high_bits) != 0) break;
        from += sizeof word;
    }
    while (from < text.size() && static_cast<unsigned char>(text[from]) < 0x80) ++from;
    return from;
}

// The size of the well-formed character that `text` begins with; 0 when it begins with none.
std::size_t character_size(std::string_view text) {
    const auto byte = [&](std::size_t index) -> unsigned {
        return index < text.size() ? static_cast<unsigned char>(text[index]) : 0U;
    };
    const auto follows = [&](std::size_t index) { return (byte(index) & 0xC0U) == 0x80U; };
    const unsigned lead = byte(0);
    if (lead < 0x80) return 1;
    if (lead < 0xC2) return 0;
    if (lead < 0xE0) return follows(1) ? 2 : 0;
    if (lead < 0xF0) {
        const bool overlong = lead == 0xE0 && byte(1) < 0xA0;
        const bool surrogate = lead == 0xED && byte(1) > 0x9F;
        return follows(1) && follows(2) && !overlong && !surrogate ? 3 : 0;
    }
    if (lead > 0xF4) return 0;
    const bool overlong = lead == 0xF0 && byte(1) < 0x90;
    const bool beyond = lead == 0xF4 && byte(1) > 0x8F;
    return follows(1) && follows(2) && follows(3) && !overlong && !beyond ? 4 : 0;
}

}  // namespace

bool is_ascii(std::string_view text) {
    std::uint64_t seen = 0;
    std::size_t index = 0;
    std::uint64_t word = 0;
    for (; text.size() - index >= sizeof word; index += sizeof word) {
        std::memcpy(&word, text.data() + index, sizeof word);
        seen |= word;
    }
    for (; index < text.size(); ++index) seen |= static_cast<unsigned char>(text[index]);
    return (seen & high_bits) == 0;
}

bool is_valid(std::string_view text) { return first_invalid(text) == text.size(); }

std::size_t first_invalid(std::string_view text) {
    std::size_t index = ascii_prefix(text, 0);
    while (index < text.size()) {
        const std::size_t size = character_size(text.substr(index));
        if (size == 0) return index;
        index = ascii_prefix(text, index + size);
    }
    return index;
}

std::size_t length(std::string_view text) {
    std::size_t count = 0;
    for (const char each : text) count += (static_cast<unsigned char>(each) & 0xC0U) != 0x80U ? 1 : 0;
    return count;
}

}  // namespace crossdock::utf8
