// `crossdock plugins …`: what is found, what is refused, and what each offers.
#include <crossdock/adapter.h>
#include <fmt/format.h>

#include "host/commands/command.hpp"
#include "host/commands/installation.hpp"
#include "host/document/json_text.hpp"
#include "host/plugins/adapter_host.hpp"
#include "host/site/site_config.hpp"

namespace crossdock::commands {

namespace {

Result<std::vector<plugins::PluginInfo>> find(const Options& given) {
    const Installation installation = Installation::find();
    const SiteFolders folders(given.site());
    plugins::AdapterHostOptions options;
    options.site = folders.site;
    options.plugin_folders = {folders.plugins, installation.plugin_folder};
    options.worker_program = installation.worker_program;
    options.run_folder = std::filesystem::temp_directory_path();
    if (auto file = XmlFile::load(folders.site / "crossdock.xml"); file.ok()) {
        std::vector<Error> later;
        options.allow_plugins_without_manifest = site::read_site_config(*file.value(), later).allow_unsigned_plugins;
        options.run_folder = folders.run;
        std::error_code ignored;
        std::filesystem::create_directories(folders.run, ignored);
    }
    return plugins::find_plugins(options);
}

std::string interfaces(std::uint32_t bits) {
    std::string text;
    const auto add = [&](std::uint32_t bit, const char* name) {
        if ((bits & bit) != 0) text += (text.empty() ? "" : ", ") + std::string(name);
    };
    add(CROSSDOCK_INTERFACE_SOURCE, "source");
    add(CROSSDOCK_INTERFACE_SINK, "sink");
    add(CROSSDOCK_INTERFACE_SERVICE, "service");
    add(CROSSDOCK_INTERFACE_FORMAT, "format");
    return text;
}

std::string to_json(const plugins::PluginInfo& plugin) {
    std::string types;
    for (const plugins::PluginType& type : plugin.types)
        types +=
            fmt::format(R"({}{{"name":{},"interfaces":{},"documentation":{}}})", types.empty() ? "" : ",",
                        json_text(type.name), json_text(interfaces(type.interfaces)), json_text(type.documentation));
    return fmt::format(R"({{"name":{},"version":{},"build_id":{},"file":{},"digest":{},"refused":{},"types":[{}]}})",
                       json_text(plugin.name), json_text(plugin.version), json_text(plugin.build_id),
                       json_text(plugin.file.string()), json_text(plugin.digest),
                       plugin.refused ? json_text(describe(*plugin.refused)) : "null", types);
}

}  // namespace

int run_plugins_list(const Words& words) {
    Options options("plugins list", "Lists the plugins of the site's plugins/ and of the installation.",
                    {{"plugins list --site dockside", "those that are refused too, with the reason"}});
    if (!options.parse(words)) return options.exit_status();
    auto found = find(options);
    if (!found.ok()) return fail(found.error());
    std::string json;
    for (const plugins::PluginInfo& plugin : found.value()) {
        if (options.json()) {
            json += (json.empty() ? "" : ",") + to_json(plugin);
            continue;
        }
        if (plugin.refused) {
            fmt::print("{:<12} refused: {}\n", plugin.name, describe(*plugin.refused));
            continue;
        }
        std::string types;
        for (const plugins::PluginType& type : plugin.types)
            types += fmt::format("{}{} ({})", types.empty() ? "" : ", ", type.name, interfaces(type.interfaces));
        fmt::print("{:<12} {:<8} {}\n", plugin.name, plugin.version, types);
    }
    if (options.json()) fmt::print("[{}]\n", json);
    return exit_ok;
}

int run_plugins_inspect(const Words& words) {
    Options options("plugins inspect NAME", "Shows a plugin's adapter types and the properties a site may set.",
                    {{"plugins inspect file", "file-source and file-sink"}});
    options.positional("plugin");
    if (!options.parse(words)) return options.exit_status();
    auto found = find(options);
    if (!found.ok()) return fail(found.error());
    for (const plugins::PluginInfo& plugin : found.value()) {
        if (plugin.name != options.text("plugin")) continue;
        if (options.json()) {
            fmt::print("{}\n", to_json(plugin));
            return exit_ok;
        }
        fmt::print("{} {} (build {})\n{}\nSHA-256 {}\n", plugin.name, plugin.version, plugin.build_id,
                   plugin.file.string(), plugin.digest);
        if (plugin.refused) return fail(*plugin.refused);
        for (const plugins::PluginType& type : plugin.types) {
            fmt::print("\ntype {} ({})\n  {}\n", type.name, interfaces(type.interfaces), type.documentation);
            for (const plugins::PluginType::Property& property : type.properties)
                fmt::print(
                    "    {:<22} {}{}{}{}{}\n", property.name, property.documentation,
                    (property.flags & CROSSDOCK_PROPERTY_REQUIRED) != 0 ? "; required" : "",
                    (property.flags & CROSSDOCK_PROPERTY_SENSITIVE) != 0 ? "; a secret: env:NAME or file:PATH" : "",
                    property.default_value ? "; default " + *property.default_value : "",
                    property.allowed.empty() ? "" : "; one of " + property.allowed);
        }
        return exit_ok;
    }
    return fail(
        Error{"plugins.unknown", ErrorClass::configuration,
              fmt::format("there is no plugin '{}'; 'crossdock plugins list' shows them", options.text("plugin"))});
}

}  // namespace crossdock::commands
