// Values for the properties of the type under check.
#include <fstream>

#include "subject.hpp"

namespace crossdock::sdk::validator {

namespace {

bool given(const Options& options, std::string_view name) {
    for (const auto& [known, value] : options.config)
        if (known == name) return true;
    return false;
}

std::string made_up(const crossdock_property& property) {
    switch (property.type) {
        case CROSSDOCK_PROPERTY_INTEGER: {
            std::int64_t least = 1;
            std::int64_t most = 1;
            if (property.allowed != nullptr) testing::parse_range(property.allowed, least, most);
            return std::to_string(least);
        }
        case CROSSDOCK_PROPERTY_BOOLEAN: return "yes";
        case CROSSDOCK_PROPERTY_DURATION: return "1s";
        case CROSSDOCK_PROPERTY_SIZE: return "1MiB";
        case CROSSDOCK_PROPERTY_CHOICE: {
            const std::string_view allowed = property.allowed == nullptr ? "" : property.allowed;
            return std::string(allowed.substr(0, allowed.find('|')));
        }
        case CROSSDOCK_PROPERTY_PATH: return property.name;
        case CROSSDOCK_PROPERTY_URL: return "http://127.0.0.1:9/";
        default: return "check";
    }
}

// A folder of the site unless the path was given absolute; for a source with something to find in it.
std::string made_path(const Subject& subject, const std::filesystem::path& site, const std::string& written,
                      bool was_given) {
    const std::filesystem::path path = site / written;
    if (was_given) return path.string();
    std::filesystem::create_directories(path);
    if (subject.has(CROSSDOCK_INTERFACE_SOURCE))
        std::ofstream(path / "sample.txt", std::ios::binary) << "a payload for the check\n";
    return path.string();
}

}  // namespace

void configure(const Subject& subject, const std::filesystem::path& site, FakeHost& host, Report& report) {
    host.config.adapter_name = "checked";
    const auto set = [&](const crossdock_property& property, const std::string& written, bool was_given) {
        auto value = testing::read_form(property, written);
        if (!value) {
            report.problem("a value that fits property " + std::string(property.name), "'" + written + "'");
            return;
        }
        if (property.type == CROSSDOCK_PROPERTY_PATH) value = made_path(subject, site, *value, was_given);
        if ((property.flags & CROSSDOCK_PROPERTY_SENSITIVE) != 0)
            host.config.add_secret(property.name, *value);
        else
            host.config.add(property.name, *value);
    };
    for (std::uint64_t index = 0; index < subject.type->property_count; ++index) {
        const crossdock_property& property = subject.type->properties[index];
        if (property.name == nullptr) continue;
        if (given(subject.options, property.name)) {
            for (const auto& [name, value] : subject.options.config)
                if (name == property.name) set(property, value, true);
        } else if (property.default_value != nullptr) {
            if (host.config.count(property.name) == 0) set(property, property.default_value, false);
        } else if ((property.flags & CROSSDOCK_PROPERTY_REQUIRED) != 0) {
            set(property, made_up(property), false);
        }
    }
}

std::string configuration_advice(const Subject& subject) {
    std::string names;
    for (std::uint64_t index = 0; index < subject.type->property_count; ++index) {
        const crossdock_property& property = subject.type->properties[index];
        const bool required = (property.flags & CROSSDOCK_PROPERTY_REQUIRED) != 0;
        if (property.name == nullptr || !required || given(subject.options, property.name)) continue;
        names += (names.empty() ? "" : ", ") + std::string(property.name);
    }
    return names.empty() ? "" : "; values were made up for " + names + ": give fitting ones with --config NAME=VALUE";
}

}  // namespace crossdock::sdk::validator
