#include "tests/simulation/simulated_handles.hpp"

#include <algorithm>

namespace crossdock::simulation {

Error power_off() { return {"simulation.power-off", ErrorClass::needs_person, "the simulated power is cut"}; }

SimulatedFile::SimulatedFile(SimulatedFiles& files, SimulatedFiles::NodePtr node)
    : files_(files), node_(std::move(node)), generation_(files.generation_) {}

Status SimulatedFile::require_open() const {
    if (files_.cut_) return power_off();
    if (generation_ != files_.generation_)
        return Error{"simulation.old-handle", ErrorClass::permanent, "this file was open in a process that has ended"};
    return {};
}

void SimulatedFile::record(SimulatedFiles::FileChange change) {
    files_.apply(node_->now, change, false);
    node_->changed_at = files_.operations_;
    node_->changes.push_back(std::move(change));
}

Status SimulatedFile::write_at(std::uint64_t offset, Bytes bytes) {
    const std::lock_guard guard(files_.mutex_);
    CROSSDOCK_TRY(require_open());
    CROSSDOCK_TRY(files_.begin_change());
    const std::uint64_t grown = std::max<std::uint64_t>(node_->now.size(), offset + bytes.size()) - node_->now.size();
    const std::uint64_t used = files_.used_bytes();
    const bool full = used + grown > files_.capacity_;
    if (full) {
        const std::uint64_t room = files_.capacity_ - std::min(files_.capacity_, used);
        bytes = bytes.first(std::min<std::size_t>(bytes.size(), static_cast<std::size_t>(bytes.size() - grown + room)));
    }
    SimulatedFiles::FileChange change;
    change.offset = offset;
    change.bytes.assign(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    record(std::move(change));
    if (files_.cut_) return power_off();
    if (full) return Error{"file.disk-full", ErrorClass::retry, "the simulated disk is full"};
    return {};
}

Result<std::size_t> SimulatedFile::read_at(std::uint64_t offset, std::span<std::byte> into) const {
    const std::lock_guard guard(files_.mutex_);
    CROSSDOCK_TRY(require_open());
    const std::string& bytes = node_->now;
    if (offset >= bytes.size()) return std::size_t{0};
    const std::size_t size = std::min(into.size(), bytes.size() - static_cast<std::size_t>(offset));
    std::ranges::copy(std::as_bytes(std::span(bytes)).subspan(static_cast<std::size_t>(offset), size), into.begin());
    return size;
}

Status SimulatedFile::sync_data() {
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

Result<std::uint64_t> SimulatedFile::size() const {
    const std::lock_guard guard(files_.mutex_);
    CROSSDOCK_TRY(require_open());
    return std::uint64_t{node_->now.size()};
}

Status SimulatedFile::truncate(std::uint64_t size) { return resize(size); }

Status SimulatedFile::preallocate(std::uint64_t size) {
    {
        const std::lock_guard guard(files_.mutex_);
        CROSSDOCK_TRY(require_open());
        if (size <= node_->now.size()) return {};
        if (files_.used_bytes() + size - node_->now.size() > files_.capacity_)
            return Error{"file.disk-full", ErrorClass::retry, "the simulated disk is full"};
    }
    return resize(size);
}

Status SimulatedFile::resize(std::uint64_t size) {
    const std::lock_guard guard(files_.mutex_);
    CROSSDOCK_TRY(require_open());
    CROSSDOCK_TRY(files_.begin_change());
    SimulatedFiles::FileChange change;
    change.new_size = size;
    record(std::move(change));
    return files_.cut_ ? Status(power_off()) : Status{};
}

SimulatedLock::SimulatedLock(SimulatedFiles& files, std::string key)
    : files_(files), key_(std::move(key)), generation_(files.generation_) {}

SimulatedLock::~SimulatedLock() {
    const std::lock_guard guard(files_.mutex_);
    if (generation_ == files_.generation_) files_.locks_.erase(key_);
}

}  // namespace crossdock::simulation
