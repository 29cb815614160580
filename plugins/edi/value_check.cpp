// Checks the text of an element against its data type, length and code list.
#include "plugins/edi/value_check.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace crossdock::edi {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

const Rule* check_length(const Use& use, std::size_t length) {
    if (length < use.min) return &rules::element_too_short;
    if (length > use.max && use.max != any_length) return &rules::element_too_long;
    return nullptr;
}

// A sign in front does not count as length.
const Rule* check_number(const Use& use, std::string_view text) {
    if (text.front() == '-') text.remove_prefix(1);
    if (text.empty() || !std::all_of(text.begin(), text.end(), is_digit)) return &rules::bad_number;
    return check_length(use, text.size());
}

// An explicit decimal point, sign and exponent (`-12.5`, `1.2E3`); only digits count as length.
const Rule* check_decimal(const Use& use, std::string_view text) {
    std::size_t digits = 0;
    std::size_t at = text.front() == '-' ? 1 : 0;
    bool point = false;
    for (; at < text.size(); ++at) {
        if (is_digit(text[at])) {
            ++digits;
        } else if (text[at] == '.' && !point) {
            point = true;
        } else {
            break;
        }
    }
    if (digits == 0) return &rules::bad_number;
    if (at < text.size()) {
        if (text[at] != 'E') return &rules::bad_number;
        ++at;
        if (at < text.size() && text[at] == '-') ++at;
        const std::string_view exponent = text.substr(at);
        if (exponent.empty() || !std::all_of(exponent.begin(), exponent.end(), is_digit)) return &rules::bad_number;
        digits += exponent.size();
    }
    return check_length(use, digits);
}

// Of EDIFACT: digits, a sign in front, a decimal mark with digits on both sides; only digits count as length.
const Rule* check_numeric(const Use& use, std::string_view text) {
    if (text.front() == '-') text.remove_prefix(1);
    if (!text.empty() && std::all_of(text.begin(), text.end(), is_digit)) return check_length(use, text.size());
    const std::size_t mark = text.find_first_of(".,");
    const bool marked = mark != std::string_view::npos;
    if (marked && mark == 0) return &rules::no_digit_before_mark;
    if (marked && (mark + 1 == text.size() || text.find_first_of(".,", mark + 1) != std::string_view::npos))
        return &rules::bad_decimal_notation;
    const auto digits = static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_digit));
    if (digits + (marked ? 1 : 0) != text.size() || digits == 0) return &rules::bad_number;
    return check_length(use, digits);
}

const Rule* check_letters(const Use& use, std::string_view text, std::size_t length) {
    if (std::any_of(text.begin(), text.end(), is_digit)) return &rules::not_letters;
    return check_length(use, length);
}

int two(std::string_view text, std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); }

// YYMMDD or YYYYMMDD.
const Rule* check_date(const Use& use, std::string_view text) {
    if (const Rule* broken = check_length(use, text.size())) return broken;
    if (!std::all_of(text.begin(), text.end(), is_digit) || (text.size() != 6 && text.size() != 8))
        return &rules::bad_date;
    const int year = text.size() == 8 ? two(text, 0) * 100 + two(text, 2) : 2000 + two(text, 0);
    const int month = two(text, text.size() - 4);
    const int day = two(text, text.size() - 2);
    static constexpr std::array<int, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12 || day < 1) return &rules::bad_date;
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    const int last = days[static_cast<std::size_t>(month - 1)] + (month == 2 && leap ? 1 : 0);
    return day > last ? &rules::bad_date : nullptr;
}

// HHMM, HHMMSS, and up to two decimals of seconds.
const Rule* check_time(const Use& use, std::string_view text) {
    if (const Rule* broken = check_length(use, text.size())) return broken;
    if (!std::all_of(text.begin(), text.end(), is_digit) || text.size() == 5) return &rules::bad_time;
    if (two(text, 0) > 23 || two(text, 2) > 59) return &rules::bad_time;
    return text.size() >= 6 && two(text, 4) > 59 ? &rules::bad_time : nullptr;
}

// Bytes that begin a character; text that is no UTF-8 counts by bytes.
std::size_t characters(std::string_view text) {
    if (!is_utf8(text)) return text.size();
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }));
}

}  // namespace

const Rule* check_value(const Use& use, std::string_view text, bool plain) {
    switch (use.type) {
        case DataType::text:
        case DataType::code: return check_length(use, plain ? text.size() : characters(text));
        case DataType::decimal: return check_decimal(use, text);
        case DataType::number: return check_number(use, text);
        case DataType::date: return check_date(use, text);
        case DataType::time: return check_time(use, text);
        case DataType::letters: return check_letters(use, text, plain ? text.size() : characters(text));
        case DataType::numeric: return check_numeric(use, text);
    }
    return nullptr;
}

bool outside_codes(const Element& element, std::string_view text) {
    return element.closed && !std::binary_search(element.codes.begin(), element.codes.end(), text, std::less<>{});
}

const Rule* check_characters(std::string_view text) {
    bool wide = false;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7F) return &rules::invalid_character;
        wide = wide || byte >= 0x80;
    }
    if (!wide) return nullptr;
    return is_utf8(text) ? &rules::character_outside_set : &rules::invalid_character;
}

bool is_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto first = static_cast<unsigned char>(text[at]);
        const std::size_t size = first < 0x80                     ? 1
                                 : first >= 0xC2 && first <= 0xDF ? 2
                                 : first >= 0xE0 && first <= 0xEF ? 3
                                 : first >= 0xF0 && first <= 0xF4 ? 4
                                                                  : 0;
        if (size == 0 || at + size > text.size()) return false;
        for (std::size_t next = 1; next < size; ++next)
            if ((static_cast<unsigned char>(text[at + next]) & 0xC0u) != 0x80u) return false;
        if (size >= 3) {
            const auto second = static_cast<unsigned char>(text[at + 1]);
            if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
                (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F))
                return false;
        }
        at += size;
    }
    return true;
}

std::string showable(std::string_view text, std::size_t size) {
    if (text.size() > size) {
        text = text.substr(0, size);
        std::size_t end = text.size();
        while (end > 0 && end + 4 > text.size() && !is_utf8(text.substr(0, end))) --end;
        if (is_utf8(text.substr(0, end))) text = text.substr(0, end);
    }
    const bool utf8 = is_utf8(text);
    std::string shown(text);
    for (char& c : shown) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7F || (!utf8 && byte >= 0x80)) c = '?';
    }
    return shown;
}

std::string expected(const Use& use) {
    std::string length = use.min == use.max      ? fmt::format("{}", use.min)
                               : use.max == any_length ? fmt::format("{} or more", use.min)
                                                       : fmt::format("{} to {}", use.min, use.max);
    switch (use.type) {
        case DataType::text:
        case DataType::code: return length + " characters";
        case DataType::decimal: return "a decimal number of " + length + " digits";
        case DataType::number: return "a whole number of " + length + " digits";
        case DataType::date: return use.max == 6 ? "a date YYMMDD" : "a date YYYYMMDD";
        case DataType::time: return "a time HHMM or HHMMSS";
        case DataType::letters: return length + " letters";
        case DataType::numeric: return "a number of " + length + " digits";
    }
    return length;
}

}  // namespace crossdock::edi
