#include "host/document/json_sink.hpp"

#include <bit>
#include <cstdint>

namespace crossdock {

namespace {

// What follows the backslash; `u` for \u00XX; 0 for what needs no escape. RFC 8259, section 7.
constexpr std::array<char, 256> make_escapes() {
    std::array<char, 256> escapes{};
    for (std::size_t control = 0; control < 0x20; ++control) escapes[control] = 'u';
    escapes['"'] = '"';
    escapes['\\'] = '\\';
    escapes['\b'] = 'b';
    escapes['\f'] = 'f';
    escapes['\n'] = 'n';
    escapes['\r'] = 'r';
    escapes['\t'] = 't';
    return escapes;
}
constexpr std::array<char, 256> escapes = make_escapes();

constexpr std::uint64_t every_byte(std::uint64_t byte) { return byte * 0x0101'0101'0101'0101U; }

// Whether one of eight bytes is zero; exact as to whether, not as to which.
constexpr std::uint64_t zero_bytes(std::uint64_t word) { return (word - every_byte(1)) & ~word & every_byte(0x80); }

constexpr std::size_t word_size = sizeof(std::uint64_t);
constexpr std::size_t escape_size_max = 6;

// One to eight bytes, the first one lowest, and blanks for those that it lacks. Read in parts that may overlap: a copy
// of a length that the compiler does not know costs more than all else that is done with it.
std::uint64_t word_of(std::string_view piece) {
    static_assert(std::endian::native == std::endian::little, "the parts are put together as little-endian ones");
    const std::size_t size = piece.size();
    std::uint64_t word = 0;
    if (size == word_size) {
        std::memcpy(&word, piece.data(), word_size);
        return word;
    }
    if (size >= sizeof(std::uint32_t)) {
        std::uint32_t first = 0;
        std::uint32_t last = 0;
        std::memcpy(&first, piece.data(), sizeof first);
        std::memcpy(&last, piece.data() + size - sizeof last, sizeof last);
        word = first | std::uint64_t{last} << (size - sizeof last) * 8;
    } else {
        for (const std::size_t at : {std::size_t{0}, size / 2, size - 1})
            word |= std::uint64_t{static_cast<unsigned char>(piece[at])} << at * 8;
    }
    return word | every_byte(' ') << size * 8;
}

bool needs_escape(std::uint64_t word) {
    const std::uint64_t control = (word - every_byte(0x20)) & ~word & every_byte(0x80);
    return (control | zero_bytes(word ^ every_byte('"')) | zero_bytes(word ^ every_byte('\\'))) != 0;
}

}  // namespace

void JsonSink::put_escaped(std::string_view text) {
    while (!text.empty()) {
        if (buffer_.size() - used_ < word_size * escape_size_max) flush();
        const std::string_view piece = text.substr(0, word_size);
        const std::uint64_t word = word_of(piece);
        if (needs_escape(word)) {
            escape(piece);
        } else {
            std::memcpy(buffer_.data() + used_, &word, word_size);
            used_ += piece.size();
        }
        text.remove_prefix(piece.size());
    }
}

void JsonSink::escape(std::string_view piece) {
    for (const char each : piece) {
        const char escape = escapes[static_cast<unsigned char>(each)];
        if (escape == 0) {
            buffer_[used_++] = each;
            continue;
        }
        buffer_[used_++] = '\\';
        buffer_[used_++] = escape;
        if (escape != 'u') continue;
        buffer_[used_++] = '0';
        buffer_[used_++] = '0';
        buffer_[used_++] = "0123456789abcdef"[static_cast<unsigned char>(each) >> 4U];
        buffer_[used_++] = "0123456789abcdef"[static_cast<unsigned char>(each) & 15U];
    }
}

void JsonSink::put_large(std::string_view text) {
    flush();
    if (text.size() > buffer_.size()) {
        out_.append(text);
        return;
    }
    std::memcpy(buffer_.data(), text.data(), text.size());
    used_ = text.size();
}

}  // namespace crossdock
