// The file plugin's seam over the simulated disk.
#pragma once

#include <crossdock/cpp/files.hpp>

#include "tests/simulation/host/plugin_disk.hpp"

namespace crossdock::simulation {

// Throws what the disk answers as failures to be tried again. Thread-safe; borrows the disk.
class PluginFiles final : public sdk::Files {
public:
    explicit PluginFiles(PluginDisk& disk) : disk_(disk) {}

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
    PluginDisk& disk_;
};

}  // namespace crossdock::simulation
