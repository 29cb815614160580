// What a site says about an adapter against what its type declares.
#include <crossdock/adapter.h>
#include <fmt/format.h>

#include <algorithm>

#include "host/base/quantity.hpp"
#include "host/plugins/property_values.hpp"

namespace crossdock::plugins {

namespace {

std::vector<std::string> names_of(const auto& items) {
    std::vector<std::string> names;
    names.reserve(std::size(items));
    for (const auto& item : items) names.push_back(item.name);
    return names;
}

std::string suggestion(std::string_view word, const std::vector<std::string>& known) {
    const std::string_view near = nearest_word(word, known);
    return near.empty() ? fmt::format("known are {}", fmt::join(known, ", ")) : fmt::format("did you mean {}?", near);
}

void add(std::vector<Error>& errors, std::string code, std::string text, const Position& position) {
    errors.push_back(Error{std::move(code), ErrorClass::configuration, std::move(text)}.at(position));
}

}  // namespace

void check_settings(const PluginInfo& plugin, AdapterSettings& settings, const std::filesystem::path& site,
                    std::vector<Error>& errors) {
    if (plugin.refused) {
        errors.push_back(
            Error(*plugin.refused).at(plugin.refused->position.known() ? plugin.refused->position : settings.position));
        return;
    }
    const auto type = std::find_if(plugin.types.begin(), plugin.types.end(),
                                   [&](const PluginType& each) { return each.name == settings.type; });
    if (type == plugin.types.end())
        return add(errors, "adapter.unknown-type",
                   fmt::format("plugin {} has no adapter type {}; {}", plugin.name, settings.type,
                               suggestion(settings.type, names_of(plugin.types))),
                   settings.position);
    std::vector<std::string> given;
    for (PropertyText& text : settings.properties) {
        const auto property = std::find_if(type->properties.begin(), type->properties.end(),
                                           [&](const auto& each) { return each.name == text.name; });
        if (property == type->properties.end()) {
            add(errors, "property.unknown",
                fmt::format(
                    "adapter type {} has no property {}; {}", type->name, text.name,
                    type->properties.empty() ? "it has none" : suggestion(text.name, names_of(type->properties))),
                text.position);
            continue;
        }
        if ((property->flags & CROSSDOCK_PROPERTY_REPEATED) == 0 &&
            std::find(given.begin(), given.end(), text.name) != given.end())
            add(errors, "property.repeated", fmt::format("property {} may be given only once", text.name),
                text.position);
        given.push_back(text.name);
        Result<std::string> value = normalise_property(*property, text.value, site);
        if (value.ok())
            text.value = *std::move(value);
        else
            errors.push_back(std::move(value).error().at(text.position));
    }
    for (const PluginType::Property& property : type->properties) {
        if (std::find(given.begin(), given.end(), property.name) != given.end()) continue;
        if (property.default_value) {
            Result<std::string> value = normalise_property(property, *property.default_value, site);
            if (value.ok())
                settings.properties.push_back({property.name, *std::move(value), settings.position});
            else
                errors.push_back(std::move(value).error().at(settings.position));
        } else if ((property.flags & CROSSDOCK_PROPERTY_REQUIRED) != 0) {
            add(errors, "property.missing",
                fmt::format("adapter {} needs the property {}: {}", settings.name, property.name,
                            property.documentation),
                settings.position);
        }
    }
}

}  // namespace crossdock::plugins
