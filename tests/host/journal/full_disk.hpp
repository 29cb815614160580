// The system's files, on a disk that is full, or cannot sync or read, when a test says so; its reads are counted.
#pragma once

#include <atomic>

#include "host/base/file_system.hpp"

namespace crossdock::journal {

class FullDisk final : public FileSystem {
public:
    std::atomic<bool> full = false;
    std::atomic<bool> fail_syncs = false;
    std::atomic<bool> fail_reads = false;
    mutable std::atomic<std::uint64_t> reads = 0;

    Result<std::unique_ptr<File>> open(const std::filesystem::path& path, OpenMode mode) override {
        CROSSDOCK_TRY_ASSIGN(auto file, system_.open(path, mode));
        std::unique_ptr<File> wrapped = std::make_unique<OpenFile>(std::move(file), *this);
        return wrapped;
    }
    Status rename(const std::filesystem::path& from, const std::filesystem::path& to) override {
        return system_.rename(from, to);
    }
    Status remove(const std::filesystem::path& path) override { return system_.remove(path); }
    Status create_directories(const std::filesystem::path& path) override { return system_.create_directories(path); }
    Status sync_directory(const std::filesystem::path& path) override { return system_.sync_directory(path); }
    Result<bool> exists(const std::filesystem::path& path) override { return system_.exists(path); }
    Result<std::vector<std::string>> list(const std::filesystem::path& path) override { return system_.list(path); }
    Result<std::unique_ptr<FileLock>> lock(const std::filesystem::path& path) override { return system_.lock(path); }
    Result<std::uint64_t> free_bytes(const std::filesystem::path& path) override { return system_.free_bytes(path); }

private:
    class OpenFile final : public File {
    public:
        OpenFile(std::unique_ptr<File> file, const FullDisk& disk) : file_(std::move(file)), disk_(disk) {}
        Status write_at(std::uint64_t offset, Bytes bytes) override {
            if (!disk_.full) return file_->write_at(offset, bytes);
            // A part gets through, as it does on a real disk.
            CROSSDOCK_TRY(file_->write_at(offset, bytes.first(bytes.size() / 2)));
            return Error{"file.disk-full", ErrorClass::retry, "the disk is full"};
        }
        Result<std::size_t> read_at(std::uint64_t offset, std::span<std::byte> into) const override {
            ++disk_.reads;
            if (disk_.fail_reads) return Error{"file.io", ErrorClass::needs_person, "the disk does not read"};
            return file_->read_at(offset, into);
        }
        Status sync_data() override {
            if (disk_.fail_syncs) return Error{"file.io", ErrorClass::needs_person, "the disk does not sync"};
            return file_->sync_data();
        }
        Result<std::uint64_t> size() const override { return file_->size(); }
        Status truncate(std::uint64_t size) override { return file_->truncate(size); }
        Status preallocate(std::uint64_t size) override { return file_->preallocate(size); }

    private:
        std::unique_ptr<File> file_;
        const FullDisk& disk_;
    };

    FileSystem& system_ = system_file_system();
};

}  // namespace crossdock::journal
