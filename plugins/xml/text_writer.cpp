#include "plugins/xml/text_writer.hpp"

#include <crossdock/cpp/utf8.hpp>

#include <array>
#include <cstdint>
#include <cstring>

namespace crossdock::xml {

namespace {

constexpr std::uint64_t every_byte = 0x0101010101010101u;
constexpr std::uint64_t high_bits = 0x8080808080808080u;

// Not zero when one of the eight bytes is < > & " or a control character, or not ASCII.
std::uint64_t needs_care(std::uint64_t word) noexcept {
    const auto has = [word](char byte) {
        const std::uint64_t zero = word ^ every_byte * static_cast<unsigned char>(byte);
        return (zero - every_byte) & ~zero;
    };
    // < and > differ in one bit.
    const std::uint64_t angle = (word | every_byte * 2) ^ every_byte * '>';
    const std::uint64_t angles = (angle - every_byte) & ~angle;
    const std::uint64_t control = (word - every_byte * 0x20) & ~word;
    return (angles | has('&') | has('"') | control | word) & high_bits;
}

// Bytes that are written as they are, in text and in attributes.
constexpr std::array<bool, 256> plain_bytes = [] {
    std::array<bool, 256> plain{};
    for (std::size_t byte = 0x20; byte < 0x80; ++byte)
        plain[byte] = byte != '<' && byte != '>' && byte != '&' && byte != '"';
    return plain;
}();

// How the character is written; empty: as it is. `allowed` turns false for what XML forbids.
std::string_view replacement(char byte, Place place, bool& allowed) noexcept {
    const bool attribute = place == Place::attribute;
    switch (byte) {
        case '&': return "&amp;";
        case '<': return "&lt;";
        case '>': return "&gt;";
        case '"': return attribute ? "&quot;" : "";
        case '\t': return attribute ? "&#9;" : "";
        case '\n': return attribute ? "&#10;" : "";
        case '\r': return "&#13;";
        default: break;
    }
    allowed = static_cast<unsigned char>(byte) >= 0x20;
    return {};
}

bool is_not_a_character(const char* at, std::size_t size) noexcept {
    return size == 3 && std::memcmp(at, "\xEF\xBF", 2) == 0 && static_cast<unsigned char>(at[2]) >= 0xBE;
}

}  // namespace

bool write_escaped(sdk::OutputWriter& output, std::string_view text, Place place) {
    constexpr std::size_t character_bytes_max = 8;  // an entity, a UTF-8 character or a word
    const char* at = text.data();
    const char* const end = at + text.size();
    output.reserve(text.size() + character_bytes_max);
    char* out = output.cursor();
    const char* slow_until = at;
    while (at != end) {
        if (end - at >= 8 && at >= slow_until) {
            std::uint64_t word = 0;
            std::memcpy(&word, at, sizeof word);
            if (needs_care(word) == 0) {
                std::memcpy(out, at, sizeof word);
                at += sizeof word;
                out += sizeof word;
                continue;
            }
            slow_until = at + sizeof word;
        }
        if (plain_bytes[static_cast<unsigned char>(*at)]) {
            *out++ = *at++;
            continue;
        }
        if (static_cast<unsigned char>(*at) >= 0x80) {
            const std::size_t size = sdk::utf8_character_size(at, end);
            if (size == 0 || is_not_a_character(at, size)) return false;
            std::memcpy(out, at, size);
            at += size;
            out += size;
            continue;
        }
        bool allowed = true;
        const std::string_view entity = replacement(*at, place, allowed);
        if (!allowed) return false;
        if (entity.empty()) {
            *out++ = *at++;
            continue;
        }
        ++at;
        std::memcpy(out, entity.data(), entity.size());
        output.advance(static_cast<std::size_t>(out - output.cursor()) + entity.size());
        output.reserve(static_cast<std::size_t>(end - at) + character_bytes_max);
        out = output.cursor();
    }
    output.advance(static_cast<std::size_t>(out - output.cursor()));
    return true;
}

}  // namespace crossdock::xml
