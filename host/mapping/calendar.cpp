#include "host/mapping/calendar.hpp"

#include <fmt/format.h>

namespace crossdock::mapping {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Reads `width` digits, or nothing.
std::optional<unsigned> digits(std::string_view text, std::size_t at, std::size_t width) {
    if (at + width > text.size()) return std::nullopt;
    unsigned value = 0;
    for (std::size_t i = at; i < at + width; ++i) {
        if (!is_digit(text[i])) return std::nullopt;
        value = value * 10 + static_cast<unsigned>(text[i] - '0');
    }
    return value;
}

void put(char* into, unsigned value, std::size_t width) {
    for (std::size_t i = width; i != 0; value /= 10) into[--i] = static_cast<char>('0' + value % 10);
}

std::int64_t floor_div(std::int64_t value, std::int64_t by) { return value / by - (value % by < 0 ? 1 : 0); }

// `.123` or `,5` behind the seconds; ms, and `at` goes behind it. -1: malformed.
std::int64_t fraction_ms(std::string_view text, std::size_t& at) {
    if (at >= text.size() || text[at] != '.') return 0;
    std::int64_t ms = 0;
    std::int64_t unit = 100;
    const std::size_t first = ++at;
    for (; at < text.size() && is_digit(text[at]); ++at, unit /= 10) ms += unit * (text[at] - '0');
    return at == first ? -1 : ms;
}

// HH:MM[:SS[.fff]] from `at` on, which goes behind it.
std::optional<std::int64_t> clock_ms(std::string_view text, std::size_t& at) {
    const auto hour = digits(text, at, 2);
    const auto minute = digits(text, at + 3, 2);
    if (!hour || !minute || text[at + 2] != ':' || *hour > 23 || *minute > 59) return std::nullopt;
    at += 5;
    unsigned second = 0;
    std::int64_t fraction = 0;
    if (at < text.size() && text[at] == ':') {
        const auto read = digits(text, at + 1, 2);
        if (!read || *read > 59) return std::nullopt;
        second = *read;
        at += 3;
        fraction = fraction_ms(text, at);
        if (fraction < 0) return std::nullopt;
    }
    return ((std::int64_t{*hour} * 60 + *minute) * 60 + second) * 1000 + fraction;
}

}  // namespace

std::int64_t days_from_civil(int year, unsigned month, unsigned day) {
    // Years begin in March, so that the leap day is a year's last.
    const std::int64_t y = std::int64_t{year} - (month <= 2 ? 1 : 0);
    const std::int64_t era = floor_div(y, 400);
    const std::int64_t year_of_era = y - era * 400;
    const std::int64_t month_from_march = (month + 9) % 12;
    const std::int64_t day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146'097 + day_of_era - 719'468;
}

