#include "tests/simulation/simulated_files.hpp"

#include <algorithm>
#include <set>

#include "tests/simulation/simulated_handles.hpp"

namespace crossdock::simulation {

namespace {

constexpr std::size_t sector_bytes = 512;

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

void SimulatedFiles::leave_room(std::uint64_t bytes) {
    const std::lock_guard guard(mutex_);
    capacity_ = used_bytes() + bytes;
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

void SimulatedFiles::make_durable(const NameChange& change) {
    for (const auto& [folder, name, node] : change.set) {
        Names& names = folders_[folder].durable;
        if (node) {
            names[name] = node;
        } else {
            names.erase(name);
        }
    }
}

// No file system lets go of a folder before what was in it has gone.
bool SimulatedFiles::removes_full_folder(const NameChange& change) const {
    return std::ranges::any_of(change.set, [&](const NameChange::Entry& each) {
        const auto folder = folders_.find(key_of(std::filesystem::path(each.folder) / each.name));
        return !each.node && folder != folders_.end() && !folder->second.durable.empty();
    });
}

// With the folder's changes go those that they build on: earlier ones of the same names, and of folders that go.
void SimulatedFiles::make_names_durable(const std::string& folder) {
    std::set<std::pair<std::string, std::string>> involved;
    std::set<std::string> involved_folders{folder};
    std::vector<NameChange> wanted;
    std::vector<NameChange> left;
    for (auto change = name_changes_.rbegin(); change != name_changes_.rend(); ++change) {
        const bool needed = std::ranges::any_of(change->set, [&](const NameChange::Entry& each) {
            return involved_folders.contains(each.folder) || involved.contains({each.folder, each.name});
        });
        if (needed)
            for (const NameChange::Entry& each : change->set) {
                involved.emplace(each.folder, each.name);
                if (!each.node) involved_folders.insert(key_of(std::filesystem::path(each.folder) / each.name));
            }
        (needed ? wanted : left).push_back(std::move(*change));
    }
    std::ranges::reverse(wanted);
    std::ranges::reverse(left);
    for (const NameChange& change : wanted) make_durable(change);
    name_changes_ = std::move(left);
}

void SimulatedFiles::lose_unsynced_names() {
    for (const NameChange& change : name_changes_)
        if (chance(50) && !removes_full_folder(change)) make_durable(change);
    name_changes_.clear();
    for (auto& [path, folder] : folders_) folder.now = folder.durable;
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
    lose_unsynced_names();
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

std::uint64_t SimulatedFiles::process() const {
    const std::lock_guard guard(mutex_);
    return generation_;
}

Result<std::unique_lock<std::recursive_mutex>> SimulatedFiles::enter(std::uint64_t process) {
    std::unique_lock guard(mutex_);
    if (process != generation_)
        return Error{"simulation.old-process", ErrorClass::permanent, "the process that this comes from has ended"};
    return guard;
}

SimulatedFiles::Folder* SimulatedFiles::find_folder(const std::filesystem::path& path) {
    const std::string key = key_of(path);
    if (key == "." || key == "/" || key.empty()) return &folders_[key.empty() ? "." : key];
    const auto found = folders_.find(key);
    if (found == folders_.end()) return nullptr;
    // One that was removed is kept, because its removal may be lost.
    const auto parent = folders_.find(parent_key(key));
    const bool there = parent != folders_.end() && parent->second.now.contains(path.filename().string());
    return there ? &found->second : nullptr;
}

Status SimulatedFiles::set_names(NameChange change) {
    CROSSDOCK_TRY(begin_change());
    for (const auto& [folder, name, node] : change.set) {
        Names& names = folders_[folder].now;
        if (node) {
            names[name] = node;
        } else {
            names.erase(name);
        }
    }
    name_changes_.push_back(std::move(change));
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
    auto node = new_node();
    CROSSDOCK_TRY(set_names({{{parent_key(path), name, node}}}));
    return std::unique_ptr<File>(std::make_unique<SimulatedFile>(*this, std::move(node)));
}

Status SimulatedFiles::rename(const std::filesystem::path& from, const std::filesystem::path& to) {
    const std::lock_guard guard(mutex_);
    CROSSDOCK_TRY(require_power());
    Folder* const source = find_folder(parent_key(from));
    if (source == nullptr) return not_found(from);
    const auto found = source->now.find(from.filename().string());
    if (found == source->now.end()) return not_found(from);
    if (find_folder(parent_key(to)) == nullptr) return not_found(to);
    const NodePtr node = found->second;
    return set_names(
        {{{parent_key(from), from.filename().string(), nullptr}, {parent_key(to), to.filename().string(), node}}});
}

Status SimulatedFiles::remove(const std::filesystem::path& path) {
    const std::lock_guard guard(mutex_);
    CROSSDOCK_TRY(require_power());
    Folder* const folder = find_folder(parent_key(path));
    if (folder == nullptr || !folder->now.contains(path.filename().string())) return not_found(path);
    if (Folder* const itself = find_folder(path); itself != nullptr && !itself->now.empty())
        return Error{"file.system", ErrorClass::needs_person, path.string() + " is not empty"};
    return set_names({{{parent_key(path), path.filename().string(), nullptr}}});
}

Status SimulatedFiles::create_directories(const std::filesystem::path& path) {
    const std::lock_guard guard(mutex_);
    CROSSDOCK_TRY(require_power());
    if (find_folder(path) != nullptr) return {};
    CROSSDOCK_TRY(create_directories(parent_key(path)));
    folders_[key_of(path)] = {};  // even when the power fails right now, since the name may be kept
    return set_names({{{parent_key(path), path.filename().string(), new_node()}}});
}

Status SimulatedFiles::sync_directory(const std::filesystem::path& path) {
    const std::lock_guard guard(mutex_);
    CROSSDOCK_TRY(require_power());
    Folder* const folder = find_folder(path);
    if (folder == nullptr) return not_found(path);
    if (name_syncs_to_cut_ != 0 && --name_syncs_to_cut_ == 0) cut_ = true;
    CROSSDOCK_TRY(begin_change());
    CROSSDOCK_TRY(require_power());
    make_names_durable(key_of(path));
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

Result<std::optional<FileFacts>> SimulatedFiles::facts(const std::filesystem::path& path) {
    const std::lock_guard guard(mutex_);
    CROSSDOCK_TRY(require_power());
    if (find_folder(path) != nullptr) return std::optional(FileFacts{0, 0, 0, true});
    Folder* const folder = find_folder(parent_key(path));
    if (folder == nullptr) return std::optional<FileFacts>{};
    const auto found = folder->now.find(path.filename().string());
    if (found == folder->now.end()) return std::optional<FileFacts>{};
    const Node& node = *found->second;
    return std::optional(FileFacts{node.now.size(), node.changed_at, node.number, false});
}

Status SimulatedFiles::bring(const std::filesystem::path& path, std::string bytes) {
    const std::lock_guard guard(mutex_);
    CROSSDOCK_TRY(require_power());
    Folder* const folder = find_folder(parent_key(path));
    if (folder == nullptr) return not_found(path);
    const auto node = new_node();
    node->now = node->durable = std::move(bytes);
    folder->now[path.filename().string()] = node;
    folder->durable[path.filename().string()] = node;
    return {};
}

Result<std::string> SimulatedFiles::content(const std::filesystem::path& path) {
    const std::lock_guard guard(mutex_);
    Folder* const folder = find_folder(parent_key(path));
    if (folder == nullptr || !folder->now.contains(path.filename().string())) return not_found(path);
    return folder->now.at(path.filename().string())->now;
}

SimulatedFiles::NodePtr SimulatedFiles::new_node() {
    auto node = std::make_shared<Node>();
    node->number = ++last_number_;
    node->changed_at = operations_;
    return node;
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
        if (offset < bytes->size()) {
            char& byte = (*bytes)[static_cast<std::size_t>(offset)];
            byte = static_cast<char>(std::byte{static_cast<unsigned char>(byte)} ^ flip);
        }
    return {};
}

}  // namespace crossdock::simulation
