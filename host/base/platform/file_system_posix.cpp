// FileSystem on POSIX.
#ifndef _WIN32

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "host/base/file_system.hpp"

namespace crossdock {

namespace {

Error system_error(std::string_view what, const std::filesystem::path& path, int number) {
    const bool full = number == ENOSPC || number == EDQUOT;
    return Error{full               ? "file.disk-full"
                 : number == ENOENT ? "file.not-found"
                                    : "file.system",
                 full ? ErrorClass::retry : ErrorClass::needs_person,
                 fmt::format("cannot {} {}: {}", what, path.string(), std::generic_category().message(number))};
}

class PosixFile final : public File {
public:
    PosixFile(int descriptor, std::filesystem::path path) : descriptor_(descriptor), path_(std::move(path)) {}
    ~PosixFile() override { ::close(descriptor_); }
    PosixFile(const PosixFile&) = delete;
    PosixFile& operator=(const PosixFile&) = delete;

    Status write_at(std::uint64_t offset, Bytes bytes) override {
        while (!bytes.empty()) {
            const ssize_t written = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
            if (written < 0) {
                if (errno == EINTR) continue;
                return system_error("write", path_, errno);
            }
            bytes = bytes.subspan(static_cast<std::size_t>(written));
            offset += static_cast<std::uint64_t>(written);
        }
        return {};
    }

    Result<std::size_t> read_at(std::uint64_t offset, std::span<std::byte> into) const override {
        std::size_t total = 0;
        while (total < into.size()) {
            const ssize_t got =
                ::pread(descriptor_, into.data() + total, into.size() - total, static_cast<off_t>(offset + total));
            if (got < 0) {
                if (errno == EINTR) continue;
                return system_error("read", path_, errno);
            }
            if (got == 0) break;
            total += static_cast<std::size_t>(got);
        }
        return total;
    }

    Status sync_data() override {
        if (::fdatasync(descriptor_) != 0) return system_error("sync", path_, errno);
        return {};
    }

    Result<std::uint64_t> size() const override {
        struct stat info {};
        if (::fstat(descriptor_, &info) != 0) return system_error("look at", path_, errno);
        return static_cast<std::uint64_t>(info.st_size);
    }

    Status truncate(std::uint64_t size) override {
        if (::ftruncate(descriptor_, static_cast<off_t>(size)) != 0) return system_error("truncate", path_, errno);
        return {};
    }

    Status preallocate(std::uint64_t size) override {
        const int number = ::posix_fallocate(descriptor_, 0, static_cast<off_t>(size));
        if (number != 0 && number != EINVAL && number != EOPNOTSUPP) return system_error("reserve", path_, number);
        return {};
    }

private:
    int descriptor_;
    std::filesystem::path path_;
};

// flock belongs to the open file description, so it also excludes a second opening in the same process.
class PosixFileLock final : public FileLock {
public:
    explicit PosixFileLock(int descriptor) : descriptor_(descriptor) {}
    ~PosixFileLock() override { ::close(descriptor_); }
    PosixFileLock(const PosixFileLock&) = delete;
    PosixFileLock& operator=(const PosixFileLock&) = delete;

private:
    int descriptor_;
};

int open_flags(OpenMode mode) {
    switch (mode) {
        case OpenMode::read: return O_RDONLY;
        case OpenMode::read_write: return O_RDWR;
        case OpenMode::create_or_open: return O_RDWR | O_CREAT;
        case OpenMode::create_new: return O_RDWR | O_CREAT | O_EXCL;
    }
    return O_RDONLY;
}

class PosixFileSystem final : public FileSystem {
public:
    Result<std::unique_ptr<File>> open(const std::filesystem::path& path, OpenMode mode) override {
        const int descriptor = ::open(path.c_str(), open_flags(mode) | O_CLOEXEC, 0640);
        if (descriptor < 0) return system_error("open", path, errno);
        return std::unique_ptr<File>(std::make_unique<PosixFile>(descriptor, path));
    }

    Status rename(const std::filesystem::path& from, const std::filesystem::path& to) override {
        if (::rename(from.c_str(), to.c_str()) != 0) return system_error("rename", from, errno);
        return {};
    }

    Status remove(const std::filesystem::path& path) override {
        if (::unlink(path.c_str()) != 0) return system_error("remove", path, errno);
        return {};
    }

    Status create_directories(const std::filesystem::path& path) override {
        std::error_code failure;
        std::filesystem::create_directories(path, failure);
        if (failure) return system_error("make folder", path, failure.value());
        return {};
    }

    Status sync_directory(const std::filesystem::path& path) override {
        const int descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (descriptor < 0) return system_error("open folder", path, errno);
        const int failed = ::fsync(descriptor) != 0 ? errno : 0;
        ::close(descriptor);
        if (failed != 0) return system_error("sync folder", path, failed);
        return {};
    }

    Result<bool> exists(const std::filesystem::path& path) override {
        struct stat info {};
        if (::stat(path.c_str(), &info) == 0) return true;
        if (errno == ENOENT || errno == ENOTDIR) return false;
        return system_error("look at", path, errno);
    }

    Result<std::vector<std::string>> list(const std::filesystem::path& path) override {
        std::error_code failure;
        std::vector<std::string> names;
        std::filesystem::directory_iterator entry(path, failure);
        for (; !failure && entry != std::filesystem::directory_iterator(); entry.increment(failure))
            names.push_back(entry->path().filename().string());
        if (failure) return system_error("list", path, failure.value());
        std::sort(names.begin(), names.end());
        return names;
    }

    Result<std::unique_ptr<FileLock>> lock(const std::filesystem::path& path) override {
        const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
        if (descriptor < 0) return system_error("open", path, errno);
        auto lock = std::make_unique<PosixFileLock>(descriptor);
        if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return std::unique_ptr<FileLock>(std::move(lock));
        if (errno != EWOULDBLOCK) return system_error("lock", path, errno);
        return Error{"file.locked", ErrorClass::needs_person,
                     fmt::format("{} is locked by somebody else; only one may hold it", path.string())};
    }

    Result<std::uint64_t> free_bytes(const std::filesystem::path& path) override {
        struct statvfs info {};
        if (::statvfs(path.c_str(), &info) != 0) return system_error("look at the volume of", path, errno);
        return static_cast<std::uint64_t>(info.f_bavail) * info.f_frsize;
    }
};

}  // namespace

FileSystem& system_file_system() {
    static PosixFileSystem file_system;
    return file_system;
}

}  // namespace crossdock

#endif
