#include "tests/plugins/file/simulated_files.hpp"

#include <algorithm>

namespace crossdock::file::testing {

class SimulatedFiles::Reader final : public sdk::ReadableFile {
public:
    Reader(SimulatedFiles& disk, std::string path, std::shared_ptr<Inode> inode)
        : disk_(disk), path_(std::move(path)), inode_(std::move(inode)) {}
    std::size_t read(std::span<char> into) override {
        std::size_t got = 0;
        {
            const std::lock_guard lock(disk_.mutex_);
            got = std::min(into.size(), inode_->bytes.size() - at_);
            std::copy_n(inode_->bytes.data() + at_, got, into.data());
            at_ += got;
        }
        disk_.after_read(path_);
        return got;
    }
    sdk::FileStatus status() override {
        const std::lock_guard lock(disk_.mutex_);
        return disk_.status_of(*inode_);
    }

private:
    SimulatedFiles& disk_;
    std::string path_;
    std::shared_ptr<Inode> inode_;
    std::size_t at_ = 0;
};

class SimulatedFiles::Writer final : public sdk::WritableFile {
public:
    Writer(SimulatedFiles& disk, std::shared_ptr<Inode> inode) : disk_(disk), inode_(std::move(inode)) {}
    void write(std::string_view bytes) override {
        disk_.on_write();
        {
            const std::lock_guard lock(disk_.mutex_);
            inode_->bytes += bytes;
            inode_->modified_ns = ++disk_.clock_ns_;
        }
        disk_.after_change();
    }
    void sync() {
        const std::lock_guard lock(disk_.mutex_);
        if (!disk_.forgets_sync) inode_->durable = inode_->bytes;
    }

private:
    SimulatedFiles& disk_;
    std::shared_ptr<Inode> inode_;
};

class SimulatedFiles::Lock final : public sdk::FileLock {
public:
    Lock(SimulatedFiles& disk, std::string path) : disk_(disk), path_(std::move(path)) {}
    ~Lock() override {
        const std::lock_guard lock(disk_.mutex_);
        disk_.locks_[path_] = false;
    }

private:
    SimulatedFiles& disk_;
    std::string path_;
};

sdk::FileStatus SimulatedFiles::status_of(const Inode& inode) const {
    return {inode.bytes.size(), inode.modified_ns, inode.number, true};
}

std::shared_ptr<SimulatedFiles::Inode> SimulatedFiles::inode_of(const std::string& path) {
    auto& inode = names_[path];
    if (!inode) {
        inode = std::make_shared<Inode>();
        inode->number = ++last_number_;
    }
    return inode;
}

void SimulatedFiles::power_cut() {
    const std::lock_guard lock(mutex_);
    names_ = durable_names_;
    for (auto& [path, inode] : names_) inode->bytes = inode->durable;
}

std::map<std::string, SimulatedFiles::Content> SimulatedFiles::contents() const {
    const std::lock_guard lock(mutex_);
    std::map<std::string, Content> contents;
    for (const auto& [path, inode] : names_) {
        const auto durable = durable_names_.find(path);
        contents[path] = {inode->bytes, inode->bytes == inode->durable,
                          durable != durable_names_.end() && durable->second == inode};
    }
    return contents;
}

void SimulatedFiles::put(const std::string& path, const std::string& bytes) {
    const std::lock_guard lock(mutex_);
    names_.erase(path);
    const auto inode = inode_of(path);
    inode->bytes = inode->durable = bytes;
    inode->modified_ns = ++clock_ns_;
    durable_names_[path] = inode;
}

void SimulatedFiles::append(const std::string& path, const std::string& bytes) {
    const std::lock_guard lock(mutex_);
    names_.at(path)->bytes += bytes;
    names_.at(path)->modified_ns = ++clock_ns_;
}

void SimulatedFiles::list(const std::filesystem::path& folder, const std::function<void(std::string_view)>& each) {
    const std::string prefix = key(folder) + "/";
    std::map<std::string, bool> entries;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [path, inode] : names_)
            if (path.starts_with(prefix))
                entries[path.substr(prefix.size(), path.find('/', prefix.size()) - prefix.size())] = true;
    }
    for (const auto& [name, there] : entries) each(name);
}

std::optional<sdk::FileStatus> SimulatedFiles::status(const std::filesystem::path& path) {
    on_status();
    const std::lock_guard lock(mutex_);
    if (path.filename() == ".") return sdk::FileStatus{};
    const auto found = names_.find(key(path));
    if (found == names_.end()) return {};
    return status_of(*found->second);
}

std::unique_ptr<sdk::ReadableFile> SimulatedFiles::open(const std::filesystem::path& path) {
    const std::lock_guard lock(mutex_);
    const auto found = names_.find(key(path));
    if (found == names_.end()) return nullptr;
    return std::make_unique<Reader>(*this, key(path), found->second);
}

std::unique_ptr<sdk::WritableFile> SimulatedFiles::create(const std::filesystem::path& path) {
    std::shared_ptr<Inode> inode;
    {
        const std::lock_guard lock(mutex_);
        inode = inode_of(key(path));
        inode->bytes.clear();
    }
    after_change();
    return std::make_unique<Writer>(*this, inode);
}

void SimulatedFiles::sync(std::span<sdk::WritableFile* const> files) {
    on_sync();
    for (sdk::WritableFile* file : files) static_cast<Writer*>(file)->sync();
    const std::lock_guard lock(mutex_);
    ++sync_calls_;
}

void SimulatedFiles::sync_folder(const std::filesystem::path& folder) {
    const std::lock_guard lock(mutex_);
    if (forgets_folder_sync) return;
    const auto inside = [&](const auto& item) {
        return std::filesystem::path(item.first).parent_path().generic_string() == key(folder);
    };
    std::erase_if(durable_names_, inside);
    for (const auto& item : names_)
        if (inside(item)) durable_names_.insert(item);
}

sdk::Renamed SimulatedFiles::rename(const std::filesystem::path& from, const std::filesystem::path& to) {
    {
        const std::lock_guard lock(mutex_);
        if (!names_.contains(key(from))) return sdk::Renamed::source_missing;
        if (names_.contains(key(to))) return sdk::Renamed::target_exists;
        auto node = names_.extract(key(from));
        node.key() = key(to);
        names_.insert(std::move(node));
    }
    after_change();
    return sdk::Renamed::yes;
}

void SimulatedFiles::replace(const std::filesystem::path& from, const std::filesystem::path& to) {
    {
        const std::lock_guard lock(mutex_);
        names_.erase(key(to));
        auto node = names_.extract(key(from));
        node.key() = key(to);
        names_.insert(std::move(node));
    }
    after_change();
}

bool SimulatedFiles::remove(const std::filesystem::path& path) {
    const std::lock_guard lock(mutex_);
    return names_.erase(key(path)) == 1;
}

bool SimulatedFiles::remove_folder(const std::filesystem::path& folder) {
    bool empty = true;
    list(folder, [&](std::string_view) { empty = false; });
    return empty;
}

std::unique_ptr<sdk::FileLock> SimulatedFiles::try_lock(const std::filesystem::path& path, bool make) {
    const std::lock_guard lock(mutex_);
    if (!make && !names_.contains(key(path))) return nullptr;
    if (locks_[key(path)]) return nullptr;
    inode_of(key(path));
    locks_[key(path)] = true;
    return std::make_unique<Lock>(*this, key(path));
}

}  // namespace crossdock::file::testing
