// FileSystem on Windows. Paths are the system's wide ones; longer than MAX_PATH only where the machine allows that.
#ifdef _WIN32

#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN
#endif
#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <fmt/format.h>
#include <windows.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "host/base/file_system.hpp"

namespace crossdock {

namespace {

constexpr int disk_quota_exceeded = 1295;  // ERROR_DISK_QUOTA_EXCEEDED, which mingw-w64 does not define

Error system_error(std::string_view what, const std::filesystem::path& path, std::error_code code) {
    const bool full = code == std::errc::no_space_on_device || code.value() == disk_quota_exceeded;
    return Error{full                                           ? "file.disk-full"
                 : code == std::errc::no_such_file_or_directory ? "file.not-found"
                                                                : "file.system",
                 full ? ErrorClass::retry : ErrorClass::needs_person,
                 fmt::format("cannot {} {}: {}", what, path.string(), code.message())};
}

Error last_error(std::string_view what, const std::filesystem::path& path) {
    return system_error(what, path, std::error_code(static_cast<int>(::GetLastError()), std::system_category()));
}

class Handle {
public:
    explicit Handle(HANDLE value) : value_(value) {}
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    Handle(Handle&& other) noexcept : value_(std::exchange(other.value_, INVALID_HANDLE_VALUE)) {}
    Handle& operator=(Handle&& other) = delete;
    ~Handle() {
        if (valid()) ::CloseHandle(value_);
    }
    [[nodiscard]] bool valid() const { return value_ != INVALID_HANDLE_VALUE; }
    [[nodiscard]] HANDLE get() const { return value_; }

private:
    HANDLE value_;
};

// As on POSIX, an open file does not hinder others from opening, renaming or removing it.
Handle open_handle(const std::filesystem::path& path, DWORD access, DWORD disposition,
                   DWORD flags = FILE_ATTRIBUTE_NORMAL) {
    constexpr DWORD share = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
    return Handle(::CreateFileW(path.c_str(), access, share, nullptr, disposition, flags, nullptr));
}

// Where a read or write takes place. The handles are synchronous: nothing is left pending.
OVERLAPPED at_offset(std::uint64_t offset) {
    OVERLAPPED place{};
    place.Offset = static_cast<DWORD>(offset);
    place.OffsetHigh = static_cast<DWORD>(offset >> 32U);
    return place;
}

DWORD piece_size(std::size_t bytes) { return static_cast<DWORD>(std::min<std::size_t>(bytes, 1U << 30U)); }

class WindowsFile final : public File {
public:
    WindowsFile(Handle handle, std::filesystem::path path) : handle_(std::move(handle)), path_(std::move(path)) {}

    Status write_at(std::uint64_t offset, Bytes bytes) override {
        while (!bytes.empty()) {
            OVERLAPPED place = at_offset(offset);
            DWORD written = 0;
            if (::WriteFile(handle_.get(), bytes.data(), piece_size(bytes.size()), &written, &place) == 0)
                return last_error("write", path_);
            bytes = bytes.subspan(written);
            offset += written;
        }
        return {};
    }

    Result<std::size_t> read_at(std::uint64_t offset, std::span<std::byte> into) const override {
        std::size_t total = 0;
        while (total < into.size()) {
            OVERLAPPED place = at_offset(offset + total);
            DWORD got = 0;
            if (::ReadFile(handle_.get(), into.data() + total, piece_size(into.size() - total), &got, &place) == 0) {
                if (::GetLastError() == ERROR_HANDLE_EOF) break;
                return last_error("read", path_);
            }
            if (got == 0) break;
            total += got;
        }
        return total;
    }

    Status sync_data() override {
        if (::FlushFileBuffers(handle_.get()) == 0) return last_error("sync", path_);
        return {};
    }

    Result<std::uint64_t> size() const override {
        LARGE_INTEGER bytes{};
        if (::GetFileSizeEx(handle_.get(), &bytes) == 0) return last_error("look at", path_);
        return static_cast<std::uint64_t>(bytes.QuadPart);
    }

    Status truncate(std::uint64_t size) override { return set_end("truncate", size); }

    // Growing the file reserves its clusters; what was never written reads as zeros.
    Status preallocate(std::uint64_t size) override {
        CROSSDOCK_TRY_ASSIGN(const std::uint64_t present, this->size());
        return present < size ? set_end("reserve", size) : Status{};
    }

private:
    Status set_end(std::string_view what, std::uint64_t size) {
        FILE_END_OF_FILE_INFO end{};
        end.EndOfFile.QuadPart = static_cast<LONGLONG>(size);
        if (::SetFileInformationByHandle(handle_.get(), FileEndOfFileInfo, &end, sizeof end) == 0)
            return last_error(what, path_);
        return {};
    }

