#include "plugins/xml/names.hpp"

#include <crossdock/cpp/utf8.hpp>

#include <array>

namespace crossdock::xml {

namespace {

struct Range {
    std::uint32_t first;
    std::uint32_t last;
};

// NameStartChar above ASCII.
constexpr Range name_start[] = {{0xC0, 0xD6},     {0xD8, 0xF6},     {0xF8, 0x2FF},    {0x370, 0x37D},
                                {0x37F, 0x1FFF},  {0x200C, 0x200D}, {0x2070, 0x218F}, {0x2C00, 0x2FEF},
                                {0x3001, 0xD7FF}, {0xF900, 0xFDCF}, {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF}};
// What NameChar adds to it above ASCII.
constexpr Range name_more[] = {{0xB7, 0xB7}, {0x300, 0x36F}, {0x203F, 0x2040}};

template <std::size_t Count>
constexpr bool in(const Range (&ranges)[Count], std::uint32_t code_point) noexcept {
    for (const Range& range : ranges)
        if (code_point >= range.first && code_point <= range.last) return true;
    return false;
}

constexpr bool starts_name(std::uint32_t code_point) noexcept {
    if (code_point < 0x80)
        return (code_point >= 'a' && code_point <= 'z') || (code_point >= 'A' && code_point <= 'Z') ||
               code_point == '_';
    return in(name_start, code_point);
}

constexpr bool continues_name(std::uint32_t code_point) noexcept {
    if (starts_name(code_point)) return true;
    if (code_point < 0x80) return (code_point >= '0' && code_point <= '9') || code_point == '-' || code_point == '.';
    return in(name_more, code_point);
}

// ASCII in names: whether a character may begin one, or only stand inside.
enum class NamePart : std::uint8_t { none, start, inside };
constexpr std::array<NamePart, 128> ascii_parts = [] {
    std::array<NamePart, 128> parts{};
    for (std::uint32_t byte = 0; byte < parts.size(); ++byte)
        parts[byte] = starts_name(byte) ? NamePart::start : continues_name(byte) ? NamePart::inside : NamePart::none;
    return parts;
}();

std::uint32_t code_point_at(const char* at, std::size_t size) noexcept {
    const auto byte = [at](std::size_t index) { return static_cast<unsigned char>(at[index]); };
    if (size == 1) return byte(0);
    std::uint32_t code_point = byte(0) & (0x7Fu >> size);
    for (std::size_t index = 1; index < size; ++index) code_point = code_point << 6 | (byte(index) & 0x3Fu);
    return code_point;
}

}  // namespace

bool is_name(std::string_view text) noexcept {
    bool at_start = true;
    bool colon = false;
    const char* const end = text.data() + text.size();
    for (const char* at = text.data(); at != end;) {
        if (*at == ':') {
            if (at_start || colon) return false;
            colon = true;
            at_start = true;
            ++at;
            continue;
        }
        if (const auto byte = static_cast<unsigned char>(*at); byte < 0x80) {
            if (ascii_parts[byte] != NamePart::start && (at_start || ascii_parts[byte] == NamePart::none)) return false;
            at_start = false;
            ++at;
            continue;
        }
        const std::size_t size = sdk::utf8_character_size(at, end);
        if (size == 0) return false;
        const std::uint32_t code_point = code_point_at(at, size);
        if (at_start ? !starts_name(code_point) : !continues_name(code_point)) return false;
        at_start = false;
        at += size;
    }
    return !at_start;
}

bool is_character(std::uint32_t code_point) noexcept {
    if (code_point < 0x20) return code_point == '\t' || code_point == '\n' || code_point == '\r';
    return code_point <= 0xD7FF || (code_point >= 0xE000 && code_point <= 0xFFFD) ||
           (code_point >= 0x10000 && code_point <= 0x10FFFF);
}

}  // namespace crossdock::xml
