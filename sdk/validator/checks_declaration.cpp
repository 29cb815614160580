// The properties that a type declares.
#include <algorithm>
#include <cstring>
#include <set>

#include "checks.hpp"

namespace crossdock::sdk::validator {

namespace {

template <typename Look>
void each_property(const Subject& subject, Report& report, Look look) {
    const crossdock_adapter_type& type = *subject.type;
    if (type.property_count == 0) return;
    if (!report.expect(type.properties != nullptr, "properties point at property_count of them", "NULL")) return;
    if (!report.expect(type.property_size >= sizeof(crossdock_property),
                       "property_size is at least " + std::to_string(sizeof(crossdock_property)),
                       std::to_string(type.property_size)))
        return;
    const auto* first = reinterpret_cast<const char*>(type.properties);
    for (std::uint64_t index = 0; index < type.property_count; ++index) {
        const auto& property = *reinterpret_cast<const crossdock_property*>(first + index * type.property_size);
        look(property, property.name == nullptr ? "property " + std::to_string(index)
                                                : "property '" + std::string(property.name) + "'");
    }
}

void well_formed(Subject& subject, Report& report) {
    constexpr std::uint32_t known =
        CROSSDOCK_PROPERTY_REQUIRED | CROSSDOCK_PROPERTY_SENSITIVE | CROSSDOCK_PROPERTY_REPEATED;
    each_property(subject, report, [&](const crossdock_property& property, const std::string& which) {
        report.expect(property.struct_size >= sizeof property,
                      "struct_size of " + which + " is at least " + std::to_string(sizeof property),
                      std::to_string(property.struct_size));
        const std::string_view name = property.name == nullptr ? "" : property.name;
        const bool lower = !name.empty() && std::all_of(name.begin(), name.end(), [](char character) {
            return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9') || character == '-';
        });
        report.expect(lower, which + " has a name of lower-case letters, digits and `-`",
                      "'" + std::string(name) + "'");
        report.expect(property.documentation != nullptr && *property.documentation != '\0',
                      which + " has documentation", "none");
        report.expect(property.type >= CROSSDOCK_PROPERTY_TEXT && property.type <= CROSSDOCK_PROPERTY_URL,
                      which + " has a type of this ABI", std::to_string(property.type));
        report.expect((property.flags & ~known) == 0, which + " has flags of this ABI", std::to_string(property.flags));
    });
}

void unique_names(Subject& subject, Report& report) {
    std::set<std::string> names;
    each_property(subject, report, [&](const crossdock_property& property, const std::string& which) {
        if (property.name != nullptr)
            report.expect(names.insert(property.name).second, "each property name is declared once",
                          which + " comes twice");
    });
}

void values_fit(Subject& subject, Report& report) {
    each_property(subject, report, [&](const crossdock_property& property, const std::string& which) {
        const std::string allowed = property.allowed == nullptr ? "" : property.allowed;
        std::int64_t least = 0;
        std::int64_t most = 0;
        if (property.type == CROSSDOCK_PROPERTY_CHOICE)
            report.expect(!allowed.empty() && !testing::is_allowed(allowed, ""),
                          which + ", a choice, lists its values separated by `|`", "'" + allowed + "'");
        else if (property.type == CROSSDOCK_PROPERTY_INTEGER && property.allowed != nullptr)
            report.expect(testing::parse_range(allowed, least, most), which + ", an integer, is allowed `min..max`",
                          "'" + allowed + "'");
        else
            report.expect(property.allowed == nullptr, which + " has no `allowed`: its type has none", allowed);
        if (property.default_value == nullptr) return;
        report.expect(testing::read_form(property, property.default_value).has_value(),
                      "the default of " + which + " fits its type and what is allowed",
                      "'" + std::string(property.default_value) + "'");
        report.expect((property.flags & CROSSDOCK_PROPERTY_REQUIRED) == 0,
                      which + " is required or has a default, not both", "both");
        report.expect((property.flags & CROSSDOCK_PROPERTY_SENSITIVE) == 0,
                      which + " is sensitive, so it has no default in the open", "one");
    });
}

void config_is_known(Subject& subject, Report& report) {
    for (const auto& [name, value] : subject.options.config) {
        bool known = false;
        each_property(subject, report, [&, wanted = name](const crossdock_property& property, const std::string&) {
            known = known || (property.name != nullptr && wanted == property.name);
        });
        report.expect(known, "--config names properties of the type", "'" + name + "'");
    }
}

constexpr Check checks[] = {
    {"properties: each is well formed", 0, 1, well_formed},
    {"properties: names are unique", 0, 1, unique_names},
    {"properties: defaults and allowed values fit", 0, 1, values_fit},
    {"properties: those given for this check are declared", 0, 1, config_is_known},
};

}  // namespace

std::span<const Check> declaration_checks() { return checks; }

}  // namespace crossdock::sdk::validator