    Handle handle_;
    std::filesystem::path path_;
};

// LockFileEx belongs to the handle, so it also excludes a second opening in the same process. Closing gives it up.
class WindowsFileLock final : public FileLock {
public:
    explicit WindowsFileLock(Handle handle) : handle_(std::move(handle)) {}

private:
    Handle handle_;
};

DWORD disposition_of(OpenMode mode) {
    switch (mode) {
        case OpenMode::read:
        case OpenMode::read_write: return OPEN_EXISTING;
        case OpenMode::create_or_open: return OPEN_ALWAYS;
        case OpenMode::create_new: return CREATE_NEW;
    }
    return OPEN_EXISTING;
}

class WindowsFileSystem final : public FileSystem {
public:
    Result<std::unique_ptr<File>> open(const std::filesystem::path& path, OpenMode mode) override {
        const DWORD access = mode == OpenMode::read ? GENERIC_READ : GENERIC_READ | GENERIC_WRITE;
        Handle handle = open_handle(path, access, disposition_of(mode));
        if (!handle.valid()) return last_error("open", path);
        return std::unique_ptr<File>(std::make_unique<WindowsFile>(std::move(handle), path));
    }

    Status rename(const std::filesystem::path& from, const std::filesystem::path& to) override {
        if (::MoveFileExW(from.c_str(), to.c_str(), MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH) == 0)
            return last_error("rename", from);
        return {};
    }

    Status remove(const std::filesystem::path& path) override {
        if (::DeleteFileW(path.c_str()) == 0) return last_error("remove", path);
        return {};
    }

    Status create_directories(const std::filesystem::path& path) override {
        std::error_code failure;
        std::filesystem::create_directories(path, failure);
        if (failure) return system_error("make folder", path, failure);
        return {};
    }

    Status sync_directory(const std::filesystem::path& path) override {
        const Handle folder = open_handle(path, GENERIC_WRITE, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS);
        if (!folder.valid()) return last_error("open folder", path);
        if (::FlushFileBuffers(folder.get()) == 0) return last_error("sync folder", path);
        return {};
    }

    Result<bool> exists(const std::filesystem::path& path) override {
        if (::GetFileAttributesW(path.c_str()) != INVALID_FILE_ATTRIBUTES) return true;
        const DWORD number = ::GetLastError();
        if (number == ERROR_FILE_NOT_FOUND || number == ERROR_PATH_NOT_FOUND) return false;
        return last_error("look at", path);
    }

    Result<std::vector<std::string>> list(const std::filesystem::path& path) override {
        std::error_code failure;
        std::vector<std::string> names;
        std::filesystem::directory_iterator entry(path, failure);
        for (; !failure && entry != std::filesystem::directory_iterator(); entry.increment(failure))
            names.push_back(entry->path().filename().string());
        if (failure) return system_error("list", path, failure);
        std::sort(names.begin(), names.end());
        return names;
    }

    Result<std::unique_ptr<FileLock>> lock(const std::filesystem::path& path) override {
        Handle handle = open_handle(path, GENERIC_READ | GENERIC_WRITE, OPEN_ALWAYS);
        if (!handle.valid()) return last_error("open", path);
        OVERLAPPED first_byte{};
        if (::LockFileEx(handle.get(), LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &first_byte) ==
            0) {
            if (::GetLastError() != ERROR_LOCK_VIOLATION) return last_error("lock", path);
            return Error{"file.locked", ErrorClass::needs_person,
                         fmt::format("{} is locked by somebody else; only one may hold it", path.string())};
        }
        return std::unique_ptr<FileLock>(std::make_unique<WindowsFileLock>(std::move(handle)));
    }

    Result<std::uint64_t> free_bytes(const std::filesystem::path& path) override {
        std::error_code failure;
        const bool folder = std::filesystem::is_directory(path, failure);
        const std::filesystem::path asked = folder ? path : std::filesystem::absolute(path, failure).parent_path();
        ULARGE_INTEGER available{};
        if (::GetDiskFreeSpaceExW(asked.c_str(), &available, nullptr, nullptr) == 0)
            return last_error("look at the volume of", path);
        return static_cast<std::uint64_t>(available.QuadPart);
    }
};

}  // namespace

FileSystem& system_file_system() {
    static WindowsFileSystem file_system;
    return file_system;
}

}  // namespace crossdock

#endif
