// Files as an interface: what a plugin that reads and writes folders needs of an operating system, so that the same
// adapter runs on POSIX and Windows, and a test can stand in a disk that loses what was not synced.
#pragma once

#include <crossdock/cpp/failure.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace crossdock::sdk {

// What is known of a name without opening it. Links are not followed: a link is not `regular`.
struct FileStatus {
    std::uint64_t size = 0;
    std::int64_t modified_ns = 0;  // since 1970 UTC, by the clock of the volume
    std::uint64_t identity = 0;    // differs between two files of a volume that exist at the same time
    bool regular = false;

    friend bool operator==(const FileStatus&, const FileStatus&) = default;
};

// An open file that is read from its start. One thread at a time; closed by the destructor.
class ReadableFile {
public:
    ReadableFile() = default;
    ReadableFile(const ReadableFile&) = delete;
    ReadableFile& operator=(const ReadableFile&) = delete;
    virtual ~ReadableFile() = default;
    // Fills `into` from the start; fewer bytes at the end of the file, 0 past it.
    virtual std::size_t read(std::span<char> into) = 0;
    virtual FileStatus status() = 0;
};

// A new file that is written from its start. One thread at a time; closed by the destructor, which syncs nothing.
class WritableFile {
public:
    WritableFile() = default;
    WritableFile(const WritableFile&) = delete;
    WritableFile& operator=(const WritableFile&) = delete;
    virtual ~WritableFile() = default;
    virtual void write(std::string_view bytes) = 0;
};

// Held until destroyed, and until the process dies at the latest.
class FileLock {
public:
    FileLock() = default;
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;
    virtual ~FileLock() = default;
};

enum class Renamed { yes, source_missing, target_exists };

// Thread-safe. Everything throws a Failure: CONFIGURATION where rights or a folder are missing, RETRY where the disk is
// full or the system failed. A new name, a rename or a removal survives a power cut only after `sync_folder`; bytes
// only after `sync`. Paths given to one call of rename or replace lie on one volume.
class Files {
public:
    Files() = default;
    Files(const Files&) = delete;
    Files& operator=(const Files&) = delete;
    virtual ~Files() = default;

    // Calls `each` with the UTF-8 name of every entry but `.` and `..`, in no order.
    virtual void list(const std::filesystem::path& folder, const std::function<void(std::string_view)>& each) = 0;
    // Empty when there is nothing of that name.
    virtual std::optional<FileStatus> status(const std::filesystem::path& path) = 0;
    // Null when there is nothing of that name.
    virtual std::unique_ptr<ReadableFile> open(const std::filesystem::path& path) = 0;
    // Empties a file that is there already.
    virtual std::unique_ptr<WritableFile> create(const std::filesystem::path& path) = 0;
    // Makes bytes and sizes of several files durable, or throws for all. May wait for what others wrote to the volume.
    virtual void sync(std::span<WritableFile* const> files) = 0;
    virtual void sync_folder(const std::filesystem::path& folder) = 0;
    // Atomic, and takes no other file's name away: of two callers one gets `yes`. This is how a file is claimed.
    virtual Renamed rename(const std::filesystem::path& from, const std::filesystem::path& to) = 0;
    // Atomic: `to` is the old file or the new one at every instant.
    virtual void replace(const std::filesystem::path& from, const std::filesystem::path& to) = 0;
    // False when there was nothing of that name.
    virtual bool remove(const std::filesystem::path& path) = 0;
    // Removes an empty folder; false when it is missing or not empty.
    virtual bool remove_folder(const std::filesystem::path& folder) = 0;
    // With its parents; nothing happens when it is there.
    virtual void make_folder(const std::filesystem::path& folder) = 0;
    [[nodiscard]] virtual bool same_volume(const std::filesystem::path& one, const std::filesystem::path& other) = 0;
    // Locks the file `path`, which is made if `make` says so. Null when somebody else holds it, or it is missing.
    virtual std::unique_ptr<FileLock> try_lock(const std::filesystem::path& path, bool make) = 0;
};

// A path of UTF-8 text on every system.
inline std::filesystem::path utf8_path(std::string_view text) {
    return {std::u8string_view(reinterpret_cast<const char8_t*>(text.data()), text.size())};
}

// UTF-8 text of a path on every system, with `/` between its parts.
inline std::string utf8_text(const std::filesystem::path& path) {
    const std::u8string text = path.generic_u8string();
    return {reinterpret_cast<const char*>(text.data()), text.size()};
}

}  // namespace crossdock::sdk
