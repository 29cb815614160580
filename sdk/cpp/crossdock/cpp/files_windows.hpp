// Files on Windows.
#pragma once

#include <crossdock/cpp/files.hpp>

#include <string>
#include <system_error>

#ifndef NOMINMAX
#define NOMINMAX
#endif
#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN
#endif
#include <windows.h>

namespace crossdock::sdk {

namespace windows {

[[noreturn]] inline void fail(const std::string& what, const std::filesystem::path& path, DWORD number) {
    const std::string text =
        "cannot " + what + " " + utf8_text(path) + ": " + std::system_category().message(static_cast<int>(number));
    switch (number) {
        case ERROR_DISK_FULL:
        case ERROR_HANDLE_DISK_FULL: throw Failure::retry("file.disk-full", text);
        case ERROR_ACCESS_DENIED:
        case ERROR_WRITE_PROTECT:
        case ERROR_FILE_NOT_FOUND:
        case ERROR_PATH_NOT_FOUND: throw Failure::configuration("file.not-accessible", text);
        default: throw Failure::retry("file.system", text);
    }
}

inline bool is_missing(DWORD number) noexcept {
    return number == ERROR_FILE_NOT_FOUND || number == ERROR_PATH_NOT_FOUND;
}

class Handle {
public:
    explicit Handle(HANDLE handle) noexcept : handle_(handle) {}
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    ~Handle() {
        if (valid()) ::CloseHandle(handle_);
    }
    [[nodiscard]] HANDLE get() const noexcept { return handle_; }
    [[nodiscard]] bool valid() const noexcept { return handle_ != INVALID_HANDLE_VALUE; }

private:
    HANDLE handle_;
};

inline FileStatus status_of(HANDLE handle, const std::filesystem::path& path) {
    BY_HANDLE_FILE_INFORMATION info{};
    if (::GetFileInformationByHandle(handle, &info) == 0) fail("look at", path, ::GetLastError());
    const auto joined = [](DWORD high, DWORD low) { return (static_cast<std::uint64_t>(high) << 32u) | low; };
    constexpr std::int64_t ticks_before_1970 = 116'444'736'000'000'000;
    FileStatus status;
    status.size = joined(info.nFileSizeHigh, info.nFileSizeLow);
    status.modified_ns =
        (static_cast<std::int64_t>(joined(info.ftLastWriteTime.dwHighDateTime, info.ftLastWriteTime.dwLowDateTime)) -
         ticks_before_1970) *
        100;
    status.identity = joined(info.nFileIndexHigh, info.nFileIndexLow);
    status.regular = (info.dwFileAttributes & (FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT)) == 0;
    return status;
}

constexpr DWORD share_all = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;

class OpenFile final : public ReadableFile {
public:
    OpenFile(HANDLE handle, std::filesystem::path path) : file_(handle), path_(std::move(path)) {}
    std::size_t read(std::span<char> into) override {
        const auto wanted = static_cast<DWORD>(into.size() < MAXDWORD ? into.size() : MAXDWORD);
        DWORD got = 0;
        if (::ReadFile(file_.get(), into.data(), wanted, &got, nullptr) == 0) fail("read", path_, ::GetLastError());
        return got;
    }
    FileStatus status() override { return status_of(file_.get(), path_); }

private:
    Handle file_;
    std::filesystem::path path_;
};

class NewFile final : public WritableFile {
public:
    NewFile(HANDLE handle, std::filesystem::path path) : file_(handle), path_(std::move(path)) {}
    void write(std::string_view bytes) override {
        while (!bytes.empty()) {
            const auto wanted = static_cast<DWORD>(bytes.size() < MAXDWORD ? bytes.size() : MAXDWORD);
            DWORD written = 0;
            if (::WriteFile(file_.get(), bytes.data(), wanted, &written, nullptr) == 0)
                fail("write", path_, ::GetLastError());
            bytes.remove_prefix(written);
        }
    }
    void sync() {
        if (::FlushFileBuffers(file_.get()) == 0) fail("sync", path_, ::GetLastError());
    }

private:
    Handle file_;
    std::filesystem::path path_;
};

class Lock final : public FileLock {
public:
    explicit Lock(HANDLE handle) : file_(handle) {}
    [[nodiscard]] bool take() const noexcept {
        OVERLAPPED whole{};
        return ::LockFileEx(file_.get(), LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &whole) != 0;
    }

private:
    Handle file_;
};

}  // namespace windows

class WindowsFiles final : public Files {
public:
    void list(const std::filesystem::path& folder, const std::function<void(std::string_view)>& each) override {
        WIN32_FIND_DATAW found{};
        const HANDLE search = ::FindFirstFileExW((folder / L"*").c_str(), FindExInfoBasic, &found,
                                                 FindExSearchNameMatch, nullptr, FIND_FIRST_EX_LARGE_FETCH);
        if (search == INVALID_HANDLE_VALUE) windows::fail("list", folder, ::GetLastError());
        const std::unique_ptr<void, BOOL(WINAPI*)(HANDLE)> open(search, &::FindClose);
        do {
            const std::string name = utf8_text(std::filesystem::path(found.cFileName));
            if (name != "." && name != "..") each(name);
        } while (::FindNextFileW(search, &found) != 0);
        if (::GetLastError() != ERROR_NO_MORE_FILES) windows::fail("list", folder, ::GetLastError());
    }

