// What the test hands to the file plugin that it loads: the disk, and which syncs to leave out.
#pragma once

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

// Exported by the plugin: from now on its adapters are on that disk, which must outlive them.
constexpr const char* use_disk_symbol = "crossdock_simulation_use_disk";
using UseDisk = void(PluginDisk* disk);

}  // namespace crossdock::simulation