CivilDate civil_from_days(std::int64_t days) {
    const std::int64_t shifted = days + 719'468;
    const std::int64_t era = floor_div(shifted, 146'097);
    const std::int64_t day_of_era = shifted - era * 146'097;
    const std::int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t month_from_march = (5 * day_of_year + 2) / 153;
    const auto month = static_cast<unsigned>(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
    return {static_cast<int>(year_of_era + era * 400 + (month <= 2 ? 1 : 0)), month,
            static_cast<unsigned>(day_of_year - (153 * month_from_march + 2) / 5 + 1)};
}

bool is_date(const CivilDate& date) {
    if (date.month < 1 || date.month > 12 || date.day < 1 || date.day > 31) return false;
    const CivilDate back = civil_from_days(days_from_civil(date.year, date.month, date.day));
    return back.month == date.month && back.day == date.day;
}

std::optional<DateFormat> DateFormat::parse(std::string_view text, std::string& why) {
    DateFormat format;
    format.text_ = text;
    bool minute = false;
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view two = text.substr(at, 2);
        Piece piece;
        piece.width = 2;
        bool twice = false;
        const auto once = [&twice](bool& seen) {
            twice = twice || seen;
            seen = true;
        };
        if (two == "CC") {
            piece.part = Part::century;
            once(format.has_century_);
        } else if (two == "YY") {
            piece.part = Part::year;
            once(format.has_year_);
        } else if (two == "MM" && format.has_hour_ && !minute) {
            piece.part = Part::minute;
            minute = true;
        } else if (two == "MM") {
            piece.part = Part::month;
            once(format.has_month_);
        } else if (two == "mm") {
            piece.part = Part::minute;
            once(minute);
        } else if (two == "DD") {
            piece.part = Part::day;
            once(format.has_day_);
        } else if (two == "HH") {
            piece.part = Part::hour;
            once(format.has_hour_);
        } else if (two == "SS") {
            piece.part = Part::second;
        } else if (text.substr(at, 3) == "fff") {
            piece.part = Part::fraction;
            piece.width = 3;
        } else {
            const char c = text[at];
            if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z' && c != 'T' && c != 'Z')) {
                why = fmt::format("'{}' is no part of a date format; those are CC YY MM DD HH MM SS fff", c);
                return std::nullopt;
            }
            piece.character = c;
            piece.width = 1;
        }
        if (twice) {
            why = fmt::format("'{}' stands twice in the format '{}'", two, text);
            return std::nullopt;
        }
        at += piece.width;
        format.pieces_.push_back(piece);
    }
    const bool some_date = format.has_year_ || format.has_month_ || format.has_day_ || format.has_century_;
    if (some_date && !format.has_date()) {
        why = fmt::format("the format '{}' has no complete date; it needs YY, MM and DD", text);
        return std::nullopt;
    }
    if (!some_date && !format.has_hour_) {
        why = fmt::format("the format '{}' has neither a date (CCYYMMDD) nor a time (HHMM)", text);
        return std::nullopt;
    }
    return format;
}

std::optional<DateFormat::Moment> DateFormat::read(std::string_view value) const {
    unsigned century = 0;
    unsigned year = 0;
    CivilDate date;
    unsigned hour = 0;
    unsigned minute = 0;
    unsigned second = 0;
    unsigned fraction = 0;
    std::size_t at = 0;
    for (const Piece& piece : pieces_) {
        const bool optional = piece.part == Part::second || piece.part == Part::fraction;
        if (at == value.size() && (optional || piece.part == Part::literal)) {
            // Only what belongs to seconds and fractions may be missing.
            const auto* rest = &piece;
            bool may_end = true;
            for (; rest != pieces_.data() + pieces_.size(); ++rest)
                may_end =
                    may_end && (rest->part == Part::second || rest->part == Part::fraction ||
                                (rest->part == Part::literal && (rest->character == ':' || rest->character == '.')));
            if (!may_end) return std::nullopt;
            break;
        }
        if (piece.part == Part::literal) {
            if (at >= value.size() || value[at] != piece.character) return std::nullopt;
            ++at;
            continue;
        }
        const auto read = digits(value, at, piece.width);
        if (!read) return std::nullopt;
        at += piece.width;
        switch (piece.part) {
            case Part::century: century = *read; break;
            case Part::year: year = *read; break;
            case Part::month: date.month = *read; break;
            case Part::day: date.day = *read; break;
            case Part::hour: hour = *read; break;
            case Part::minute: minute = *read; break;
            case Part::second: second = *read; break;
            case Part::fraction: fraction = *read; break;
            case Part::literal: break;
        }
    }
    if (at != value.size() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
    Moment moment;
    if (has_date()) {
        if (!has_century_) century = year >= 69 ? 19 : 20;
        date.year = static_cast<int>(century * 100 + year);
        if (!is_date(date)) return std::nullopt;
        moment.days = days_from_civil(date.year, date.month, date.day);
    }
    moment.ms = ((std::int64_t{hour} * 60 + minute) * 60 + second) * 1000 + fraction;
    return moment;
}

std::size_t DateFormat::write(const Moment& moment, char* into) const {
    const CivilDate date = civil_from_days(moment.days);
    if (date.year < 0 || date.year > 9999) return 0;
    const auto year = static_cast<unsigned>(date.year);
    const auto seconds = static_cast<unsigned>(moment.ms / 1000);
    std::size_t at = 0;
    for (const Piece& piece : pieces_) {
        switch (piece.part) {
            case Part::literal: into[at] = piece.character; break;
            case Part::century: put(into + at, year / 100, 2); break;
            case Part::year: put(into + at, year % 100, 2); break;
            case Part::month: put(into + at, date.month, 2); break;
            case Part::day: put(into + at, date.day, 2); break;
            case Part::hour: put(into + at, seconds / 3600, 2); break;
            case Part::minute: put(into + at, seconds / 60 % 60, 2); break;
            case Part::second: put(into + at, seconds % 60, 2); break;
            case Part::fraction: put(into + at, static_cast<unsigned>(moment.ms % 1000), 3); break;
        }
        at += piece.width;
    }
    return at;
}

std::optional<std::int32_t> zone_offset_minutes(std::string_view zone) {
    if (zone == "UTC" || zone == "Z") return 0;
    if (zone.size() != 5 && zone.size() != 6) return std::nullopt;
    if (zone[0] != '+' && zone[0] != '-') return std::nullopt;
    const bool colon = zone.size() == 6;
    if (colon && zone[3] != ':') return std::nullopt;
    const auto hours = digits(zone, 1, 2);
    const auto minutes = digits(zone, colon ? 4 : 3, 2);
    if (!hours || !minutes || *hours > 14 || *minutes > 59) return std::nullopt;
    const auto total = static_cast<std::int32_t>(*hours * 60 + *minutes);
    return zone[0] == '-' ? -total : total;
}

std::optional<std::int64_t> read_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = digits(text, 0, 4);
    const auto month = digits(text, 5, 2);
    const auto day = digits(text, 8, 2);
    if (!year || !month || !day) return std::nullopt;
    const CivilDate date{static_cast<int>(*year), *month, *day};
    if (!is_date(date)) return std::nullopt;
    return days_from_civil(date.year, date.month, date.day);
}

