#include "host/schema/lexical.hpp"

#include <algorithm>
#include <charconv>

namespace crossdock::schema::lexical {

namespace {

bool is_digit(char character) { return character >= '0' && character <= '9'; }

std::size_t leading_digits(std::string_view text) {
    std::size_t count = 0;
    while (count < text.size() && is_digit(text[count])) ++count;
    return count;
}

// The number that two digits at `offset` are; -1 when they are none.
int two_digits(std::string_view text, std::size_t offset) {
    if (text.size() < offset + 2 || !is_digit(text[offset]) || !is_digit(text[offset + 1])) return -1;
    return (text[offset] - '0') * 10 + (text[offset + 1] - '0');
}

bool in_range(int number, int first, int last) { return number >= first && number <= last; }

int days_of(int year, int month) {
    constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

// The size of the time that `text` begins with; 0: none.
std::size_t time_size(std::string_view text) {
    if (text.size() < 8 || text[2] != ':' || text[5] != ':') return 0;
    if (!in_range(two_digits(text, 0), 0, 23) || !in_range(two_digits(text, 3), 0, 59) ||
        !in_range(two_digits(text, 6), 0, 59))
        return 0;
    if (text.size() == 8 || text[8] != '.') return 8;
    const std::size_t fraction = leading_digits(text.substr(9));
    return fraction >= 1 && fraction <= 9 ? 9 + fraction : 0;
}

}  // namespace

std::size_t decimal_digits(std::string_view text) {
    if (!text.empty() && text.front() == '-') text.remove_prefix(1);
    const std::size_t whole = leading_digits(text);
    if (whole == 0) return 0;
    std::size_t zeros = 0;
    while (zeros < whole && text[zeros] == '0') ++zeros;
    if (whole == text.size()) return std::max<std::size_t>(whole - zeros, 1);
    const std::size_t fraction = leading_digits(text.substr(whole + 1));
    const bool decimal = text[whole] == '.' && fraction != 0 && whole + 1 + fraction == text.size();
    return decimal ? whole - zeros + fraction : 0;
}

bool is_decimal(std::string_view text) {
    const std::size_t digits = decimal_digits(text);
    return digits != 0 && digits <= decimal_digits_max;
}

std::optional<std::int64_t> to_integer(std::string_view text) {
    std::int64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [stopped, failure] = std::from_chars(text.data(), end, number);
    if (failure != std::errc{} || stopped != end) return std::nullopt;
    return number;
}

bool is_boolean(std::string_view text) { return text == "true" || text == "false"; }

bool is_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    const int century = two_digits(text, 0);
    const int year_of_century = two_digits(text, 2);
    const int month = two_digits(text, 5);
    if (century < 0 || year_of_century < 0 || !in_range(month, 1, 12)) return false;
    const int year = century * 100 + year_of_century;
    return year != 0 && in_range(two_digits(text, 8), 1, days_of(year, month));
}

bool is_time(std::string_view text) { return !text.empty() && time_size(text) == text.size(); }

bool is_date_time(std::string_view text) {
    if (text.size() < 20 || text[10] != 'T' || !is_date(text.substr(0, 10))) return false;
    const std::string_view after_date = text.substr(11);
    const std::size_t size = time_size(after_date);
    if (size == 0) return false;
    const std::string_view zone = after_date.substr(size);
    if (zone == "Z") return true;
    return zone.size() == 6 && (zone[0] == '+' || zone[0] == '-') && zone[3] == ':' &&
           in_range(two_digits(zone, 1), 0, 23) && in_range(two_digits(zone, 4), 0, 59);
}

}  // namespace crossdock::schema::lexical
