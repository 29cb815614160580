// A file system in memory whose power can be cut: what was not synced is then lost, kept or torn, by chance.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>

#include "host/base/file_system.hpp"

namespace crossdock::simulation {

// What is known of a name.
struct FileFacts {
    std::uint64_t size = 0;
    std::uint64_t changed_at = 0;  // in operations
    std::uint64_t number = 0;      // of no other file
    bool folder = false;
};

// Models what POSIX promises, and one thing that every file system with a journal adds: a rename, between folders too,
// is kept or lost as a whole. At a power cut each write, truncation and reservation of a file since its last
// `sync_data` is kept or lost on its own, a write even sector by sector; each new name, rename and removal in a folder
// since its last `sync_directory` likewise, but a folder never goes before what was in it. Names that are lost take
// their files along.
//
// The seed decides everything, so a run with the same seed and the same calls is the same run. Thread-safe; but calls
// from several threads come in no fixed order.
class SimulatedFiles final : public FileSystem {
public:
    explicit SimulatedFiles(std::uint64_t seed) : random_(seed) {}

    // The power fails during the operation that is `operations` changing operations away (1: the next one), which may
    // still reach the disk in part. From then on every call fails until `restart`.
    void cut_power_after(std::uint64_t operations);
    // Likewise during a `sync_directory` (1: the next one), where few operations are but much is decided.
    void cut_power_at_name_sync(std::uint64_t syncs);
    void cut_power();
    [[nodiscard]] bool power_is_cut() const;
    // Power is back: what was not durable is lost, all files and locks are closed.
    void restart();
    // The process ended and another begins: files and locks are closed, the system's memory keeps what was written.
    void restart_process();

    // Keeps the disk from all others, and says that the process of that number, which `process` gave, still runs; a
    // thread that outlived its own must not reach the disk.
    Result<std::unique_lock<std::recursive_mutex>> enter(std::uint64_t process);
    [[nodiscard]] std::uint64_t process() const;

    // Writes and reservations beyond this many bytes in all files fail with `file.disk-full`, perhaps after a part of
    // them.
    void set_capacity(std::uint64_t bytes);
    // The capacity that leaves so much room beyond what is used now.
    void leave_room(std::uint64_t bytes);
    // The next `sync_data` fails, and what it was to sync stays in doubt.
    void fail_next_sync();
    // Changes bytes of a file behind everybody's back.
    Status damage(const std::filesystem::path& path, std::uint64_t offset, std::byte flip);

    // Puts a file there as somebody else does who sees to it himself that it survives.
    Status bring(const std::filesystem::path& path, std::string bytes);
    // Empty when there is nothing of that name.
    Result<std::optional<FileFacts>> facts(const std::filesystem::path& path);
    // Of a file, with the power off too.
    Result<std::string> content(const std::filesystem::path& path);

    [[nodiscard]] std::uint64_t operations() const;  // changing ones so far

    Result<std::unique_ptr<File>> open(const std::filesystem::path& path, OpenMode mode) override;
    Status rename(const std::filesystem::path& from, const std::filesystem::path& to) override;
    Status remove(const std::filesystem::path& path) override;
    Status create_directories(const std::filesystem::path& path) override;
    Status sync_directory(const std::filesystem::path& path) override;
    Result<bool> exists(const std::filesystem::path& path) override;
    Result<std::vector<std::string>> list(const std::filesystem::path& path) override;
    Result<std::unique_ptr<FileLock>> lock(const std::filesystem::path& path) override;
    Result<std::uint64_t> free_bytes(const std::filesystem::path& path) override;

private:
    friend class SimulatedFile;
    friend class SimulatedLock;

    // One change of a file since it was last synced.
    struct FileChange {
        std::optional<std::uint64_t> new_size;  // a truncation or reservation; otherwise a write
        std::uint64_t offset = 0;
        std::string bytes;
    };
    struct Node {
        std::uint64_t number = 0;
        std::uint64_t changed_at = 0;
        std::string now;
        std::string durable;
        std::vector<FileChange> changes;
    };
    using NodePtr = std::shared_ptr<Node>;
    using Names = std::map<std::string, NodePtr>;
    // One change of names that is not durable yet. A rename is one.
    struct NameChange {
        struct Entry {
            std::string folder;
            std::string name;
            NodePtr node;  // null: the name goes
        };
        std::vector<Entry> set;
    };
    struct Folder {
        Names now;  // a folder in it has a node too, and an entry in folders_
        Names durable;
    };

    Status begin_change();
    [[nodiscard]] Status require_power() const;
    Folder* find_folder(const std::filesystem::path& path);
    Status set_names(NameChange change);
    NodePtr new_node();
    [[nodiscard]] std::uint64_t used_bytes() const;
    void lose_unsynced(Node& node);
    void lose_unsynced_names();
    void make_durable(const NameChange& change);
    [[nodiscard]] bool removes_full_folder(const NameChange& change) const;
    void make_names_durable(const std::string& folder);
    void apply(std::string& bytes, const FileChange& change, bool tear);
    bool chance(unsigned in_hundred) { return random_() % 100 < in_hundred; }
    void drop_unreachable();

    mutable std::recursive_mutex mutex_;
    std::mt19937_64 random_;
    std::map<std::string, Folder> folders_;
    std::vector<NameChange> name_changes_;  // in their order
    std::uint64_t last_number_ = 0;
    std::map<std::string, bool> locks_;
    std::uint64_t generation_ = 0;  // of the process; handles of an older one are closed
    std::uint64_t operations_ = 0;
    std::optional<std::uint64_t> cut_at_;
    std::uint64_t name_syncs_to_cut_ = 0;  // 0: none
    bool cut_ = false;
    bool fail_next_sync_ = false;
    std::uint64_t capacity_ = UINT64_MAX;
};

}  // namespace crossdock::simulation
