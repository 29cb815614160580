#include "plugins/json/text_writer.hpp"

#include <crossdock/cpp/utf8.hpp>

#include <cstdint>
#include <cstring>

namespace crossdock::json {

namespace {

constexpr std::uint64_t every_byte = 0x0101010101010101u;
constexpr std::uint64_t high_bits = 0x8080808080808080u;

// Not zero when one of the eight bytes is a quotation mark, a backslash, a control character or not ASCII.
std::uint64_t needs_care(std::uint64_t word) noexcept {
    const auto has_zero = [](std::uint64_t bytes) { return (bytes - every_byte) & ~bytes; };
    const std::uint64_t quote = has_zero(word ^ every_byte * '"');
    const std::uint64_t backslash = has_zero(word ^ every_byte * '\\');
    const std::uint64_t control = (word - every_byte * 0x20) & ~word;
    return (quote | backslash | control | word) & high_bits;
}

std::size_t escape(char byte, char* into) noexcept {
    constexpr char digits[] = "0123456789abcdef";
    char letter = 0;
    switch (byte) {
        case '"': letter = '"'; break;
        case '\\': letter = '\\'; break;
        case '\b': letter = 'b'; break;
        case '\f': letter = 'f'; break;
        case '\n': letter = 'n'; break;
        case '\r': letter = 'r'; break;
        case '\t': letter = 't'; break;
        default: break;
    }
    into[0] = '\\';
    if (letter != 0) {
        into[1] = letter;
        return 2;
    }
    into[1] = 'u';
    into[2] = '0';
    into[3] = '0';
    into[4] = digits[static_cast<unsigned char>(byte) >> 4];
    into[5] = digits[byte & 0xF];
    return 6;
}

}  // namespace

bool write_string(sdk::OutputWriter& output, std::string_view text) {
    constexpr std::size_t character_bytes_max = 8;  // an escape, a UTF-8 character or a word
    const char* at = text.data();
    const char* const end = at + text.size();
    output.reserve(text.size() + character_bytes_max + 2);
    char* out = output.cursor();
    *out++ = '"';
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
        const auto byte = static_cast<unsigned char>(*at);
        if (byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\') {
            *out++ = *at++;
            continue;
        }
        if (byte < 0x80) {
            output.advance(static_cast<std::size_t>(out - output.cursor()));
            output.reserve(static_cast<std::size_t>(end - at) + character_bytes_max + 2);
            out = output.cursor();
            out += escape(*at++, out);
            continue;
        }
        const std::size_t size = sdk::utf8_character_size(at, end);
        if (size == 0) return false;
        std::memcpy(out, at, size);
        at += size;
        out += size;
    }
    *out++ = '"';
    output.advance(static_cast<std::size_t>(out - output.cursor()));
    return true;
}

bool is_number(std::string_view text) noexcept {
    std::size_t at = 0;
    const auto digits = [&] {
        const std::size_t from = at;
        while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
        return at - from;
    };
    const auto skip = [&](char byte) { return at < text.size() && text[at] == byte && (++at, true); };
    skip('-');
    const bool zero = at < text.size() && text[at] == '0';
    const std::size_t whole = digits();
    if (whole == 0 || (zero && whole > 1)) return false;
    if (skip('.') && digits() == 0) return false;
    if (skip('e') || skip('E')) {
        if (!skip('+')) skip('-');
        if (digits() == 0) return false;
    }
    return at == text.size();
}

}  // namespace crossdock::json
