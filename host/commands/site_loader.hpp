// From a folder to a checked deployment, with the formats that its types come from.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "host/commands/adapter_catalog.hpp"
#include "host/commands/installation.hpp"
#include "host/flow/flow.hpp"
#include "host/plugins/adapter_host.hpp"

namespace crossdock::commands {

// Removed with everything in it at the end of its life.
class ScratchFolder {
public:
    explicit ScratchFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    ~ScratchFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }

private:
    std::filesystem::path folder_;
};

// A site, loaded. The adapters run as long as this lives, so that formats can describe their types.
struct LoadedSite {
    std::unique_ptr<ScratchFolder> scratch;  // outlives the adapters
    std::vector<plugins::PluginInfo> plugins;
    std::unique_ptr<plugins::AdapterHost> adapters;
    std::shared_ptr<const SiteAdapters> catalog;
    std::shared_ptr<const flow::FlowSet> flows;          // null when there are mistakes
    std::shared_ptr<const site::Deployment> deployment;  // with mistakes too; null when its formats cannot be asked
    std::vector<Error> errors;                           // every mistake, with file, line and column
};

// Reads, checks and compiles the site. With a `receiver` all adapters are started, and what sources bring goes to it,
// which must say that it has no room until the site is ready; without one only the formats are. `store` keeps the
// adapters' checkpoints and may be null without a receiver.
Result<LoadedSite> load_site(const Installation& installation, const SiteFolders& folders,
                             plugins::MessageReceiver* receiver, journal::Store* store);
// Without a receiver, with `maps` beside those that the site uses: shipped ones are compiled when they are asked for.
Result<LoadedSite> load_maps(const Installation& installation, const SiteFolders& folders,
                             const std::vector<std::string>& maps);
// Without a receiver, and likewise what a start would find beyond that: the other adapters are initialised, which reads
// their secrets and looks for their folders, and the readiness address is tried. Ports are not.
Result<LoadedSite> look_at_site(const Installation& installation, const SiteFolders& folders);

// Compiles files, today's or those that the journal kept; null when `errors` grew.
std::shared_ptr<const flow::FlowSet> compile_site(site::SiteFiles files, plugins::AdapterHost& adapters,
                                                  const SiteAdapters& catalog, std::vector<Error>& errors);

}  // namespace crossdock::commands
