// A disk in memory that forgets what was not synced.
#pragma once

#include <crossdock/cpp/files.hpp>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace crossdock::file::testing {

// Bytes are durable after `sync`, names after `sync_folder`; `power_cut` leaves what is durable. Thread-safe.
class SimulatedFiles final : public sdk::Files {
public:
    // Tests that leave a sync out on purpose show that others would notice.
    bool forgets_sync = false;
    bool forgets_folder_sync = false;
    // Called after each change of a name or a file, outside the lock.
    std::function<void()> after_change = [] {};
    // Called after each piece that was read.
    std::function<void(const std::string& path)> after_read = [](const std::string&) {};
    // Failures to come: thrown by the next call of that kind.
    std::function<void()> on_write = [] {};
    std::function<void()> on_sync = [] {};
    std::function<void()> on_status = [] {};

    void power_cut();
    // What is there now, and whether its bytes would survive.
    struct Content {
        std::string bytes;
        bool bytes_durable = false;
        bool name_durable = false;
    };
    [[nodiscard]] std::map<std::string, Content> contents() const;
    void put(const std::string& path, const std::string& bytes);
    void append(const std::string& path, const std::string& bytes);
    [[nodiscard]] int sync_calls() const { return sync_calls_; }

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
    void make_folder(const std::filesystem::path& /*folder*/) override {}
    bool same_volume(const std::filesystem::path& /*one*/, const std::filesystem::path& /*other*/) override {
        return true;
    }
    std::unique_ptr<sdk::FileLock> try_lock(const std::filesystem::path& path, bool make) override;

private:
    struct Inode {
        std::uint64_t number = 0;
        std::string bytes;
        std::string durable;
        std::int64_t modified_ns = 0;
    };
    using Names = std::map<std::string, std::shared_ptr<Inode>>;
    class Reader;
    class Writer;
    class Lock;

    static std::string key(const std::filesystem::path& path) { return path.lexically_normal().generic_string(); }
    sdk::FileStatus status_of(const Inode& inode) const;
    std::shared_ptr<Inode> inode_of(const std::string& path);

    mutable std::mutex mutex_;
    Names names_;
    Names durable_names_;
    std::map<std::string, bool> locks_;
    std::uint64_t last_number_ = 0;
    std::int64_t clock_ns_ = 1'000'000'000;
    int sync_calls_ = 0;
};

}  // namespace crossdock::file::testing
