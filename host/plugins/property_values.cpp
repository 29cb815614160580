#include "host/plugins/property_values.hpp"

#include <crossdock/adapter.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "host/base/quantity.hpp"
#include "host/plugins/runner/secret.hpp"

namespace crossdock::plugins {

namespace {

Error wrong(const PluginType::Property& property, std::string code, const std::string& what) {
    return {std::move(code), ErrorClass::configuration, fmt::format("property {}: {}", property.name, what)};
}

std::optional<std::int64_t> integer_of(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed != std::errc{} || end != text.data() + text.size() || text.empty()) return {};
    return number;
}

Result<std::string> integer(const PluginType::Property& property, const std::string& value) {
    const auto number = integer_of(value);
    if (!number) return wrong(property, "property.not-an-integer", fmt::format("\"{}\" is not a whole number", value));
    const auto dots = property.allowed.find("..");
    if (dots == std::string::npos) return value;
    const auto least = integer_of(std::string_view(property.allowed).substr(0, dots));
    const auto most = integer_of(std::string_view(property.allowed).substr(dots + 2));
    if ((least && *number < *least) || (most && *number > *most))
        return wrong(property, "property.out-of-range", fmt::format("{} is not within {}", value, property.allowed));
    return value;
}

Result<std::string> choice(const PluginType::Property& property, const std::string& value) {
    std::vector<std::string> known;
    for (std::string_view left = property.allowed; !left.empty();) {
        const std::string_view one = left.substr(0, left.find('|'));
        known.emplace_back(one);
        left.remove_prefix(std::min(left.size(), one.size() + 1));
    }
    if (std::find(known.begin(), known.end(), value) != known.end()) return value;
    const std::string_view near = nearest_word(value, known);
    return wrong(property, "property.unknown-choice",
                 fmt::format("\"{}\" is none of {}{}", value, fmt::join(known, ", "),
                             near.empty() ? "" : fmt::format("; did you mean {}?", near)));
}

std::string absolute(std::string_view path, const std::filesystem::path& site) {
    return (site / std::filesystem::path(path)).lexically_normal().string();
}

Result<std::string> secret(const PluginType::Property& property, const std::string& value,
                           const std::filesystem::path& site) {
    constexpr std::string_view file_prefix = "file:";
    // The value itself is not repeated: it may be the secret.
    if (!is_secret_reference(value))
        return wrong(property, "property.secret-as-text",
                     "it is a secret and is not written into the site; give env:NAME or file:PATH");
    if (!value.starts_with(file_prefix)) return value;
    return std::string(file_prefix) + absolute(std::string_view(value).substr(file_prefix.size()), site);
}

}  // namespace

Result<std::string> normalise_property(const PluginType::Property& property, const std::string& value,
                                       const std::filesystem::path& site) {
    if ((property.flags & CROSSDOCK_PROPERTY_SENSITIVE) != 0) return secret(property, value, site);
    switch (property.type) {
        case CROSSDOCK_PROPERTY_INTEGER: return integer(property, value);
        case CROSSDOCK_PROPERTY_BOOLEAN:
            if (value == "yes" || value == "no") return value;
            return wrong(property, "property.not-yes-or-no", fmt::format("\"{}\" is neither yes nor no", value));
        case CROSSDOCK_PROPERTY_DURATION: {
            const auto duration_ms = parse_duration_ms(value);
            if (duration_ms.ok()) return std::to_string(*duration_ms);
            return wrong(property, "property.not-a-duration", duration_ms.error().text);
        }
        case CROSSDOCK_PROPERTY_SIZE: {
            const auto bytes = parse_size_bytes(value);
            if (bytes.ok()) return std::to_string(*bytes);
            return wrong(property, "property.not-a-size", bytes.error().text);
        }
        case CROSSDOCK_PROPERTY_CHOICE: return choice(property, value);
        case CROSSDOCK_PROPERTY_PATH:
            if (value.empty()) return wrong(property, "property.empty-path", "a path is missing");
            return absolute(value, site);
        case CROSSDOCK_PROPERTY_URL:
            if (const auto colon = value.find("://");
                colon != std::string::npos && colon != 0 && colon + 3 < value.size())
                return value;
            return wrong(property, "property.not-a-url",
                         fmt::format("\"{}\" is no URL; it begins like https://host", value));
        default: return value;
    }
}

}  // namespace crossdock::plugins
