// The file plugin, whole and as it ships, on a simulated disk.
#include <crossdock/cpp/plugin.hpp>

#include <deque>
#include <memory>
#include <mutex>

#include "plugins/file/sink.hpp"
#include "plugins/file/source.hpp"
#include "plugins/file/types.hpp"
#include "tests/simulation/host/modules/plugin_files.hpp"

namespace {

using namespace crossdock;

// A thread that hangs may outlive its adapter, so what it calls stays for ever.
class Disks {
public:
    void use(const std::shared_ptr<simulation::PluginDisk>& disk) {
        const std::lock_guard guard(mutex_);
        disk_ = disk;
    }
    simulation::PluginFiles& begin() {
        const std::lock_guard guard(mutex_);
        return files_.emplace_back(disk_);
    }

private:
    std::mutex mutex_;
    std::weak_ptr<simulation::PluginDisk> disk_;
    std::deque<simulation::PluginFiles> files_;
};

Disks& disks() {
    static auto* const held = std::make_unique<Disks>().release();
    return *held;
}

template <typename Concrete>
sdk::AdapterType on_simulated_disk(sdk::AdapterType type) {
    type.make = [](const crossdock_host* host) -> std::unique_ptr<sdk::Adapter> {
        return std::make_unique<Concrete>(host, disks().begin());
    };
    return type;
}

}  // namespace

extern "C" CROSSDOCK_EXPORT void crossdock_simulation_use_disk(const std::shared_ptr<simulation::PluginDisk>& disk) {
    disks().use(disk);
}

CROSSDOCK_PLUGIN("file", "0.1.0", "file-simulated", on_simulated_disk<file::FileSource>(file::source_type()),
                 on_simulated_disk<file::FileSink>(file::sink_type()))
