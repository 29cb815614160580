// The file plugin, whole and as it ships, on a simulated disk.
#include <crossdock/cpp/plugin.hpp>

#include "plugins/file/sink.hpp"
#include "plugins/file/source.hpp"
#include "plugins/file/types.hpp"
#include "tests/simulation/host/modules/plugin_files.hpp"

namespace {

using namespace crossdock;

std::unique_ptr<simulation::PluginFiles>& files() {
    static std::unique_ptr<simulation::PluginFiles> held;
    return held;
}

template <typename Concrete>
sdk::AdapterType on_simulated_disk(sdk::AdapterType type) {
    type.make = [](const crossdock_host* host) -> std::unique_ptr<sdk::Adapter> {
        return std::make_unique<Concrete>(host, *files());
    };
    return type;
}

}  // namespace

extern "C" CROSSDOCK_EXPORT void crossdock_simulation_use_disk(simulation::PluginDisk* disk) {
    files() = std::make_unique<simulation::PluginFiles>(*disk);
}

CROSSDOCK_PLUGIN("file", "0.1.0", "file-simulated", on_simulated_disk<file::FileSource>(file::source_type()),
                 on_simulated_disk<file::FileSink>(file::sink_type()))