std::optional<std::int64_t> read_time(std::string_view text) {
    std::size_t at = 0;
    if (text.size() < 5) return std::nullopt;
    const auto ms = clock_ms(text, at);
    return ms && at == text.size() ? ms : std::nullopt;
}

std::optional<std::int64_t> read_date_time(std::string_view text) {
    if (text.size() < 17 || (text[10] != 'T' && text[10] != ' ')) return std::nullopt;
    const auto days = read_date(text.substr(0, 10));
    std::size_t at = 11;
    const auto ms = clock_ms(text, at);
    if (!days || !ms) return std::nullopt;
    const auto zone = zone_offset_minutes(text.substr(at));
    if (!zone) return std::nullopt;
    return *days * day_ms + *ms - std::int64_t{*zone} * 60'000;
}

std::size_t write_date(std::int64_t days, std::array<char, 32>& into) {
    const CivilDate date = civil_from_days(days);
    if (date.year < 0 || date.year > 9999) return 0;
    put(into.data(), static_cast<unsigned>(date.year), 4);
    into[4] = into[7] = '-';
    put(into.data() + 5, date.month, 2);
    put(into.data() + 8, date.day, 2);
    return 10;
}

std::size_t write_time(std::int64_t ms, std::array<char, 32>& into) {
    const auto seconds = static_cast<unsigned>(ms / 1000);
    put(into.data(), seconds / 3600, 2);
    into[2] = into[5] = ':';
    put(into.data() + 3, seconds / 60 % 60, 2);
    put(into.data() + 6, seconds % 60, 2);
    if (ms % 1000 == 0) return 8;
    into[8] = '.';
    put(into.data() + 9, static_cast<unsigned>(ms % 1000), 3);
    return 12;
}

std::size_t write_date_time(std::int64_t ms, std::array<char, 32>& into) {
    const std::int64_t days = floor_div(ms, day_ms);
    if (write_date(days, into) == 0) return 0;
    into[10] = 'T';
    std::array<char, 32> clock{};
    const std::size_t length = write_time(ms - days * day_ms, clock);
    for (std::size_t i = 0; i < length; ++i) into[11 + i] = clock[i];
    into[11 + length] = 'Z';
    return 12 + length;
}

}  // namespace crossdock::mapping
