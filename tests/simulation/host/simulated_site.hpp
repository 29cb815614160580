// The default site with its journal and all its folders on a simulated disk; only what is read to configure it, and
// sockets, are real.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "host/commands/runtime.hpp"
#include "host/journal/sync_point.hpp"
#include "tests/simulation/host/plugin_disk.hpp"

namespace crossdock::simulation {

inline constexpr const char* api_key = "a-key-of-the-simulated-shop";
inline constexpr const char* backups = "/backups";  // a folder that is there, on the simulated disk

// Every sync that the host and its file plugin do has a name here: those of the journal as in sync_point_names, the
// plugin's by folder, such as `plugin: bytes in out/erp`. Thread-safe; one runs at a time.
class SimulatedSite final : public journal::SyncPolicy, public PluginDisk {
public:
    // `left_out` names a sync that is not done. What the plugin still does with the site may end after its owner is
    // gone.
    static std::shared_ptr<SimulatedSite> make(std::uint64_t seed, std::string left_out);
    SimulatedSite(std::uint64_t seed, std::string left_out);
    ~SimulatedSite() override;
    SimulatedSite(const SimulatedSite&) = delete;
    SimulatedSite& operator=(const SimulatedSite&) = delete;

    SimulatedFiles& files() override { return files_; }
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] journal::StoreOptions journal_options();
    std::unique_ptr<commands::Runtime> make_runtime();
    [[nodiscard]] std::filesystem::path archive() const;
    // Names of the files in a folder of the site, whole ones only.
    std::vector<std::string> names_in(const std::filesystem::path& folder);

    [[nodiscard]] const std::string& left_out() const { return left_out_; }
    // The syncs that were done or left out so far.
    [[nodiscard]] std::set<std::string> syncs() const;
    // The power fails so many operations after the host comes to a sync for the so-manieth time from now on; 1: during
    // that sync.
    void cut_power_at(const std::string& sync, std::uint64_t times, std::uint64_t operations);

    bool wanted(journal::SyncPoint point) override;
    bool wants_bytes_synced(const std::filesystem::path& file) override;
    bool wants_names_synced(const std::filesystem::path& folder) override;
    bool same_volume(const std::filesystem::path& one, const std::filesystem::path& other) override;

private:
    bool wanted(std::string name);
    [[nodiscard]] std::string place(const std::filesystem::path& folder) const;
    void write_site() const;

    enum class ArchivePlace { in_source, beside_source, in_site, other_volume };
    struct Aim {
        std::string sync;
        std::uint64_t times = 0;  // 0: none
        std::uint64_t operations = 0;
    };

    const std::string left_out_;
    const ArchivePlace archive_place_;
    std::filesystem::path folder_;
    std::uint16_t port_ = 0;
    SimulatedFiles files_;
    mutable std::mutex mutex_;
    std::set<std::string> syncs_;
    Aim aim_;
};

}  // namespace crossdock::simulation
