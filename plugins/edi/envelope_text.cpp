// Small readings of envelope segments.
#include "plugins/edi/envelope_text.hpp"

#include "plugins/edi/components.hpp"

#include <algorithm>
#include <charconv>

namespace crossdock::edi {
namespace {

std::string_view without_zeros(std::string_view digits) {
    while (digits.size() > 1 && digits.front() == '0') digits.remove_prefix(1);
    return digits;
}

// The part after `before` others; empty where there is none.
std::string_view part_at(std::string_view text, char separator, char release, std::size_t before) {
    bool more = true;
    std::string_view part = take_part(text, separator, release, more);
    for (; before > 0 && more; --before) part = take_part(text, separator, release, more);
    return before == 0 ? part : std::string_view{};
}

}  // namespace

std::string_view element_at(std::string_view segment, const Delimiters& delimiters, std::size_t position) {
    return part_at(segment, delimiters.element, delimiters.release, position);
}

std::string_view component_at(std::string_view element, const Delimiters& delimiters, std::size_t position) {
    return part_at(element, delimiters.component, delimiters.release, position - 1);
}

std::string clear_text(std::string_view text, const Delimiters& delimiters, const CharacterSet& characters) {
    const std::string plain = unreleased(trimmed(text), delimiters.release);
    return characters.is_utf8(plain) ? plain : characters.to_utf8(plain);
}

std::optional<std::uint64_t> count_of(std::string_view digits) {
    std::uint64_t value = 0;
    const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (failed != std::errc{} || end != digits.data() + digits.size() || digits.size() > 10) return {};
    return value;
}

bool same_number(std::string_view left, std::string_view right) {
    return left == right || (all_digits(left) && all_digits(right) && without_zeros(left) == without_zeros(right));
}

bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view trimmed(std::string_view text) {
    const std::size_t end = text.find_last_not_of(' ');
    return end == std::string_view::npos ? std::string_view{} : text.substr(0, end + 1);
}

}  // namespace crossdock::edi
