#include "host/commands/edi/formats.hpp"

#include <crossdock/adapter.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <random>

#include "host/commands/installation.hpp"

namespace crossdock::commands::edi {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view dictionaries_property = "dictionaries";
constexpr std::string_view site_dictionaries_property = "site-dictionaries";

// These adapters have no sources.
class NoMessages final : public plugins::MessageReceiver {
public:
    void received(std::vector<Arrival> arrivals) override {
        for (Arrival& arrival : arrivals) arrival.done({});
    }
    void refused(const std::string&, const std::string&, const Error&) override {}
    bool has_room() override { return false; }
};

NoMessages no_messages;

// A type whose messages come from dictionaries; the types of other formats come from a site's schemas.
bool has_messages_of_its_own(const plugins::PluginType& type) {
    return (type.interfaces & CROSSDOCK_INTERFACE_FORMAT) != 0 &&
           std::any_of(type.properties.begin(), type.properties.end(),
                       [](const auto& property) { return property.name == dictionaries_property; });
}

plugins::AdapterSettings settings_of(const std::string& plugin, const plugins::PluginType& type,
                                     const FormatChoice& choice, const fs::path& shipped) {
    plugins::AdapterSettings settings;
    settings.name = settings.type = type.name;
    settings.plugin = plugin;
    // A person waits for an answer as long as they like, and one transaction may be large.
    settings.lane.deadline_ms = 600'000;
    if (!choice.site_dictionaries.empty())
        settings.properties.push_back(
            {std::string(site_dictionaries_property), fs::absolute(choice.site_dictionaries).string(), {}});
    if (choice.dictionaries.empty()) return settings;
    settings.properties.push_back({std::string(dictionaries_property), shipped.string(), {}});
    for (const fs::path& folder : choice.dictionaries)
        settings.properties.push_back({std::string(dictionaries_property), fs::absolute(folder).string(), {}});
    return settings;
}

}  // namespace

Result<Formats> Formats::start(const FormatChoice& choice) {
    const Installation installation = Installation::find();
    std::error_code ignored;
    for (const fs::path& folder : choice.dictionaries)
        if (!fs::is_directory(folder, ignored))
            return Error{"edi.no-dictionaries", ErrorClass::configuration,
                         fmt::format("there is no folder {}; --dictionary names one that holds FORMAT/RELEASE/*.dict",
                                     folder.string())};
    Formats formats;
    plugins::AdapterHostOptions options;
    options.site = fs::current_path(ignored);
    options.run_folder = fs::temp_directory_path() / fmt::format("crossdock-edi-{:08x}", std::random_device{}());
    fs::create_directories(options.run_folder, ignored);
    fs::permissions(options.run_folder, fs::perms::owner_all, ignored);
    formats.scratch_ = std::make_unique<ScratchFolder>(options.run_folder);
    options.plugin_folders = {installation.plugin_folder};
    options.worker_program = installation.worker_program;
    // What goes wrong is the error of the call that it goes wrong in.
    options.log = [](std::string_view, std::uint32_t, std::string_view) {};
    CROSSDOCK_TRY_ASSIGN(const std::vector<plugins::PluginInfo> found, plugins::find_plugins(options));

    std::vector<plugins::AdapterSettings> settings;
    std::vector<std::string> known;
    std::vector<Error> mistakes;
    for (const plugins::PluginInfo& plugin : found)
        for (const plugins::PluginType& type : plugin.types) {
            if (!has_messages_of_its_own(type)) continue;
            known.push_back(type.name);
            if (!choice.format.empty() && choice.format != type.name) continue;
            settings.push_back(settings_of(plugin.name, type, choice, installation.mappings / "dictionaries"));
            plugins::check_settings(plugin, settings.back(), options.site, mistakes);
        }
    if (!mistakes.empty()) return mistakes.front();
    if (settings.empty())
        return Error{"edi.unknown-format", ErrorClass::configuration,
                     choice.format.empty()
                         ? fmt::format("no format is installed in {}", installation.plugin_folder.string())
                         : fmt::format("there is no format '{}'; known are {}", choice.format, fmt::join(known, ", "))};
    const std::vector<plugins::AdapterSettings> asked = settings;
    CROSSDOCK_TRY_ASSIGN(formats.adapters_, plugins::make_adapter_host(options, std::move(settings)));
    CROSSDOCK_TRY(formats.adapters_->start(no_messages));
    for (const plugins::AdapterSettings& each : asked) {
        CROSSDOCK_TRY_ASSIGN(std::unique_ptr<plugins::FormatClient> client, formats.adapters_->format(each.name));
        formats.formats_.push_back({each.name, std::move(client)});
    }
    formats.chosen_ = !choice.format.empty();
    return formats;
}

Result<plugins::FormatClient*> Formats::recognise(std::string_view head, std::string_view name) {
    if (chosen_) return formats_.front().client.get();
    plugins::FormatClient* best = nullptr;
    std::uint32_t surest = 0;
    std::vector<std::string> asked;
    for (const Known& each : formats_) {
        CROSSDOCK_TRY_ASSIGN(const std::uint32_t sure, each.client->probe(head, name, {}));
        asked.push_back(each.name);
        if (sure <= surest) continue;
        surest = sure;
        best = each.client.get();
    }
    if (best == nullptr)
        return Error{
            "edi.unrecognised", ErrorClass::permanent,
            fmt::format("this does not begin like an interchange of {}; --format says which it is all the same",
                        fmt::join(asked, " or "))};
    return best;
}

}  // namespace crossdock::commands::edi
