// Files on POSIX.
#pragma once

#include <crossdock/cpp/files.hpp>

#include <cerrno>
#include <string>
#include <system_error>

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __linux__
#include <crossdock/cpp/volume_sync_linux.hpp>
#endif

namespace crossdock::sdk {

namespace posix {

[[noreturn]] inline void fail(const std::string& what, const std::filesystem::path& path, int number) {
    const std::string text = "cannot " + what + " " + path.string() + ": " + std::generic_category().message(number);
    switch (number) {
        case ENOSPC:
        case EDQUOT: throw Failure::retry("file.disk-full", text);
        case EACCES:
        case EPERM:
        case EROFS:
        case ENOENT:
        case ENOTDIR: throw Failure::configuration("file.not-accessible", text);
        default: throw Failure::retry("file.system", text);
    }
}

class Descriptor {
public:
    explicit Descriptor(int number) noexcept : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    [[nodiscard]] int number() const noexcept { return number_; }
    [[nodiscard]] bool valid() const noexcept { return number_ >= 0; }

private:
    int number_;
};

inline FileStatus status_of(const struct stat& info) noexcept {
    FileStatus status;
    status.size = static_cast<std::uint64_t>(info.st_size);
    status.modified_ns = static_cast<std::int64_t>(info.st_mtim.tv_sec) * 1'000'000'000 + info.st_mtim.tv_nsec;
    status.identity = info.st_ino;
    status.regular = S_ISREG(info.st_mode);
    return status;
}

class OpenFile final : public ReadableFile {
public:
    OpenFile(int descriptor, std::filesystem::path path) : file_(descriptor), path_(std::move(path)) {}
    std::size_t read(std::span<char> into) override {
        for (;;) {
            const ssize_t got = ::read(file_.number(), into.data(), into.size());
            if (got >= 0) return static_cast<std::size_t>(got);
            if (errno != EINTR) fail("read", path_, errno);
        }
    }
    FileStatus status() override {
        struct stat info {};
        if (::fstat(file_.number(), &info) != 0) fail("look at", path_, errno);
        return status_of(info);
    }

private:
    Descriptor file_;
    std::filesystem::path path_;
};

class NewFile final : public WritableFile {
public:
    NewFile(int descriptor, std::filesystem::path path) : file_(descriptor), path_(std::move(path)) {}
    void write(std::string_view bytes) override {
        while (!bytes.empty()) {
            const ssize_t written = ::write(file_.number(), bytes.data(), bytes.size());
            if (written < 0) {
                if (errno == EINTR) continue;
                fail("write", path_, errno);
            }
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
    }
    // Starts writing to the disk without waiting, so that the syncs of a group share their way there.
    void start_writing() noexcept {
#ifdef __linux__
        static_cast<void>(::sync_file_range(file_.number(), 0, 0, SYNC_FILE_RANGE_WRITE));
#endif
    }
    void sync() {
        if (::fdatasync(file_.number()) != 0) fail("sync", path_, errno);
    }
    [[nodiscard]] int number() const noexcept { return file_.number(); }
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

private:
    Descriptor file_;
    std::filesystem::path path_;
};

class Lock final : public FileLock {
public:
    explicit Lock(int descriptor) : file_(descriptor) {}
    [[nodiscard]] bool take() const noexcept { return ::flock(file_.number(), LOCK_EX | LOCK_NB) == 0; }

private:
    Descriptor file_;
};

}  // namespace posix

class PosixFiles final : public Files {
public:
    void list(const std::filesystem::path& folder, const std::function<void(std::string_view)>& each) override {
        const std::unique_ptr<DIR, int (*)(DIR*)> open(::opendir(folder.c_str()), &::closedir);
        if (!open) posix::fail("list", folder, errno);
        errno = 0;
        while (const dirent* entry = ::readdir(open.get())) {
            const std::string_view name = entry->d_name;
            if (name != "." && name != "..") each(name);
            errno = 0;
        }
        if (errno != 0) posix::fail("list", folder, errno);
    }

    std::optional<FileStatus> status(const std::filesystem::path& path) override {
        struct stat info {};
        if (::lstat(path.c_str(), &info) == 0) return posix::status_of(info);
        if (errno != ENOENT && errno != ENOTDIR) posix::fail("look at", path, errno);
        return {};
    }

    std::unique_ptr<ReadableFile> open(const std::filesystem::path& path) override {
        const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
        if (descriptor >= 0) return std::make_unique<posix::OpenFile>(descriptor, path);
        if (errno != ENOENT) posix::fail("open", path, errno);
        return nullptr;
    }

