#include "tests/simulation/simulated_files.hpp"

#include <algorithm>

namespace crossdock::simulation {

namespace {

constexpr std::size_t sector_bytes = 512;

Error power_off() { return {"simulation.power-off", ErrorClass::needs_person, "the simulated power is cut"}; }

Error not_found(const std::filesystem::path& path) {
    return {"file.not-found", ErrorClass::needs_person, "there is no " + path.string()};
}

std::string key_of(const std::filesystem::path& path) {
    std::string text = path.lexically_normal().generic_string();
    while (text.size() > 1 && text.back() == '/') text.pop_back();
    return text;
}

std::string parent_key(const std::filesystem::path& path) {
    const auto parent = std::filesystem::path(key_of(path)).parent_path();
    return parent.empty() ? "." : key_of(parent);
}

}  // namespace

// A handle; it works on the node even when the name is gone.
class SimulatedFile final : public File {
public:
    SimulatedFile(SimulatedFiles& files, SimulatedFiles::NodePtr node)
        : files_(files), node_(std::move(node)), generation_(files.generation_) {}

    Status write_at(std::uint64_t offset, Bytes bytes) override {
        const std::lock_guard guard(files_.mutex_);
        CROSSDOCK_TRY(require_open());
        CROSSDOCK_TRY(files_.begin_change());
        const std::uint64_t grown =
            std::max<std::uint64_t>(node_->now.size(), offset + bytes.size()) - node_->now.size();
        const std::uint64_t used = files_.used_bytes();
        const bool full = used + grown > files_.capacity_;
        if (full) {
            const std::uint64_t room = files_.capacity_ - std::min(files_.capacity_, used);
            bytes =
                bytes.first(std::min<std::size_t>(bytes.size(), static_cast<std::size_t>(bytes.size() - grown + room)));
        }
        SimulatedFiles::FileChange change;
        change.offset = offset;
        change.bytes.assign(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        record(std::move(change));
        if (files_.cut_) return power_off();
        if (full) return Error{"file.disk-full", ErrorClass::retry, "the simulated disk is full"};
        return {};
    }

    Result<std::size_t> read_at(std::uint64_t offset, std::span<std::byte> into) const override {
        const std::lock_guard guard(files_.mutex_);
        CROSSDOCK_TRY(require_open());
        const std::string& bytes = node_->now;
        if (offset >= bytes.size()) return std::size_t{0};
        const std::size_t size = std::min(into.size(), bytes.size() - static_cast<std::size_t>(offset));
        std::ranges::copy(std::as_bytes(std::span(bytes)).subspan(static_cast<std::size_t>(offset), size),
                          into.begin());
        return size;
    }

    Status sync_data() override {
        const std::lock_guard guard(files_.mutex_);
        CROSSDOCK_TRY(require_open());
        CROSSDOCK_TRY(files_.begin_change());
        if (files_.cut_) return power_off();
        if (std::exchange(files_.fail_next_sync_, false))
            return Error{"file.system", ErrorClass::needs_person, "the simulated disk could not sync"};
        node_->durable = node_->now;
        node_->changes.clear();
        return {};
    }

    Result<std::uint64_t> size() const override {
        const std::lock_guard guard(files_.mutex_);
        CROSSDOCK_TRY(require_open());
        return std::uint64_t{node_->now.size()};
    }

    Status truncate(std::uint64_t size) override { return resize(size); }

    Status preallocate(std::uint64_t size) override {
        {
            const std::lock_guard guard(files_.mutex_);
            CROSSDOCK_TRY(require_open());
            if (size <= node_->now.size()) return {};
            if (files_.used_bytes() + size - node_->now.size() > files_.capacity_)
                return Error{"file.disk-full", ErrorClass::retry, "the simulated disk is full"};
        }
        return resize(size);
    }

private:
    [[nodiscard]] Status require_open() const {
        if (files_.cut_) return power_off();
        if (generation_ != files_.generation_)
            return Error{"simulation.old-handle", ErrorClass::permanent,
                         "this file was open in a process that has ended"};
        return {};
    }
    Status resize(std::uint64_t size) {
        const std::lock_guard guard(files_.mutex_);
        CROSSDOCK_TRY(require_open());
        CROSSDOCK_TRY(files_.begin_change());
        SimulatedFiles::FileChange change;
        change.new_size = size;
        record(std::move(change));
        return files_.cut_ ? Status(power_off()) : Status{};
    }
    void record(SimulatedFiles::FileChange change) {
        files_.apply(node_->now, change, false);
        node_->changes.push_back(std::move(change));
    }

    SimulatedFiles& files_;
    SimulatedFiles::NodePtr node_;
    std::uint64_t generation_;
};

class SimulatedLock final : public FileLock {
public:
    SimulatedLock(SimulatedFiles& files, std::string key)
        : files_(files), key_(std::move(key)), generation_(files.generation_) {}
    ~SimulatedLock() override {
        const std::lock_guard guard(files_.mutex_);
        if (generation_ == files_.generation_) files_.locks_.erase(key_);
    }
    SimulatedLock(const SimulatedLock&) = delete;
    SimulatedLock& operator=(const SimulatedLock&) = delete;

private:
    SimulatedFiles& files_;
    std::string key_;
    std::uint64_t generation_;
};

void SimulatedFiles::apply(std::string& bytes, const FileChange& change, bool tear) {
    if (change.new_size) {
        bytes.resize(static_cast<std::size_t>(*change.new_size), '\0');
        return;
    }
    for (std::size_t at = 0; at < change.bytes.size();) {
        const std::size_t offset = static_cast<std::size_t>(change.offset) + at;
        const std::size_t size = std::min(sector_bytes - offset % sector_bytes, change.bytes.size() - at);
        if (!tear || chance(50)) {
            if (bytes.size() < offset + size) bytes.resize(offset + size, '\0');
            change.bytes.copy(bytes.data() + offset, size, at);
        }
        at += size;
    }
}

Status SimulatedFiles::require_power() const { return cut_ ? Status(power_off()) : Status{}; }

// Counts the operation. When it is the one in which the power fails, it is still recorded, to be kept or lost.
Status SimulatedFiles::begin_change() {
    CROSSDOCK_TRY(require_power());
    ++operations_;
    if (cut_at_ && operations_ >= *cut_at_) cut_ = true;
    return {};
}

void SimulatedFiles::cut_power_after(std::uint64_t operations) {
    const std::lock_guard guard(mutex_);
    cut_at_ = operations_ + operations;
}

void SimulatedFiles::cut_power_at_name_sync(std::uint64_t syncs) {
    const std::lock_guard guard(mutex_);
    name_syncs_to_cut_ = syncs;
}

void SimulatedFiles::cut_power() {
    const std::lock_guard guard(mutex_);
    cut_ = true;
}

bool SimulatedFiles::power_is_cut() const {
    const std::lock_guard guard(mutex_);
    return cut_;
}

std::uint64_t SimulatedFiles::operations() const {
    const std::lock_guard guard(mutex_);
    return operations_;
}

void SimulatedFiles::set_capacity(std::uint64_t bytes) {
    const std::lock_guard guard(mutex_);
    capacity_ = bytes;
}

void SimulatedFiles::fail_next_sync() {
    const std::lock_guard guard(mutex_);
    fail_next_sync_ = true;
}

std::uint64_t SimulatedFiles::used_bytes() const {
    std::uint64_t used = 0;
    for (const auto& [path, folder] : folders_)
        for (const auto& [name, node] : folder.now) used += node->now.size();
    return used;
}

void SimulatedFiles::lose_unsynced(Node& node) {
    std::string bytes = node.durable;
    for (const FileChange& change : node.changes) {
        const unsigned fate = static_cast<unsigned>(random_() % 3);  // lost, torn, kept
        if (fate == 0) continue;
        apply(bytes, change, fate == 1);
    }
    node.now = bytes;
    node.durable = std::move(bytes);
    node.changes.clear();
}

void SimulatedFiles::lose_unsynced(Folder& folder) {
    Names names = folder.durable;
    for (const NameChange& change : folder.changes) {
        if (chance(50)) continue;
        for (const auto& [name, node] : change.set) {
            if (node) {
                names[name] = node;
            } else {
                names.erase(name);
            }
        }
    }
    folder.now = names;
    folder.durable = std::move(names);
    folder.changes.clear();
}

void SimulatedFiles::drop_unreachable() {
    std::erase_if(folders_, [&](const auto& entry) {
        std::filesystem::path path = entry.first;
        while (path != "." && path.has_relative_path()) {
            const auto parent = folders_.find(parent_key(path));
            if (parent == folders_.end() || !parent->second.now.contains(path.filename().string())) return true;
            path = parent->first;
        }
        return false;
    });
}

void SimulatedFiles::restart() {
    const std::lock_guard guard(mutex_);
    for (auto& [path, folder] : folders_) lose_unsynced(folder);
    drop_unreachable();
    for (auto& [path, folder] : folders_)
        for (auto& [name, node] : folder.now) lose_unsynced(*node);
    restart_process();
}

void SimulatedFiles::restart_process() {
    const std::lock_guard guard(mutex_);
    locks_.clear();
    ++generation_;
    cut_ = false;
    cut_at_.reset();
    name_syncs_to_cut_ = 0;
    fail_next_sync_ = false;
}

SimulatedFiles::Folder* SimulatedFiles::find_folder(const std::filesystem::path& path) {
    const std::string key = key_of(path);
    if (key == "." || key == "/" || key.empty()) return &folders_[key.empty() ? "." : key];
    const auto found = folders_.find(key);
    return found == folders_.end() ? nullptr : &found->second;
}

Status SimulatedFiles::set_names(const std::filesystem::path& folder_path, NameChange change) {
    Folder* const folder = find_folder(folder_path);
    if (folder == nullptr) return not_found(folder_path);
    CROSSDOCK_TRY(begin_change());
    for (const auto& [name, node] : change.set) {
        if (node) {
            folder->now[name] = node;
        } else {
            folder->now.erase(name);
        }
    }
    folder->changes.push_back(std::move(change));
    return require_power();
}

Result<std::unique_ptr<File>> SimulatedFiles::open(const std::filesystem::path& path, OpenMode mode) {
    const std::lock_guard guard(mutex_);
    CROSSDOCK_TRY(require_power());
    Folder* const folder = find_folder(parent_key(path));
    if (folder == nullptr) return not_found(path);
    const std::string name = path.filename().string();
    const auto found = folder->now.find(name);
    const bool there = found != folder->now.end();
    if (there && mode == OpenMode::create_new)
        return Error{"file.system", ErrorClass::needs_person, path.string() + " is there already"};
    if (there) return std::unique_ptr<File>(std::make_unique<SimulatedFile>(*this, found->second));
    if (mode == OpenMode::read || mode == OpenMode::read_write) return not_found(path);
    auto node = std::make_shared<Node>();
    CROSSDOCK_TRY(set_names(parent_key(path), {{{name, node}}}));
    return std::unique_ptr<File>(std::make_unique<SimulatedFile>(*this, std::move(node)));
}

Status SimulatedFiles::rename(const std::filesystem::path& from, const std::filesystem::path& to) {
    const std::lock_guard guard(mutex_);
    CROSSDOCK_TRY(require_power());
    Folder* const source = find_folder(parent_key(from));
    if (source == nullptr) return not_found(from);
    const auto found = source->now.find(from.filename().string());
    if (found == source->now.end()) return not_found(from);
    const NodePtr node = found->second;
    if (parent_key(from) == parent_key(to))
        return set_names(parent_key(to), {{{to.filename().string(), node}, {from.filename().string(), nullptr}}});
    CROSSDOCK_TRY(set_names(parent_key(to), {{{to.filename().string(), node}}}));
    return set_names(parent_key(from), {{{from.filename().string(), nullptr}}});
}

Status SimulatedFiles::remove(const std::filesystem::path& path) {
    const std::lock_guard guard(mutex_);
    CROSSDOCK_TRY(require_power());
    Folder* const folder = find_folder(parent_key(path));
    if (folder == nullptr || !folder->now.contains(path.filename().string())) return not_found(path);
    return set_names(parent_key(path), {{{path.filename().string(), nullptr}}});
}

Status SimulatedFiles::create_directories(const std::filesystem::path& path) {
    const std::lock_guard guard(mutex_);
    CROSSDOCK_TRY(require_power());
    if (find_folder(path) != nullptr) return {};
    CROSSDOCK_TRY(create_directories(parent_key(path)));
    folders_[key_of(path)];  // even when the power fails right now, since the name may be kept
    return set_names(parent_key(path), {{{path.filename().string(), std::make_shared<Node>()}}});
}

Status SimulatedFiles::sync_directory(const std::filesystem::path& path) {
    const std::lock_guard guard(mutex_);
    CROSSDOCK_TRY(require_power());
    Folder* const folder = find_folder(path);
    if (folder == nullptr) return not_found(path);
    if (name_syncs_to_cut_ != 0 && --name_syncs_to_cut_ == 0) cut_ = true;
    CROSSDOCK_TRY(begin_change());
    CROSSDOCK_TRY(require_power());
    folder->durable = folder->now;
    folder->changes.clear();
    return {};
}

Result<bool> SimulatedFiles::exists(const std::filesystem::path& path) {
    const std::lock_guard guard(mutex_);
    CROSSDOCK_TRY(require_power());
    if (find_folder(path) != nullptr) return true;
    Folder* const folder = find_folder(parent_key(path));
    return folder != nullptr && folder->now.contains(path.filename().string());
}

Result<std::vector<std::string>> SimulatedFiles::list(const std::filesystem::path& path) {
    const std::lock_guard guard(mutex_);
    CROSSDOCK_TRY(require_power());
    Folder* const folder = find_folder(path);
    if (folder == nullptr) return not_found(path);
    std::vector<std::string> names;
    for (const auto& [name, node] : folder->now) names.push_back(name);
    return names;
}

Result<std::unique_ptr<FileLock>> SimulatedFiles::lock(const std::filesystem::path& path) {
    const std::lock_guard guard(mutex_);
    CROSSDOCK_TRY_ASSIGN([[maybe_unused]] const auto file, open(path, OpenMode::create_or_open));
    if (!locks_.emplace(key_of(path), true).second)
        return Error{"file.locked", ErrorClass::needs_person, path.string() + " is locked by somebody else"};
    return std::unique_ptr<FileLock>(std::make_unique<SimulatedLock>(*this, key_of(path)));
}

Result<std::uint64_t> SimulatedFiles::free_bytes(const std::filesystem::path&) {
    const std::lock_guard guard(mutex_);
    CROSSDOCK_TRY(require_power());
    return capacity_ - std::min(capacity_, used_bytes());
}

Status SimulatedFiles::damage(const std::filesystem::path& path, std::uint64_t offset, std::byte flip) {
    const std::lock_guard guard(mutex_);
    Folder* const folder = find_folder(parent_key(path));
    if (folder == nullptr || !folder->now.contains(path.filename().string())) return not_found(path);
    Node& node = *folder->now.at(path.filename().string());
    for (std::string* bytes : {&node.now, &node.durable})
        if (offset < bytes->size()) (*bytes)[static_cast<std::size_t>(offset)] ^= std::to_integer<char>(flip);
    return {};
}

}  // namespace crossdock::simulation
