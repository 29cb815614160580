#include "host/commands/site_loader.hpp"

#include <crossdock/adapter.h>
#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "host/commands/logging.hpp"
#include "host/service/readiness.hpp"

namespace crossdock::commands {

namespace {

// Asks the site's formats, in the order of crossdock.xml.
class FormatTypes final : public site::TypeDescriber {
public:
    FormatTypes(plugins::AdapterHost& adapters, std::vector<std::string> names)
        : adapters_(adapters), names_(std::move(names)) {}

    Result<std::string> describe(std::string_view type) override {
        for (const std::string& name : names_) {
            auto& client = clients_[name];
            if (client == nullptr) {
                auto made = adapters_.format(name);
                if (!made.ok()) continue;
                client = std::move(made).value();
            }
            auto described = client->describe(type);
            if (described.ok() || described.error().code != "format.unknown-type") return described;
        }
        return Error{"format.unknown-type", ErrorClass::configuration,
                     fmt::format("none of the site's formats knows the type {}", type)};
    }

private:
    plugins::AdapterHost& adapters_;
    std::vector<std::string> names_;
    std::map<std::string, std::unique_ptr<plugins::FormatClient>> clients_;
};

// Receives nothing: for a host whose sources are not there.
class Nobody final : public plugins::MessageReceiver {
public:
    void received(std::vector<Arrival> arrivals) override {
        for (Arrival& arrival : arrivals) arrival.done({});
    }
    void refused(const std::string&, const std::string&, const Error&) override {}
    bool has_room() override { return false; }
};

Nobody nobody;

const plugins::PluginType* find_type(const std::vector<plugins::PluginInfo>& plugins,
                                     const plugins::AdapterSettings& settings, const plugins::PluginInfo*& plugin,
                                     std::vector<Error>& errors) {
    const auto found = std::find_if(plugins.begin(), plugins.end(),
                                    [&](const plugins::PluginInfo& each) { return each.name == settings.plugin; });
    if (found == plugins.end()) {
        errors.push_back(
            Error{"site.unknown-plugin", ErrorClass::configuration,
                  fmt::format("there is no plugin '{}'; 'crossdock plugins list' shows those that are found",
                              settings.plugin)}
                .at(settings.position));
        return nullptr;
    }
    if (found->refused) {
        errors.push_back(Error{"site.refused-plugin", ErrorClass::configuration,
                               fmt::format("the plugin {} is refused", settings.plugin)}
                             .at(settings.position)
                             .because_of(*found->refused));
        return nullptr;
    }
    plugin = &*found;
    const auto type = std::find_if(found->types.begin(), found->types.end(),
                                   [&](const plugins::PluginType& each) { return each.name == settings.type; });
    if (type != found->types.end()) return &*type;
    std::vector<std::string> known;
    for (const plugins::PluginType& each : found->types) known.push_back(each.name);
    errors.push_back(Error{"site.unknown-adapter-type", ErrorClass::configuration,
                           fmt::format("the plugin {} has no adapter type '{}'; it has {}", settings.plugin,
                                       settings.type, fmt::join(known, ", "))}
                         .at(settings.position));
    return nullptr;
}

struct Compiled {
    std::shared_ptr<const site::Deployment> deployment;
    std::shared_ptr<const flow::FlowSet> flows;
};

Compiled compile(site::SiteFiles files, plugins::AdapterHost& adapters, const SiteAdapters& catalog,
                 const std::vector<std::string>& maps, std::vector<Error>& errors) {
    std::vector<std::string> names;
    for (const auto& state : adapters.states()) names.push_back(state.name);
    FormatTypes types(adapters, std::move(names));
    auto deployment = std::make_shared<site::Deployment>(std::move(files), types, errors, &catalog);
    for (const std::string& map : maps) deployment->map(map, {}, errors);
    return {deployment, flow::FlowSet::compile(deployment, errors)};
}

enum class Look { at_types, as_a_start };

Result<LoadedSite> load(const Installation& installation, const SiteFolders& folders,
                        plugins::MessageReceiver* receiver, journal::Store* store, Look look,
                        const std::vector<std::string>& maps = {}) {
    CROSSDOCK_TRY_ASSIGN(site::SiteFiles files, site::SiteFiles::read(folders.site, installation.mappings));
    std::error_code ignored;
    std::filesystem::create_directories(folders.run, ignored);
    LoadedSite loaded;
    auto file = XmlFile::parse(*files.find("crossdock.xml"), "crossdock.xml");
    if (!file.ok()) {
        loaded.errors.push_back(std::move(file).error());
        return loaded;
    }
    std::vector<Error> mistakes;  // reported again, once, when the whole site is compiled
    const site::SiteConfig config = site::read_site_config(*file.value(), mistakes);

    plugins::AdapterHostOptions options;
    options.site = folders.site;
    options.run_folder = folders.run;
    options.plugin_folders = {folders.plugins, installation.plugin_folder};
    options.worker_program = installation.worker_program;
    options.store = store;
    options.clock = &system_clock();
    options.log_level = adapter_log_level(config.log.level);
    options.allow_plugins_without_manifest = config.allow_unsigned_plugins;
    CROSSDOCK_TRY_ASSIGN(loaded.plugins, plugins::find_plugins(options));
    std::vector<plugins::AdapterSettings> settings;
    std::vector<plugins::AdapterSettings> looked_at;  // that are only initialised: what can they do?
    std::map<std::string, std::uint32_t> interfaces;
    bool has_formats = true;
    for (const site::AdapterConfig& adapter : config.adapters) {
        plugins::AdapterSettings each = adapter.settings;
        const plugins::PluginInfo* plugin = nullptr;
        const std::size_t before = loaded.errors.size();
        const plugins::PluginType* type = find_type(loaded.plugins, each, plugin, loaded.errors);
        if (type == nullptr) {
            has_formats = false;  // it may be one
            continue;
        }
        plugins::check_settings(*plugin, each, folders.site, loaded.errors);
        interfaces[each.name] = type->interfaces;
        const bool is_format = (type->interfaces & CROSSDOCK_INTERFACE_FORMAT) != 0;
        if (loaded.errors.size() != before)
            has_formats = has_formats && !is_format;
        else if (receiver != nullptr || is_format)
            settings.push_back(std::move(each));
        else if (look == Look::as_a_start || (type->interfaces & CROSSDOCK_INTERFACE_SERVICE) != 0)
            looked_at.push_back(std::move(each));
    }
    // Then nothing is started any more, and all that is wanted is what else is wrong.
    if (receiver != nullptr && !(loaded.errors.empty() && mistakes.empty()))
        return load(installation, folders, nullptr, nullptr, Look::at_types);
    // Without its formats a site has no types, and every map would be wrong for that one reason.
    if (!has_formats) {
        std::move(mistakes.begin(), mistakes.end(), std::back_inserter(loaded.errors));
        return loaded;
    }
    // Beside a running host the sockets of a mere look at the site must not take its host's names.
    if (receiver == nullptr) {
        options.run_folder = folders.run / fmt::format("check-{:08x}", std::random_device{}());
        std::filesystem::create_directories(options.run_folder, ignored);
        loaded.scratch = std::make_unique<ScratchFolder>(options.run_folder);
    }
    CROSSDOCK_TRY_ASSIGN(loaded.adapters, plugins::make_adapter_host(options, std::move(settings)));
    CROSSDOCK_TRY(loaded.adapters->start(receiver != nullptr ? *receiver : nobody));
    auto catalog = std::make_shared<SiteAdapters>(*loaded.adapters);
    for (const auto& [name, has] : interfaces) catalog->add(name, has);
    catalog->ask_operations(*loaded.adapters);
    std::vector<Error> of_start;
    if (!looked_at.empty()) {
        options.run_folder /= "look";
        options.log = [](std::string_view, std::uint32_t, std::string_view) {};
        if (const auto asked = plugins::make_adapter_host(options, std::move(looked_at)); asked.ok()) {
            of_start = asked.value()->look();
            catalog->ask_operations(*asked.value());
        } else {
            of_start.push_back(asked.error());
        }
    }
    if (look == Look::as_a_start) {
        if (Status address = service::ReadinessEndpoint::check(config.readiness_address); !address.ok())
            of_start.push_back(Error(address.error()).at(config.readiness_position));
        std::move(of_start.begin(), of_start.end(), std::back_inserter(loaded.errors));
    }
    loaded.catalog = std::move(catalog);
    Compiled compiled = compile(std::move(files), *loaded.adapters, *loaded.catalog, maps, loaded.errors);
    loaded.deployment = std::move(compiled.deployment);
    if (loaded.errors.empty()) loaded.flows = std::move(compiled.flows);
    return loaded;
}

}  // namespace

std::shared_ptr<const flow::FlowSet> compile_site(site::SiteFiles files, plugins::AdapterHost& adapters,
                                                  const SiteAdapters& catalog, std::vector<Error>& errors) {
    const std::size_t before = errors.size();
    Compiled compiled = compile(std::move(files), adapters, catalog, {}, errors);
    return errors.size() == before ? std::move(compiled.flows) : nullptr;
}

Result<LoadedSite> load_site(const Installation& installation, const SiteFolders& folders,
                             plugins::MessageReceiver* receiver, journal::Store* store) {
    return load(installation, folders, receiver, store, Look::at_types);
}

Result<LoadedSite> load_maps(const Installation& installation, const SiteFolders& folders,
                             const std::vector<std::string>& maps) {
    return load(installation, folders, nullptr, nullptr, Look::at_types, maps);
}

Result<LoadedSite> look_at_site(const Installation& installation, const SiteFolders& folders) {
    return load(installation, folders, nullptr, nullptr, Look::as_a_start);
}

}  // namespace crossdock::commands