    std::unique_ptr<WritableFile> create(const std::filesystem::path& path) override {
        const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
        if (descriptor < 0) posix::fail("create", path, errno);
        return std::make_unique<posix::NewFile>(descriptor, path);
    }

    void sync(std::span<WritableFile* const> files) override {
        if (sync_volume(files)) return;
        if (files.size() > 1)
            for (WritableFile* file : files) static_cast<posix::NewFile*>(file)->start_writing();
        for (WritableFile* file : files) static_cast<posix::NewFile*>(file)->sync();
    }

    void sync_folder(const std::filesystem::path& folder) override {
        const posix::Descriptor open(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (!open.valid()) posix::fail("open folder", folder, errno);
        // EINVAL: a volume on which folders cannot be synced, such as some network shares, does it by itself or never.
        if (::fsync(open.number()) != 0 && errno != EINVAL) posix::fail("sync folder", folder, errno);
    }

    Renamed rename(const std::filesystem::path& from, const std::filesystem::path& to) override {
#ifdef __linux__
        if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return Renamed::yes;
        if (errno == EEXIST) return Renamed::target_exists;
        if (errno == ENOENT && !status(from)) return Renamed::source_missing;
        if (errno != EINVAL && errno != ENOSYS) posix::fail("rename", from, errno);
#endif
        // A volume without that call: a link takes a name only if it is free, and fails for whoever comes second.
        if (::link(from.c_str(), to.c_str()) != 0) {
            const int number = errno;
            if (number == EEXIST) return Renamed::target_exists;
            if (number == ENOENT && !status(from)) return Renamed::source_missing;
            posix::fail("rename", from, number);
        }
        if (::unlink(from.c_str()) == 0) return Renamed::yes;
        const int number = errno;
        ::unlink(to.c_str());
        if (number == ENOENT) return Renamed::source_missing;
        posix::fail("rename", from, number);
    }

    void replace(const std::filesystem::path& from, const std::filesystem::path& to) override {
        if (::rename(from.c_str(), to.c_str()) != 0) posix::fail("rename", from, errno);
    }

    bool remove(const std::filesystem::path& path) override {
        if (::unlink(path.c_str()) == 0) return true;
        if (errno != ENOENT) posix::fail("remove", path, errno);
        return false;
    }

    bool remove_folder(const std::filesystem::path& folder) override {
        if (::rmdir(folder.c_str()) == 0) return true;
        if (errno != ENOENT && errno != ENOTEMPTY && errno != EEXIST) posix::fail("remove folder", folder, errno);
        return false;
    }

    void make_folder(const std::filesystem::path& folder) override {
        std::error_code failure;
        std::filesystem::create_directories(folder, failure);
        if (failure) posix::fail("make folder", folder, failure.value());
    }

    bool same_volume(const std::filesystem::path& one, const std::filesystem::path& other) override {
        struct stat first {};
        struct stat second {};
        if (::stat(one.c_str(), &first) != 0) posix::fail("look at", one, errno);
        if (::stat(other.c_str(), &second) != 0) posix::fail("look at", other, errno);
        return first.st_dev == second.st_dev;
    }

    std::unique_ptr<FileLock> try_lock(const std::filesystem::path& path, bool make) override {
        const int descriptor = ::open(path.c_str(), O_RDWR | O_CLOEXEC | (make ? O_CREAT : 0), 0666);
        if (descriptor < 0) {
            if (errno == ENOENT) return nullptr;
            posix::fail("lock", path, errno);
        }
        auto lock = std::make_unique<posix::Lock>(descriptor);
        if (lock->take()) return lock;
        if (errno != EWOULDBLOCK) posix::fail("lock", path, errno);
        return nullptr;
    }

private:
    // Each sync of a file flushes the disk's cache; from some files on it costs less to have the whole volume written,
    // though that waits for what others wrote to it, too. False: to be done one by one.
    static bool sync_volume(std::span<WritableFile* const> files) {
#ifdef __linux__
        constexpr std::size_t worthwhile = 8;
        if (files.size() < worthwhile) return false;
        const auto& first = *static_cast<posix::NewFile*>(files.front());
        const auto volume = posix::volume_of(first.number());
        if (!volume || !posix::volume_syncs_whole(first.number())) return false;
        for (WritableFile* file : files)
            if (posix::volume_of(static_cast<posix::NewFile*>(file)->number()) != volume) return false;
        if (::syncfs(first.number()) != 0) posix::fail("sync the volume of", first.path(), errno);
        return true;
#else
        static_cast<void>(files);
        return false;
#endif
    }
};

}  // namespace crossdock::sdk
