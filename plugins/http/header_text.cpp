#include "plugins/http/header_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace crossdock::http {

namespace {

constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

char lower(char character) noexcept {
    return character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a') : character;
}

template <typename Number>
std::optional<Number> number(std::string_view text) noexcept {
    Number value{};
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc{} || end != text.data() + text.size() || text.empty()) return {};
    return value;
}

}  // namespace

bool equal_ignoring_case(std::string_view one, std::string_view other) noexcept {
    return one.size() == other.size() &&
           std::equal(one.begin(), one.end(), other.begin(), [](char a, char b) { return lower(a) == lower(b); });
}

std::string_view trimmed(std::string_view text) noexcept {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool is_json(std::string_view content_type) noexcept {
    const std::string_view type = trimmed(content_type.substr(0, content_type.find(';')));
    constexpr std::string_view suffix = "+json";
    return equal_ignoring_case(type, "application/json") ||
           (type.size() > suffix.size() && equal_ignoring_case(type.substr(type.size() - suffix.size()), suffix));
}

std::optional<std::uint32_t> preferred_wait_s(std::string_view prefer) noexcept {
    while (!prefer.empty()) {
        const std::size_t comma = std::min(prefer.find(','), prefer.size());
        const std::string_view preference = trimmed(prefer.substr(0, std::min(comma, prefer.find(';'))));
        prefer.remove_prefix(std::min(comma + 1, prefer.size()));
        const std::size_t equals = preference.find('=');
        if (equals == std::string_view::npos) continue;
        if (!equal_ignoring_case(trimmed(preference.substr(0, equals)), "wait")) continue;
        std::string_view value = trimmed(preference.substr(equals + 1));
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
        return number<std::uint32_t>(value);
    }
    return {};
}

std::string http_date(std::int64_t seconds_since_1970) {
    using namespace std::chrono;
    const sys_seconds time{seconds(seconds_since_1970)};
    const auto day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(time - day);
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", weekdays[weekday(day).c_encoding()],
                       static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
                       static_cast<int>(date.year()), clock.hours().count(), clock.minutes().count(),
                       clock.seconds().count());
}

std::optional<std::int64_t> parse_http_date(std::string_view text) noexcept {
    using namespace std::chrono;
    constexpr std::string_view shape = "Sun, 06 Nov 1994 08:49:37 GMT";
    if (text.size() != shape.size() || !text.ends_with(" GMT") || text.substr(3, 2) != ", ") return {};
    const auto month = std::find(months.begin(), months.end(), text.substr(8, 3));
    const auto day = number<unsigned>(text.substr(5, 2));
    const auto year = number<int>(text.substr(12, 4));
    const auto hour = number<unsigned>(text.substr(17, 2));
    const auto minute = number<unsigned>(text.substr(20, 2));
    const auto second = number<unsigned>(text.substr(23, 2));
    if (month == months.end() || !day || !year || !hour || !minute || !second) return {};
    const year_month_day date(std::chrono::year(*year),
                              std::chrono::month(static_cast<unsigned>(month - months.begin()) + 1),
                              std::chrono::day(*day));
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return {};
    return (sys_days(date).time_since_epoch() + hours(*hour) + minutes(*minute) + seconds(*second)).count();
}

std::optional<std::uint32_t> retry_after_ms(std::string_view value, std::int64_t now_s) noexcept {
    constexpr std::int64_t longest_s = 86'400;
    std::int64_t wait_s = 0;
    if (const auto given = number<std::uint32_t>(trimmed(value)))
        wait_s = *given;
    else if (const auto date = parse_http_date(trimmed(value)))
        wait_s = *date - now_s;
    else
        return {};
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(wait_s, 0, longest_s) * 1000);
}

bool is_plain_text(std::string_view text) noexcept {
    return std::all_of(text.begin(), text.end(), [](char character) { return character >= 0x20 && character < 0x7F; });
}

bool is_field_value(std::string_view text) noexcept {
    return std::none_of(text.begin(), text.end(), [](char character) {
        const auto byte = static_cast<unsigned char>(character);
        return (byte < 0x20 && byte != '\t') || byte == 0x7F;
    });
}

}  // namespace crossdock::http
