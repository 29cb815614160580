#include "host/dictionary/source_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <iterator>

#include "host/dictionary/dictionary.hpp"

namespace crossdock::dictionary {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view blanks = " \t\r\n\v\f\x1a";
constexpr std::size_t drawn_line_min = 10;  // characters
constexpr char drawn_horizontal = '\xC4';

bool is_utf8(std::string_view bytes) {
    std::size_t follow = 0;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (follow != 0) {
            if ((byte & 0xC0U) != 0x80U) return false;
            --follow;
        } else if (byte >= 0x80U) {
            follow = (byte & 0xE0U) == 0xC0U ? 1 : (byte & 0xF0U) == 0xE0U ? 2 : (byte & 0xF8U) == 0xF0U ? 3 : 0;
            if (follow == 0) return false;
        }
    }
    return follow == 0;
}

void append_utf8(std::uint32_t code, std::string& text) {
    if (code < 0x80U) {
        text += static_cast<char>(code);
    } else if (code < 0x800U) {
        text += static_cast<char>(0xC0U | (code >> 6U));
        text += static_cast<char>(0x80U | (code & 0x3FU));
    } else {
        text += static_cast<char>(0xE0U | (code >> 12U));
        text += static_cast<char>(0x80U | ((code >> 6U) & 0x3FU));
        text += static_cast<char>(0x80U | (code & 0x3FU));
    }
}

// The letters of code page 437, 0x80 to 0xA5.
constexpr std::array<std::uint16_t, 38> letters_of_437{0xC7,   0xFC,  0xE9, 0xE2, 0xE4, 0xE0, 0xE5, 0xE7, 0xEA, 0xEB,
                                                       0xE8,   0xEF,  0xEE, 0xEC, 0xC4, 0xC5, 0xC9, 0xE6, 0xC6, 0xF4,
                                                       0xF6,   0xF2,  0xFB, 0xF9, 0xFF, 0xD6, 0xDC, 0xA2, 0xA3, 0xA5,
                                                       0x20A7, 0x192, 0xE1, 0xED, 0xF3, 0xFA, 0xF1, 0xD1};
// The punctuation of Windows-1252, 0x91 to 0x97: quotes, bullet, dashes.
constexpr std::string_view punctuation_of_1252 = "''\"\"*--";

// A character of a drawn table: 0xB3 to 0xDA of code page 437, or U+2500 to U+256C.
char drawn_of_437(unsigned char byte) {
    if (byte == 0xC4U || byte == 0xCDU) return '-';
    if (byte == 0xB3U || byte == 0xBAU) return '|';
    return '+';
}
char drawn_of_unicode(std::uint32_t code) {
    if (code == 0x2500U || code == 0x2501U || code == 0x2550U) return '-';
    if (code == 0x2502U || code == 0x2503U || code == 0x2551U) return '|';
    return '+';
}

std::string from_437(std::string_view bytes) {
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0xB3U && byte <= 0xDAU)
            text += drawn_of_437(byte);
        else if (byte >= 0x80U && byte < 0x80U + letters_of_437.size())
            append_utf8(letters_of_437[byte - 0x80U], text);
        else
            text += byte < 0x80U ? c : '?';
    }
    return text;
}

std::string from_1252(std::string_view bytes) {
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x91U && byte <= 0x97U)
            text += punctuation_of_1252[byte - 0x91U];
        else if (byte >= 0x80U && byte < 0xA0U)
            text += '?';
        else
            append_utf8(byte, text);
    }
    return text;
}

std::string without_drawing(std::string_view utf8) {
    std::string text;
    for (std::size_t at = 0; at < utf8.size(); ++at) {
        if (utf8[at] != '\xE2' || at + 2 >= utf8.size()) {
            text += utf8[at];
            continue;
        }
        const std::uint32_t code = 0x2000U | (static_cast<std::uint32_t>(utf8[at + 1] & 0x3F) << 6U) |
                                   static_cast<std::uint32_t>(utf8[at + 2] & 0x3F);
        if (code >= 0x2500U && code <= 0x256CU)
            text += drawn_of_unicode(code);
        else
            text += utf8.substr(at, 3);
        at += 2;
    }
    return text;
}

std::string decoded(std::string_view bytes) {
    if (bytes.starts_with(byte_order_mark)) bytes.remove_prefix(byte_order_mark.size());
    if (is_utf8(bytes)) return without_drawing(bytes);
    const bool drawn = bytes.find(std::string(drawn_line_min, drawn_horizontal)) != std::string_view::npos;
    return drawn ? from_437(bytes) : from_1252(bytes);
}

}  // namespace

Result<SourceFile> SourceFile::read(const std::filesystem::path& path, std::string name, Sha256& digest) {
    std::ifstream file(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (!file)
        return Error{"dictionary.unreadable", ErrorClass::configuration,
                     fmt::format("{} cannot be read: is it a file that you may read?", path.string())};
    const std::string head = fmt::format("{} {}\n", name, bytes.size());
    digest.update(std::as_bytes(std::span(head)));
    digest.update(std::as_bytes(std::span(bytes)));
    return SourceFile(std::move(name), bytes);
}

SourceFile::SourceFile(std::string name, std::string_view bytes) : name_(std::move(name)) {
    const std::string text = decoded(bytes);
    std::string_view left = text;
    while (!left.empty()) {
        const std::size_t end = std::min(left.find_first_of("\n\f"), left.size());
        const std::string_view line = left.substr(0, end);
        lines_.emplace_back(line.substr(0, line.find_last_not_of(blanks) + 1));
        left.remove_prefix(std::min(end + 1, left.size()));
    }
}

Error SourceFile::error(std::size_t line, std::string text) const {
    return Error{"dictionary.bad-source", ErrorClass::configuration, std::move(text)}.at(
        {name_, static_cast<std::uint32_t>(line)});
}

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    for (std::size_t at = 0; (at = text.find_first_not_of(blanks, at)) != std::string_view::npos;) {
        const std::size_t end = std::min(text.find_first_of(blanks, at), text.size());
        words.push_back(text.substr(at, end - at));
        at = end;
    }
    return words;
}

bool read_number(std::string_view text, std::uint32_t& number) {
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    return failed == std::errc{} && end == text.data() + text.size() && number != no_limit;
}

bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace crossdock::dictionary
