#include "tests/simulation/host/modules/plugin_files.hpp"

#include <crossdock/cpp/failure.hpp>

#include "host/base/binary.hpp"

namespace crossdock::simulation {

namespace {

namespace fs = std::filesystem;

void check(const Status& status) {
    if (!status.ok()) throw sdk::Failure::retry(status.error().code.c_str(), status.error().text);
}

template <typename Value>
Value take(Result<Value> result) {
    if (!result.ok()) throw sdk::Failure::retry(result.error().code.c_str(), result.error().text);
    return std::move(result).value();
}

sdk::FileStatus status_from(const FileFacts& facts) {
    return {facts.size, static_cast<std::int64_t>(facts.changed_at), facts.number, !facts.folder};
}

class Reader final : public sdk::ReadableFile {
public:
    Reader(SimulatedFiles& files, fs::path path, std::unique_ptr<File> file)
        : files_(files), path_(std::move(path)), file_(std::move(file)) {}
    std::size_t read(std::span<char> into) override {
        const std::size_t got = take(file_->read_at(at_, std::as_writable_bytes(into)));
        at_ += got;
        return got;
    }
    sdk::FileStatus status() override {
        const auto facts = take(files_.facts(path_));
        if (!facts) throw sdk::Failure::retry("simulation.gone", path_.string() + " is gone");
        return status_from(*facts);
    }

private:
    SimulatedFiles& files_;
    fs::path path_;
    std::unique_ptr<File> file_;
    std::uint64_t at_ = 0;
};

class Writer final : public sdk::WritableFile {
public:
    Writer(fs::path path, std::unique_ptr<File> file) : path_(std::move(path)), file_(std::move(file)) {}
    void write(std::string_view bytes) override {
        check(file_->write_at(size_, as_bytes(bytes)));
        size_ += bytes.size();
    }
    [[nodiscard]] const fs::path& path() const { return path_; }
    void sync() { check(file_->sync_data()); }

private:
    fs::path path_;
    std::unique_ptr<File> file_;
    std::uint64_t size_ = 0;
};

class Lock final : public sdk::FileLock {
public:
    explicit Lock(std::unique_ptr<crossdock::FileLock> held) : held_(std::move(held)) {}

private:
    std::unique_ptr<crossdock::FileLock> held_;
};

}  // namespace

void PluginFiles::list(const fs::path& folder, const std::function<void(std::string_view)>& each) {
    for (const std::string& name : take(disk_.files().list(folder))) each(name);
}

std::optional<sdk::FileStatus> PluginFiles::status(const fs::path& path) {
    const auto facts = take(disk_.files().facts(path.filename() == "." ? path.parent_path() : path));
    return facts ? std::optional(status_from(*facts)) : std::nullopt;
}

std::unique_ptr<sdk::ReadableFile> PluginFiles::open(const fs::path& path) {
    auto file = disk_.files().open(path, OpenMode::read);
    if (!file && file.error().code == "file.not-found") return nullptr;
    return std::make_unique<Reader>(disk_.files(), path, take(std::move(file)));
}

std::unique_ptr<sdk::WritableFile> PluginFiles::create(const fs::path& path) {
    auto file = take(disk_.files().open(path, OpenMode::create_or_open));
    check(file->truncate(0));
    return std::make_unique<Writer>(path, std::move(file));
}

void PluginFiles::sync(std::span<sdk::WritableFile* const> files) {
    for (sdk::WritableFile* const each : files) {
        auto& file = static_cast<Writer&>(*each);
        if (disk_.wants_bytes_synced(file.path())) file.sync();
    }
}

void PluginFiles::sync_folder(const fs::path& folder) {
    if (disk_.wants_names_synced(folder)) check(disk_.files().sync_directory(folder));
}

sdk::Renamed PluginFiles::rename(const fs::path& from, const fs::path& to) {
    if (take(disk_.files().exists(to))) return sdk::Renamed::target_exists;
    const auto renamed = disk_.files().rename(from, to);
    if (!renamed.ok() && renamed.error().code == "file.not-found") return sdk::Renamed::source_missing;
    check(renamed);
    return sdk::Renamed::yes;
}

void PluginFiles::replace(const fs::path& from, const fs::path& to) { check(disk_.files().rename(from, to)); }

bool PluginFiles::remove(const fs::path& path) {
    const auto removed = disk_.files().remove(path);
    if (!removed.ok() && removed.error().code == "file.not-found") return false;
    check(removed);
    return true;
}

bool PluginFiles::remove_folder(const fs::path& folder) { return disk_.files().remove(folder).ok(); }

void PluginFiles::make_folder(const fs::path& folder) { check(disk_.files().create_directories(folder)); }

bool PluginFiles::same_volume(const fs::path& one, const fs::path& other) { return disk_.same_volume(one, other); }

std::unique_ptr<sdk::FileLock> PluginFiles::try_lock(const fs::path& path, bool make) {
    if (!make && !take(disk_.files().exists(path))) return nullptr;
    auto lock = disk_.files().lock(path);
    if (!lock && lock.error().code == "file.locked") return nullptr;
    return std::make_unique<Lock>(take(std::move(lock)));
}

}  // namespace crossdock::simulation
