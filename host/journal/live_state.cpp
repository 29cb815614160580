#include "host/journal/live_state.hpp"

#include <algorithm>
#include <mutex>

namespace crossdock::journal {

std::uint64_t number_at(const NumberRequest& request, std::uint64_t first_number, std::uint64_t ordinal) {
    const std::uint64_t range = request.last - request.first + 1;
    const std::uint64_t step = range == 0 ? ordinal : ordinal % range;
    const std::uint64_t before_wrap = request.last - first_number;
    return step <= before_wrap ? first_number + step : request.first + (step - before_wrap - 1);
}

std::uint64_t next_number(const NumberRequest& request, std::uint64_t last_given) {
    const bool inside = last_given >= request.first && last_given < request.last;
    return inside ? last_given + 1 : request.first;
}

EntityId highest_entity(const Unit& unit) {
    EntityId highest = 0;
    for (const Record& record : unit.records) highest = std::max(highest, record.last_entity);
    for (const Advance& advance : unit.advances) highest = std::max(highest, advance.entity);
    for (const KeyClaim& claim : unit.claims) highest = std::max(highest, claim.owner);
    for (const TraceKey& key : unit.trace_keys) highest = std::max(highest, key.entity);
    return highest;
}

void LiveState::apply(LiveChanges& changes) {
    const std::unique_lock guard(mutex_);
    for (auto& [id, entity] : changes.entities) {
        if (entity) {
            entities_.insert_or_assign(id, std::move(*entity));
        } else {
            entities_.erase(id);
        }
    }
    for (auto& [name, number] : changes.sequences) sequences_.insert_or_assign(name, number);
    last_entity_ = std::max(last_entity_, changes.last_entity);
}

void LiveState::replay(const DecodedUnit& decoded, EntityId last_entity) {
    const StoredUnit& unit = decoded.unit;
    const std::unique_lock guard(mutex_);
    for (const Advance& advance : unit.advances) {
        if (advance.closed) {
            entities_.erase(advance.entity);
        } else {
            entities_.insert_or_assign(
                advance.entity, LiveEntity{advance.entity, advance.kind, advance.expected_version + 1, unit.position,
                                           unit.committed_at_ms, advance.state});
        }
    }
    for (std::size_t at = 0; at < unit.numbers.size(); ++at) {
        const NumberRequest& request = unit.numbers[at];
        sequences_.insert_or_assign(request.sequence, number_at(request, unit.first_numbers[at], request.count - 1));
    }
    last_entity_ = std::max(last_entity_, last_entity);
}

void LiveState::restore(std::vector<LiveEntity> entities,
                        const std::vector<std::pair<std::string, std::uint64_t>>& sequences, EntityId last_entity) {
    const std::unique_lock guard(mutex_);
    for (LiveEntity& entity : entities) entities_.insert_or_assign(entities_.end(), entity.id, std::move(entity));
    for (const auto& [name, number] : sequences) sequences_.insert_or_assign(name, number);
    last_entity_ = std::max(last_entity_, last_entity);
}

std::optional<LiveEntity> LiveState::find(EntityId entity) const {
    const std::shared_lock guard(mutex_);
    const auto found = entities_.find(entity);
    return found == entities_.end() ? std::nullopt : std::optional(found->second);
}

std::uint32_t LiveState::version_of(EntityId entity) const {
    const std::shared_lock guard(mutex_);
    const auto found = entities_.find(entity);
    return found == entities_.end() ? 0 : found->second.version;
}

std::vector<LiveEntity> LiveState::live(std::uint16_t kind) const {
    const std::shared_lock guard(mutex_);
    std::vector<LiveEntity> found;
    for (const auto& [id, entity] : entities_)
        if (kind == 0 || entity.kind == kind) found.push_back(entity);
    return found;
}

std::vector<LiveEntity> LiveState::live_from(EntityId from, std::size_t count) const {
    const std::shared_lock guard(mutex_);
    std::vector<LiveEntity> found;
    for (auto at = entities_.lower_bound(from); at != entities_.end() && found.size() < count; ++at)
        found.push_back(at->second);
    return found;
}

std::uint64_t LiveState::last_number(std::string_view sequence) const {
    const std::shared_lock guard(mutex_);
    const auto found = sequences_.find(sequence);
    return found == sequences_.end() ? 0 : found->second;
}

std::vector<std::pair<std::string, std::uint64_t>> LiveState::sequences() const {
    const std::shared_lock guard(mutex_);
    return {sequences_.begin(), sequences_.end()};
}

EntityId LiveState::last_entity() const {
    const std::shared_lock guard(mutex_);
    return last_entity_;
}

std::size_t LiveState::size() const {
    const std::shared_lock guard(mutex_);
    return entities_.size();
}

}  // namespace crossdock::journal
