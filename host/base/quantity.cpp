#include "host/base/quantity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

namespace crossdock {

namespace {

template <typename Units>
bool parse_quantity(std::string_view text, const Units& units, std::uint64_t& value) {
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc{}) return false;
    const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
    for (const auto& [name, factor] : units)
        if (unit == name) {
            if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) / factor) return false;
            value *= factor;
            return true;
        }
    return unit.empty() && value == 0;
}

}  // namespace

Result<std::int64_t> parse_duration_ms(std::string_view text) {
    static constexpr std::array<std::pair<std::string_view, std::uint64_t>, 5> units{
        {{"ms", 1}, {"s", 1'000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}}};
    std::uint64_t value = 0;
    if (parse_quantity(text, units, value)) return static_cast<std::int64_t>(value);
    return Error{"value.duration", ErrorClass::configuration,
                 fmt::format("'{}' is not a duration; write a number with ms, s, m, h or d, such as 30s", text)};
}

Result<std::uint64_t> parse_size_bytes(std::string_view text) {
    static constexpr std::array<std::pair<std::string_view, std::uint64_t>, 5> units{
        {{"", 1}, {"B", 1}, {"KiB", 1ull << 10}, {"MiB", 1ull << 20}, {"GiB", 1ull << 30}}};
    std::uint64_t value = 0;
    if (parse_quantity(text, units, value)) return value;
    return Error{"value.size", ErrorClass::configuration,
                 fmt::format("'{}' is not a size; write bytes, or a number with KiB, MiB or GiB, such as 64MiB", text)};
}

std::string format_duration(std::int64_t duration_ms) {
    if (duration_ms < 1'000) return fmt::format("{} ms", duration_ms);
    if (duration_ms < 60'000) return fmt::format("{:.1f} s", static_cast<double>(duration_ms) / 1'000);
    const std::int64_t minutes = duration_ms / 60'000;
    if (minutes < 60) return fmt::format("{} m {} s", minutes, duration_ms / 1'000 % 60);
    if (minutes < 48 * 60) return fmt::format("{} h {} m", minutes / 60, minutes % 60);
    return fmt::format("{} d {} h", minutes / (24 * 60), minutes / 60 % 24);
}

std::string format_size(std::uint64_t bytes) {
    if (bytes < 1'024) return fmt::format("{} B", bytes);
    static constexpr std::array<const char*, 4> units{"KiB", "MiB", "GiB", "TiB"};
    double size = static_cast<double>(bytes) / 1'024;
    std::size_t unit = 0;
    while (size >= 1'024 && unit + 1 < units.size()) {
        size /= 1'024;
        ++unit;
    }
    return fmt::format("{:.1f} {}", size, units[unit]);
}

std::size_t edit_distance(std::string_view left, std::string_view right) {
    std::vector<std::size_t> row(right.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < left.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < right.size(); ++j) {
            const std::size_t above = row[j + 1];
            row[j + 1] = std::min({above + 1, row[j] + 1, diagonal + (left[i] == right[j] ? 0 : 1)});
            diagonal = above;
        }
    }
    return row.back();
}

}  // namespace crossdock
