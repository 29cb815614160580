// Finding plugins, verifying their manifests, and refusing broken ones.
#include "host/plugins/discovery.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <map>

#include "host/base/platform/process.hpp"
#include "host/plugins/library.hpp"
#include "tests/host/plugins/running_host.hpp"

using namespace crossdock;
using namespace crossdock::plugins;
using namespace crossdock::testing;

namespace {

namespace fs = std::filesystem;

std::map<std::string, PluginInfo> by_name(std::vector<PluginInfo> plugins) {
    std::map<std::string, PluginInfo> map;
    for (PluginInfo& plugin : plugins) map.emplace(plugin.name, std::move(plugin));
    return map;
}

// A folder of plugins with a copy of the trial plugin and its manifest.
struct PluginFolder {
    PluginFolder() {
        fs::copy_file(good_plugins() / "trial.so", library);
        auto process = ChildProcess::spawn({worker_program(), {"--write-manifest", library.string()}});
        REQUIRE(process.ok());
        REQUIRE((*process)->wait().ok());
    }
    TemporaryFolder folder;
    fs::path library = folder.path() / "trial.so";
};

}  // namespace

TEST_CASE("each broken plugin is named with its fault, and good ones are read all the same") {
    const TemporaryFolder folder;
    AdapterHostOptions options = options_in(folder.path());
    options.plugin_folders = {good_plugins(), broken_plugins(), folder.path() / "absent"};
    const auto found = find_plugins(options);
    REQUIRE(found.ok());
    const auto plugins = by_name(*found);
    const std::map<std::string, std::string> faults = {
        {"no_entry", "plugin.no-entry"},       {"null_entry", "plugin.bad-entry"},
        {"wrong_major", "plugin.wrong-major"}, {"newer_minor", "plugin.newer-minor"},
        {"wrong_size", "plugin.bad-entry"},    {"missing_hook", "plugin.missing-hook"},
        {"no_factory", "plugin.no-factory"},   {"crash_at_entry", "plugin.died"},
        {"hang_free_throw", "plugin.threw"},
    };
    for (const auto& [name, code] : faults) {
        INFO(name);
        REQUIRE(plugins.count(name) == 1);
        REQUIRE(plugins.at(name).refused);
        CHECK(plugins.at(name).refused->code == code);
    }
    const PluginInfo& trial = plugins.at("trial");
    REQUIRE_FALSE(trial.refused);
    CHECK(trial.version == "1.2.3");
    CHECK(trial.types.size() == 5);
    CHECK(trial.types[3].properties[0].allowed == "0..1000000");
    CHECK(trial.types[3].properties[0].default_value == "0");
    CHECK(trial.digest.size() == 64);

    // What was read is remembered by digest: no worker is needed any more for what could be read.
    options.plugin_folders = {good_plugins()};
    options.worker_program = "/nowhere";
    const auto again = find_plugins(options);
    REQUIRE(again.ok());
    CHECK(again->at(0).types.size() == 5);
}

TEST_CASE("a plugin dropped into a folder with its manifest works") {
    const PluginFolder plugin;
    AdapterHostOptions options = options_in(plugin.folder.path());
    options.allow_plugins_without_manifest = false;
    options.plugin_folders = {plugin.folder.path()};
    const auto found = find_plugin(options, "trial");
    REQUIRE(found.ok());
    CHECK(found->manifest.build_id == "trial-1");
    CHECK(found->manifest.platform == this_platform());
}

TEST_CASE("a library that its manifest does not describe is refused before it is opened") {
    const PluginFolder plugin;
    AdapterHostOptions options = options_in(plugin.folder.path());
    options.plugin_folders = {plugin.folder.path()};
    std::ofstream(plugin.library, std::ios::app) << "x";
    CHECK(find_plugin(options, "trial").error().code == "manifest.wrong-digest");
    CHECK(make_adapter_host(options, {adapter("echo", "echo", Isolation::thread)}).error().code ==
          "manifest.wrong-digest");
}

TEST_CASE("a manifest of another ABI or platform, or none, is refused") {
    const PluginFolder plugin;
    const fs::path file = manifest_path(plugin.library);
    Manifest manifest = *read_manifest(file);
    manifest.abi_major = 9;
    REQUIRE(write_manifest(manifest, file).ok());
    CHECK(verify_plugin(plugin.library, false).error().code == "manifest.wrong-abi");
    manifest.abi_major = CROSSDOCK_ABI_MAJOR;
    manifest.platform = "vax-vms";
    REQUIRE(write_manifest(manifest, file).ok());
    CHECK(verify_plugin(plugin.library, false).error().code == "manifest.wrong-platform");
    std::ofstream(file) << "<plugin-manifest name=\"x\"/>";
    CHECK(verify_plugin(plugin.library, true).error().code == "manifest.malformed");
    fs::remove(file);
    CHECK(verify_plugin(plugin.library, false).error().code == "manifest.missing");
    CHECK(verify_plugin(plugin.library, true).ok());
}

TEST_CASE("hosts of one process share a library, and it is deinitialised when the last has let it go") {
    const fs::path file = good_plugins() / "trial.so";
    auto first = std::make_unique<LibraryCache>();
    LibraryCache second;
    const PluginLibrary* const library = first->load(file).value();
    CHECK(first->load(file).value() == library);
    CHECK(second.load(file).value() == library);
    first.reset();
    CHECK(second.load(file).value() == library);
    CHECK(library->find_type("lines"));
}

TEST_CASE("an unknown plugin is answered with the nearest there is") {
    const TemporaryFolder folder;
    const Error error = find_plugin(options_in(folder.path()), "tryal").error();
    CHECK(error.code == "plugin.unknown");
    CHECK(error.text.find("did you mean trial?") != std::string::npos);
}
