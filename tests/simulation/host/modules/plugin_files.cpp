#include "tests/simulation/host/modules/plugin_files.hpp"

#include <crossdock/cpp/failure.hpp>

#include "host/base/binary.hpp"

namespace crossdock::simulation {

namespace {

namespace fs = std::filesystem;

void check(const Status& status) {
    if (!status.ok()) throw sdk::Failure::retry(status.error().code, status.error().text);
}

template <typename Value>
Value take(Result<Value> result) {
    if (!result.ok()) throw sdk::Failure::retry(result.error().code, result.error().text);
    return std::move(result).value();
}

sdk::FileStatus status_from(const FileFacts& facts) {
    return {facts.size, static_cast<std::int64_t>(facts.changed_at), facts.number, !facts.folder};
}

class Reader final : public sdk::ReadableFile {
public:
    Reader(std::shared_ptr<PluginDisk> disk, fs::path path, std::unique_ptr<File> file)
        : disk_(std::move(disk)), path_(std::move(path)), file_(std::move(file)) {}
    std::size_t read(std::span<char> into) override {
        const std::size_t got = take(file_->read_at(at_, std::as_writable_bytes(into)));
        at_ += got;
        return got;
    }
    sdk::FileStatus status() override {
        const auto facts = take(disk_->files().facts(path_));
        if (!facts) throw sdk::Failure::retry("simulation.gone", path_.string() + " is gone");
        return status_from(*facts);
    }

private:
    std::shared_ptr<PluginDisk> disk_;
    fs::path path_;
    std::unique_ptr<File> file_;
    std::uint64_t at_ = 0;
};

class Writer final : public sdk::WritableFile {
public:
    Writer(std::shared_ptr<PluginDisk> disk, fs::path path, std::unique_ptr<File> file)
        : disk_(std::move(disk)), path_(std::move(path)), file_(std::move(file)) {}
    void write(std::string_view bytes) override {
        check(file_->write_at(size_, as_bytes(bytes)));
        size_ += bytes.size();
    }
    [[nodiscard]] const fs::path& path() const { return path_; }
    void sync() { check(file_->sync_data()); }

private:
    std::shared_ptr<PluginDisk> disk_;
    fs::path path_;
    std::unique_ptr<File> file_;
    std::uint64_t size_ = 0;
};

class Lock final : public sdk::FileLock {
public:
    Lock(std::shared_ptr<PluginDisk> disk, std::unique_ptr<crossdock::FileLock> held)
        : disk_(std::move(disk)), held_(std::move(held)) {}

private:
    std::shared_ptr<PluginDisk> disk_;
    std::unique_ptr<crossdock::FileLock> held_;
};

}  // namespace

PluginFiles::PluginFiles(const std::weak_ptr<PluginDisk>& disk) : disk_(disk) {
    if (const auto there = disk_.lock()) process_ = there->files().process();
}

PluginFiles::Entered PluginFiles::enter() const {
    auto disk = disk_.lock();
    if (!disk) throw sdk::Failure::retry("simulation.no-disk", "the simulated disk has ended");
    auto lock = take(disk->files().enter(process_));
    return {std::move(disk), std::move(lock)};
}

void PluginFiles::list(const fs::path& folder, const std::function<void(std::string_view)>& each) {
    for (const std::string& name : take(enter()->files().list(folder))) each(name);
}

std::optional<sdk::FileStatus> PluginFiles::status(const fs::path& path) {
    const auto facts = take(enter()->files().facts(path.filename() == "." ? path.parent_path() : path));
    return facts ? std::optional(status_from(*facts)) : std::nullopt;
}

std::unique_ptr<sdk::ReadableFile> PluginFiles::open(const fs::path& path) {
    const auto disk = enter();
    auto file = disk->files().open(path, OpenMode::read);
    if (!file && file.error().code == "file.not-found") return nullptr;
    return std::make_unique<Reader>(disk.disk, path, take(std::move(file)));
}

std::unique_ptr<sdk::WritableFile> PluginFiles::create(const fs::path& path) {
    const auto disk = enter();
    auto file = take(disk->files().open(path, OpenMode::create_or_open));
    check(file->truncate(0));
    return std::make_unique<Writer>(disk.disk, path, std::move(file));
}

void PluginFiles::sync(std::span<sdk::WritableFile* const> files) {
    const auto disk = enter();
    for (sdk::WritableFile* const each : files) {
        auto& file = static_cast<Writer&>(*each);
        if (disk->wants_bytes_synced(file.path())) file.sync();
    }
}

void PluginFiles::sync_folder(const fs::path& folder) {
    const auto disk = enter();
    if (disk->wants_names_synced(folder)) check(disk->files().sync_directory(folder));
}

sdk::Renamed PluginFiles::rename(const fs::path& from, const fs::path& to) {
    const auto disk = enter();
    if (take(disk->files().exists(to))) return sdk::Renamed::target_exists;
    const auto renamed = disk->files().rename(from, to);
    if (!renamed.ok() && renamed.error().code == "file.not-found") return sdk::Renamed::source_missing;
    check(renamed);
    return sdk::Renamed::yes;
}

void PluginFiles::replace(const fs::path& from, const fs::path& to) { check(enter()->files().rename(from, to)); }

bool PluginFiles::remove(const fs::path& path) {
    const auto removed = enter()->files().remove(path);
    if (!removed.ok() && removed.error().code == "file.not-found") return false;
    check(removed);
    return true;
}

bool PluginFiles::remove_folder(const fs::path& folder) { return enter()->files().remove(folder).ok(); }

void PluginFiles::make_folder(const fs::path& folder) { check(enter()->files().create_directories(folder)); }

bool PluginFiles::same_volume(const fs::path& one, const fs::path& other) { return enter()->same_volume(one, other); }

std::unique_ptr<sdk::FileLock> PluginFiles::try_lock(const fs::path& path, bool make) {
    const auto disk = enter();
    if (!make && !take(disk->files().exists(path))) return nullptr;
    auto lock = disk->files().lock(path);
    if (!lock && lock.error().code == "file.locked") return nullptr;
    return std::make_unique<Lock>(disk.disk, take(std::move(lock)));
}

}  // namespace crossdock::simulation
