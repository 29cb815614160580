// Files as an interface: what the journal needs of an operating system, so that tests can lose and tear writes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "host/base/result.hpp"

namespace crossdock {

using Bytes = std::span<const std::byte>;

// An open file. One thread writes; `read_at` may be called by several threads at once beside it. Closed by the
// destructor.
class File {
public:
    virtual ~File() = default;
    // Writes all of `bytes` at `offset`; not durable before `sync_data`.
    virtual Status write_at(std::uint64_t offset, Bytes bytes) = 0;
    // Reads up to `into.size()` bytes; fewer only at the end of the file.
    virtual Result<std::size_t> read_at(std::uint64_t offset, std::span<std::byte> into) const = 0;
    // Makes what was written, and the file's size, survive a power cut.
    virtual Status sync_data() = 0;
    virtual Result<std::uint64_t> size() const = 0;
    virtual Status truncate(std::uint64_t size) = 0;
    // Reserves room so that later writes need no new blocks; may do nothing where the system cannot.
    virtual Status preallocate(std::uint64_t size) = 0;
};

enum class OpenMode {
    read,            // must exist
    read_write,      // must exist
    create_or_open,  // made when missing
    create_new,      // must not exist
};

// Held until it is destroyed, or until the process ends, however it ends.
class FileLock {
public:
    virtual ~FileLock() = default;
};

// Thread-safe. Paths are absolute or relative to the process. A new name, a rename or a removal survives a power cut
// only after `sync_directory` of the folder that holds it.
class FileSystem {
public:
    virtual ~FileSystem() = default;
    virtual Result<std::unique_ptr<File>> open(const std::filesystem::path& path, OpenMode mode) = 0;
    virtual Status rename(const std::filesystem::path& from, const std::filesystem::path& to) = 0;
    virtual Status remove(const std::filesystem::path& path) = 0;
    virtual Status create_directories(const std::filesystem::path& path) = 0;
    virtual Status sync_directory(const std::filesystem::path& path) = 0;
    virtual Result<bool> exists(const std::filesystem::path& path) = 0;
    // Names of the entries, sorted, without their folder.
    virtual Result<std::vector<std::string>> list(const std::filesystem::path& path) = 0;
    // Takes the exclusive lock that the file stands for, making the file when it is missing. Fails at once with
    // `file.locked` when somebody else, in this process or another, holds it.
    virtual Result<std::unique_ptr<FileLock>> lock(const std::filesystem::path& path) = 0;
    // Bytes that this process could still write on the volume that holds `path`.
    virtual Result<std::uint64_t> free_bytes(const std::filesystem::path& path) = 0;
};

// The operating system's; lives as long as the process.
FileSystem& system_file_system();

}  // namespace crossdock
