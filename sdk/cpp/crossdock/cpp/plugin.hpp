// The entry of a plugin written in C++: its adapter types as data, and the one exported function.
//
//   CROSSDOCK_PLUGIN("csv", "0.1.0", CSV_BUILD_ID, crossdock::sdk::type<Csv>("csv", "…", {…}))
#pragma once

#include <crossdock/entry.h>
#include <crossdock/cpp/adapter.hpp>

#include <initializer_list>
#include <string>
#include <vector>

namespace crossdock::sdk {

// One property, for an initialiser list: required, sensitive and repeated are flags of the ABI.
inline crossdock_property property(const char* name, crossdock_property_type type, const char* documentation,
                                   const char* default_value = nullptr, std::uint32_t flags = 0,
                                   const char* allowed = nullptr) {
    crossdock_property property{};
    property.struct_size = sizeof property;
    property.type = type;
    property.flags = flags;
    property.name = name;
    property.default_value = default_value;
    property.allowed = allowed;
    property.documentation = documentation;
    return property;
}

// An adapter type: what the site may say of it, and how one is made.
struct AdapterType {
    const char* name;
    const char* documentation;
    std::uint32_t interfaces;
    std::vector<crossdock_property> properties;
    std::unique_ptr<Adapter> (*make)(const crossdock_host*);
};

template <typename Concrete>
AdapterType type(const char* name, std::uint32_t interfaces, const char* documentation,
                 std::vector<crossdock_property> properties) {
    return {name, documentation, interfaces, std::move(properties),
            [](const crossdock_host* host) -> std::unique_ptr<Adapter> { return std::make_unique<Concrete>(host); }};
}

// The folder that the plugin was loaded from; set before any adapter is made.
inline std::string& plugin_folder() {
    static std::string folder;
    return folder;
}

// The plugin's types as the ABI's tables; made once, on first use.
class TypeTable {
public:
    TypeTable(const char* version, std::vector<AdapterType> types) : types_(std::move(types)) {
        for (const AdapterType& type : types_) {
            crossdock_adapter_type table{};
            table.struct_size = sizeof table;
            table.interfaces = type.interfaces;
            table.name = type.name;
            table.version = version;
            table.documentation = type.documentation;
            table.properties = type.properties.data();
            table.property_count = type.properties.size();
            table.property_size = sizeof(crossdock_property);
            tables_.push_back(table);
        }
    }
    [[nodiscard]] std::uint64_t count() const noexcept { return tables_.size(); }
    [[nodiscard]] const crossdock_adapter_type* at(std::uint64_t index) const noexcept {
        return index < tables_.size() ? &tables_[static_cast<std::size_t>(index)] : nullptr;
    }
    const crossdock_adapter* create(const crossdock_host* host, std::string_view name, crossdock_error* error) const {
        for (const AdapterType& type : types_)
            if (name == type.name) return AdapterShell::release(type.make(host));
        fill_error(error, CROSSDOCK_ERROR_CONFIGURATION, "plugin.unknown-type",
                   "this plugin has no adapter type '" + std::string(name) + "'");
        return nullptr;
    }

private:
    std::vector<AdapterType> types_;
    std::vector<crossdock_adapter_type> tables_;
};

// Builds the entry around a function that answers the plugin's TypeTable.
template <const TypeTable& (*Types)()>
const crossdock_entry* make_entry(const char* name, const char* version, const char* build_id) {
    static const crossdock_adapter_factory factory = [] {
        crossdock_adapter_factory table{};
        table.struct_size = sizeof table;
        table.type_count = []() -> std::uint64_t { return Types().count(); };
        table.type_at = [](std::uint64_t index) { return Types().at(index); };
        table.create = [](const crossdock_host* host, const char* type_name,
                          crossdock_error* error) -> const crossdock_adapter* {
            const crossdock_adapter* made = nullptr;
            static_cast<void>(guarded(error, [&] {
                made = Types().create(host, type_name, error);
                return CROSSDOCK_OK;
            }));
            return made;
        };
        return table;
    }();
    static const crossdock_entry entry = [&] {
        crossdock_entry table{};
        table.struct_size = sizeof table;
        table.abi_major = CROSSDOCK_ABI_MAJOR;
        table.abi_minor = CROSSDOCK_ABI_MINOR;
        table.plugin_name = name;
        table.plugin_version = version;
        table.build_id = build_id;
        table.init = [](const char* plugin_path, crossdock_error* error) -> crossdock_status {
            return guarded(error, [&] {
                plugin_folder() = plugin_path == nullptr ? "" : plugin_path;
                return CROSSDOCK_OK;
            });
        };
        table.deinit = []() { plugin_folder().clear(); };
        table.get_factory = [](const char* id) -> const void* {
            return std::string_view(id) == CROSSDOCK_ADAPTER_FACTORY ? &factory : nullptr;
        };
        return table;
    }();
    return &entry;
}

}  // namespace crossdock::sdk

// Defines the exported entry. The rest of the arguments are AdapterType values.
#define CROSSDOCK_PLUGIN(name, version, build_id, ...)                                               \
    namespace {                                                                                      \
    const crossdock::sdk::TypeTable& crossdock_plugin_types() {                                      \
        static const crossdock::sdk::TypeTable types{version, {__VA_ARGS__}};                        \
        return types;                                                                                \
    }                                                                                                \
    }                                                                                                \
    extern "C" CROSSDOCK_EXPORT const crossdock_entry* CROSSDOCK_CALL crossdock_plugin_entry(void);  \
    extern "C" CROSSDOCK_EXPORT const crossdock_entry* CROSSDOCK_CALL crossdock_plugin_entry(void) { \
        return crossdock::sdk::make_entry<&crossdock_plugin_types>(name, version, build_id);         \
    }