    std::optional<FileStatus> status(const std::filesystem::path& path) override {
        const windows::Handle file(::CreateFileW(path.c_str(), FILE_READ_ATTRIBUTES, windows::share_all, nullptr,
                                                 OPEN_EXISTING,
                                                 FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT, nullptr));
        if (file.valid()) return windows::status_of(file.get(), path);
        if (!windows::is_missing(::GetLastError())) windows::fail("look at", path, ::GetLastError());
        return {};
    }

    std::unique_ptr<ReadableFile> open(const std::filesystem::path& path) override {
        const HANDLE handle = ::CreateFileW(path.c_str(), GENERIC_READ, windows::share_all, nullptr, OPEN_EXISTING,
                                            FILE_FLAG_SEQUENTIAL_SCAN | FILE_FLAG_OPEN_REPARSE_POINT, nullptr);
        if (handle != INVALID_HANDLE_VALUE) return std::make_unique<windows::OpenFile>(handle, path);
        if (!windows::is_missing(::GetLastError())) windows::fail("open", path, ::GetLastError());
        return nullptr;
    }

    std::unique_ptr<WritableFile> create(const std::filesystem::path& path) override {
        const HANDLE handle =
            ::CreateFileW(path.c_str(), GENERIC_WRITE, 0, nullptr, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr);
        if (handle == INVALID_HANDLE_VALUE) windows::fail("create", path, ::GetLastError());
        return std::make_unique<windows::NewFile>(handle, path);
    }

    void sync(std::span<WritableFile* const> files) override {
        for (WritableFile* file : files) static_cast<windows::NewFile*>(file)->sync();
    }

    // NTFS journals its names itself; there is nothing that a process could flush.
    void sync_folder(const std::filesystem::path& /*folder*/) override {}

    Renamed rename(const std::filesystem::path& from, const std::filesystem::path& to) override {
        if (::MoveFileExW(from.c_str(), to.c_str(), MOVEFILE_WRITE_THROUGH) != 0) return Renamed::yes;
        const DWORD number = ::GetLastError();
        if (number == ERROR_ALREADY_EXISTS || number == ERROR_FILE_EXISTS) return Renamed::target_exists;
        if (windows::is_missing(number) && !status(from)) return Renamed::source_missing;
        windows::fail("rename", from, number);
    }

    void replace(const std::filesystem::path& from, const std::filesystem::path& to) override {
        if (::MoveFileExW(from.c_str(), to.c_str(), MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH) == 0)
            windows::fail("rename", from, ::GetLastError());
    }

    bool remove(const std::filesystem::path& path) override {
        if (::DeleteFileW(path.c_str()) != 0) return true;
        if (!windows::is_missing(::GetLastError())) windows::fail("remove", path, ::GetLastError());
        return false;
    }

    bool remove_folder(const std::filesystem::path& folder) override {
        if (::RemoveDirectoryW(folder.c_str()) != 0) return true;
        const DWORD number = ::GetLastError();
        if (!windows::is_missing(number) && number != ERROR_DIR_NOT_EMPTY)
            windows::fail("remove folder", folder, number);
        return false;
    }

    void make_folder(const std::filesystem::path& folder) override {
        std::error_code failure;
        std::filesystem::create_directories(folder, failure);
        if (failure) windows::fail("make folder", folder, static_cast<DWORD>(failure.value()));
    }

    bool same_volume(const std::filesystem::path& one, const std::filesystem::path& other) override {
        return volume_of(one) == volume_of(other);
    }

    std::unique_ptr<FileLock> try_lock(const std::filesystem::path& path, bool make) override {
        const HANDLE handle = ::CreateFileW(path.c_str(), GENERIC_READ | GENERIC_WRITE, windows::share_all, nullptr,
                                            make ? OPEN_ALWAYS : OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr);
        if (handle == INVALID_HANDLE_VALUE) {
            if (windows::is_missing(::GetLastError())) return nullptr;
            windows::fail("lock", path, ::GetLastError());
        }
        auto lock = std::make_unique<windows::Lock>(handle);
        if (lock->take()) return lock;
        if (::GetLastError() != ERROR_LOCK_VIOLATION && ::GetLastError() != ERROR_IO_PENDING)
            windows::fail("lock", path, ::GetLastError());
        return nullptr;
    }

private:
    static DWORD volume_of(const std::filesystem::path& path) {
        const windows::Handle file(::CreateFileW(path.c_str(), FILE_READ_ATTRIBUTES, windows::share_all, nullptr,
                                                 OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, nullptr));
        BY_HANDLE_FILE_INFORMATION info{};
        if (!file.valid() || ::GetFileInformationByHandle(file.get(), &info) == 0)
            windows::fail("look at", path, ::GetLastError());
        return info.dwVolumeSerialNumber;
    }
};

}  // namespace crossdock::sdk
