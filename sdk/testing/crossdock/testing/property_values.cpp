// Values of properties as a site writes them.
#include <crossdock/testing/property_values.hpp>

#include <charconv>
#include <limits>
#include <utility>

namespace crossdock::sdk::testing {

namespace {

std::optional<std::int64_t> parse_integer(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc{} || end != text.data() + text.size()) return {};
    return value;
}

// A whole number followed by one of the units; the longest units come first.
template <std::size_t Count>
std::optional<std::int64_t> parse_with_unit(std::string_view text,
                                            const std::pair<std::string_view, std::int64_t> (&units)[Count]) {
    for (const auto& [unit, factor] : units) {
        if (!text.ends_with(unit)) continue;
        const auto number = parse_integer(text.substr(0, text.size() - unit.size()));
        if (!number || *number < 0 || *number > std::numeric_limits<std::int64_t>::max() / factor) return {};
        return *number * factor;
    }
    return {};
}

}  // namespace

std::optional<std::int64_t> parse_duration_ms(std::string_view text) {
    static constexpr std::pair<std::string_view, std::int64_t> units[] = {
        {"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}};
    return parse_with_unit(text, units);
}

std::optional<std::int64_t> parse_size(std::string_view text) {
    static constexpr std::pair<std::string_view, std::int64_t> units[] = {
        {"KiB", 1024}, {"MiB", 1024 * 1024}, {"GiB", 1024 * 1024 * 1024}, {"", 1}};
    return parse_with_unit(text, units);
}

bool is_allowed(std::string_view allowed, std::string_view value) {
    for (std::size_t begin = 0; begin <= allowed.size();) {
        const std::size_t end = std::min(allowed.find('|', begin), allowed.size());
        if (allowed.substr(begin, end - begin) == value) return true;
        begin = end + 1;
    }
    return false;
}

bool parse_range(std::string_view allowed, std::int64_t& least, std::int64_t& most) {
    const std::size_t dots = allowed.find("..");
    if (dots == std::string_view::npos) return false;
    const auto low = parse_integer(allowed.substr(0, dots));
    const auto high = parse_integer(allowed.substr(dots + 2));
    if (!low || !high || *low > *high) return false;
    least = *low;
    most = *high;
    return true;
}

std::optional<std::string> read_form(const crossdock_property& property, std::string_view written) {
    switch (property.type) {
        case CROSSDOCK_PROPERTY_INTEGER: {
            const auto number = parse_integer(written);
            std::int64_t least = std::numeric_limits<std::int64_t>::min();
            std::int64_t most = std::numeric_limits<std::int64_t>::max();
            if (property.allowed != nullptr && !parse_range(property.allowed, least, most)) return {};
            if (!number || *number < least || *number > most) return {};
            return std::string(written);
        }
        case CROSSDOCK_PROPERTY_BOOLEAN:
            if (written != "yes" && written != "no") return {};
            return std::string(written);
        case CROSSDOCK_PROPERTY_DURATION: {
            const auto duration = parse_duration_ms(written);
            return duration ? std::optional(std::to_string(*duration)) : std::nullopt;
        }
        case CROSSDOCK_PROPERTY_SIZE: {
            const auto size = parse_size(written);
            return size ? std::optional(std::to_string(*size)) : std::nullopt;
        }
        case CROSSDOCK_PROPERTY_CHOICE:
            if (property.allowed == nullptr || !is_allowed(property.allowed, written)) return {};
            return std::string(written);
        case CROSSDOCK_PROPERTY_TEXT:
        case CROSSDOCK_PROPERTY_PATH:
        case CROSSDOCK_PROPERTY_URL: return std::string(written);
        default: return {};
    }
}

}  // namespace crossdock::sdk::testing
