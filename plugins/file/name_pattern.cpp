#include "plugins/file/name_pattern.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace crossdock::file {

namespace {

char lower(char character) noexcept {
    return character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a') : character;
}

bool continues(unsigned char byte) noexcept { return (byte & 0xC0u) == 0x80u; }

// How many bytes the UTF-8 character at `at` has; 0 when there is none.
std::size_t character_size(std::string_view text, std::size_t at) noexcept {
    const auto byte = [&](std::size_t index) { return static_cast<unsigned char>(text[index]); };
    const unsigned char first = byte(at);
    const std::size_t size = first < 0x80u                     ? 1
                             : first >= 0xC2u && first < 0xE0u ? 2
                             : first >= 0xE0u && first < 0xF0u ? 3
                             : first >= 0xF0u && first < 0xF5u ? 4
                                                               : 0;
    if (size == 0 || at + size > text.size()) return 0;
    for (std::size_t index = 1; index < size; ++index)
        if (!continues(byte(at + index))) return 0;
    if (size == 3 && ((first == 0xE0u && byte(at + 1) < 0xA0u) || (first == 0xEDu && byte(at + 1) > 0x9Fu))) return 0;
    if (size == 4 && ((first == 0xF0u && byte(at + 1) < 0x90u) || (first == 0xF4u && byte(at + 1) > 0x8Fu))) return 0;
    return size;
}

}  // namespace

bool matches(std::string_view pattern, std::string_view name) noexcept {
    std::size_t in_pattern = 0;
    std::size_t in_name = 0;
    std::size_t after_star = std::string_view::npos;
    std::size_t star_takes_to = 0;
    while (in_name < name.size()) {
        if (in_pattern < pattern.size() && pattern[in_pattern] == '*') {
            after_star = ++in_pattern;
            star_takes_to = in_name;
        } else if (in_pattern < pattern.size() &&
                   (pattern[in_pattern] == '?' || lower(pattern[in_pattern]) == lower(name[in_name]))) {
            const bool whole_character = pattern[in_pattern++] == '?';
            ++in_name;
            while (whole_character && in_name < name.size() && continues(static_cast<unsigned char>(name[in_name])))
                ++in_name;
        } else if (after_star != std::string_view::npos) {
            in_pattern = after_star;
            in_name = ++star_takes_to;
        } else {
            return false;
        }
    }
    while (in_pattern < pattern.size() && pattern[in_pattern] == '*') ++in_pattern;
    return in_pattern == pattern.size();
}

bool matches_any(const std::vector<std::string>& patterns, std::string_view name) noexcept {
    return std::any_of(patterns.begin(), patterns.end(),
                       [&](const std::string& pattern) { return matches(pattern, name); });
}

std::string printable_name(std::string_view name) {
    std::string printable;
    for (std::size_t at = 0; at < name.size();) {
        const std::size_t size = character_size(name, at);
        const auto byte = static_cast<unsigned char>(name[at]);
        if (size == 0 || byte < 0x20u || byte == 0x7Fu) {
            printable += fmt::format("%{:02X}", byte);
            ++at;
        } else {
            printable += name.substr(at, size);
            at += size;
        }
    }
    return printable;
}

}  // namespace crossdock::file
