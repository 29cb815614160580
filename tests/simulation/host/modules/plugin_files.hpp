// The file plugin's seam over the simulated disk.
#pragma once

#include <crossdock/cpp/files.hpp>

#include <memory>
#include <mutex>

#include "tests/simulation/host/plugin_disk.hpp"

namespace crossdock::simulation {

// One process' view of the disk. Throws what the disk answers, and that disk or process have ended, as failures to be
// tried again. Thread-safe.
class PluginFiles final : public sdk::Files {
public:
    explicit PluginFiles(const std::weak_ptr<PluginDisk>& disk);

    void list(const std::filesystem::path& folder, const std::function<void(std::string_view)>& each) override;
    std::optional<sdk::FileStatus> status(const std::filesystem::path& path) override;
    std::unique_ptr<sdk::ReadableFile> open(const std::filesystem::path& path) override;
    std::unique_ptr<sdk::WritableFile> create(const std::filesystem::path& path) override;
    void sync(std::span<sdk::WritableFile* const> files) override;
    void sync_folder(const std::filesystem::path& folder) override;
    sdk::Renamed rename(const std::filesystem::path& from, const std::filesystem::path& to) override;
    void replace(const std::filesystem::path& from, const std::filesystem::path& to) override;
    bool remove(const std::filesystem::path& path) override;
    bool remove_folder(const std::filesystem::path& folder) override;
    void make_folder(const std::filesystem::path& folder) override;
    bool same_volume(const std::filesystem::path& one, const std::filesystem::path& other) override;
    std::unique_ptr<sdk::FileLock> try_lock(const std::filesystem::path& path, bool make) override;

private:
    // The disk, kept from all others as long as this lives.
    struct Entered {
        std::shared_ptr<PluginDisk> disk;
        std::unique_lock<std::recursive_mutex> lock;
        PluginDisk* operator->() const { return disk.get(); }
    };
    [[nodiscard]] Entered enter() const;

    std::weak_ptr<PluginDisk> disk_;
    std::uint64_t process_ = 0;
};

}  // namespace crossdock::simulation
