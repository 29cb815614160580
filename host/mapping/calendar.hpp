// Dates and times as documents write them: formats such as CCYYMMDD, and fixed offsets from UTC.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crossdock::mapping {

inline constexpr std::int64_t day_ms = 86'400'000;

std::int64_t days_from_civil(int year, unsigned month, unsigned day);

struct CivilDate {
    int year = 1970;
    unsigned month = 1;
    unsigned day = 1;
};
CivilDate civil_from_days(std::int64_t days);
bool is_date(const CivilDate& date);

// A format: CC YY MM DD HH mm or (behind HH) MM, SS, fff; every other character stands for itself. `YY` without `CC`
// means 1969 to 2068. Immutable.
class DateFormat {
public:
    // Null, with the reason in `why`, for a text that is no format.
    static std::optional<DateFormat> parse(std::string_view text, std::string& why);

    [[nodiscard]] bool has_date() const { return has_year_ && has_month_ && has_day_; }
    [[nodiscard]] bool has_time() const { return has_hour_; }
    // Any date part; a format with some of them only is refused by parse.
    [[nodiscard]] const std::string& text() const { return text_; }

    struct Moment {
        std::int64_t days = 0;
        std::int64_t ms = 0;  // of the day
    };
    // The whole text, digit for digit; seconds and fractions at the format's end may be left out. Null when it is
    // something else, or no date that exists.
    [[nodiscard]] std::optional<Moment> read(std::string_view value) const;
    // Into `into`, which has room for `length_max()`; the length. Years outside 0 to 9999 give 0.
    std::size_t write(const Moment& moment, char* into) const;
    [[nodiscard]] std::size_t length_max() const { return text_.size(); }

private:
    enum class Part : std::uint8_t { literal, century, year, month, day, hour, minute, second, fraction };
    struct Piece {
        Part part = Part::literal;
        char character = '\0';
        std::uint8_t width = 1;
    };
    std::string text_;
    std::vector<Piece> pieces_;
    bool has_year_ = false;
    bool has_month_ = false;
    bool has_day_ = false;
    bool has_hour_ = false;
    bool has_century_ = false;
};

// `UTC`, `Z`, `+02:00`, `-0500`: minutes east of UTC.
std::optional<std::int32_t> zone_offset_minutes(std::string_view zone);

// The canonical forms: 2026-11-23, 14:30:00 (or with .123), 2026-11-23T14:30:00Z.
std::optional<std::int64_t> read_date(std::string_view text);       // days
std::optional<std::int64_t> read_time(std::string_view text);       // ms of the day; seconds may be left out
std::optional<std::int64_t> read_date_time(std::string_view text);  // ms since 1970 UTC; a zone must be there
std::size_t write_date(std::int64_t days, std::array<char, 32>& into);
std::size_t write_time(std::int64_t ms, std::array<char, 32>& into);
std::size_t write_date_time(std::int64_t ms, std::array<char, 32>& into);

}  // namespace crossdock::mapping
