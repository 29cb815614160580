// A format's settings: properties of the adapter, overridden for one call by format options of the same name.
//
// A settings type has `static constexpr std::string_view names[]` and `void set(std::string_view name,
// std::string_view value)`, which ignores names that are not its own.
#pragma once

#include <crossdock/format.h>
#include <crossdock/cpp/host.hpp>

#include <charconv>
#include <string>
#include <string_view>

namespace crossdock::sdk {

// What the site set on the adapter.
template <typename Settings>
Settings configured_settings(const Host& host) {
    Settings settings;
    for (const std::string_view name : Settings::names)
        if (const auto value = host.property(std::string(name).c_str())) settings.set(name, *value);
    return settings;
}

// The adapter's settings with the options of one call laid over them. `options` may be null.
template <typename Settings>
Settings with_options(Settings settings, const crossdock_format_options* options) {
    if (options == nullptr) return settings;
    for (std::uint64_t index = 0; index < options->count; ++index)
        settings.set(text(options->items[index].name), text(options->items[index].value));
    return settings;
}

inline Failure bad_setting(std::string_view name, std::string_view value, std::string_view wanted) {
    return Failure::configuration("format.bad-option",
                                  std::string(name) + " is '" + std::string(value) + "'; give " + std::string(wanted));
}

inline std::uint64_t integer_setting(std::string_view name, std::string_view value, std::uint64_t min,
                                     std::uint64_t max) {
    std::uint64_t number = 0;
    const char* const end = value.data() + value.size();
    const auto [stop, failed] = std::from_chars(value.data(), end, number);
    if (failed != std::errc{} || stop != end || number < min || number > max)
        throw bad_setting(name, value, "a number from " + std::to_string(min) + " to " + std::to_string(max));
    return number;
}

// Bytes, with or without a unit: 512, 64KiB, 1MiB, 1GiB.
inline std::uint64_t size_setting(std::string_view name, std::string_view value, std::uint64_t max) {
    struct Unit {
        std::string_view name;
        unsigned shift;
    };
    for (const Unit unit : {Unit{"KiB", 10}, Unit{"MiB", 20}, Unit{"GiB", 30}})
        if (value.ends_with(unit.name))
            return integer_setting(name, value.substr(0, value.size() - unit.name.size()), 1, max >> unit.shift)
                   << unit.shift;
    return integer_setting(name, value, 1, max);
}

inline bool flag_setting(std::string_view name, std::string_view value) {
    if (value == "yes") return true;
    if (value == "no") return false;
    throw bad_setting(name, value, "yes or no");
}

}  // namespace crossdock::sdk
