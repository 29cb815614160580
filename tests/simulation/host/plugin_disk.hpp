// What the test hands to the file plugin that it loads: the disk, and which syncs to leave out.
#pragma once

#include <memory>
#include <string_view>

#include "tests/simulation/simulated_files.hpp"

namespace crossdock::simulation {

// Thread-safe.
class PluginDisk {
public:
    virtual ~PluginDisk() = default;
    virtual SimulatedFiles& files() = 0;
    // Whether to do the sync of a file's bytes, or of a folder's names.
    virtual bool wants_bytes_synced(const std::filesystem::path& file) = 0;
    virtual bool wants_names_synced(const std::filesystem::path& folder) = 0;
    virtual bool same_volume(const std::filesystem::path& one, const std::filesystem::path& other) = 0;
};

// Exported by the plugin: adapters that are made from now on are on that disk, in the process that it then is in. Once
// the disk or the process has ended, whatever such an adapter does fails.
constexpr const char* use_disk_symbol = "crossdock_simulation_use_disk";
using UseDisk = void(const std::shared_ptr<PluginDisk>& disk);

}  // namespace crossdock::simulation
