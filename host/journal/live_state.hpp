// What is true now: live entities, sequences and the highest id. All of it is kept in memory.
#pragma once

#include <map>
#include <optional>
#include <shared_mutex>
#include <unordered_map>

#include "host/journal/unit_layout.hpp"

namespace crossdock::journal {

// Changes of a batch that is not durable yet; an empty entity is one that was closed.
struct LiveChanges {
    std::unordered_map<EntityId, std::optional<LiveEntity>> entities;
    std::unordered_map<std::string, std::uint64_t> sequences;
    EntityId last_entity = 0;

    void clear() {
        entities.clear();
        sequences.clear();
    }
};

// The number that comes `ordinal` after the first one of a request, wrapped.
std::uint64_t number_at(const NumberRequest& request, std::uint64_t first_number, std::uint64_t ordinal);
// The number to give out after `last_given`; 0 when none was.
std::uint64_t next_number(const NumberRequest& request, std::uint64_t last_given);

// Purges keep where the log is to begin as the number of this sequence, a name that callers cannot use. So it is known
// to whoever finds segments before it that a purge could not remove any more.
inline constexpr std::string_view purge_sequence;

// The highest entity that the unit names.
EntityId highest_entity(const Unit& unit);

// Thread-safe; one thread changes it.
class LiveState {
public:
    void apply(LiveChanges& changes);
    // Takes in a unit that was read back; doing so again, or on a later state that already had it, changes nothing once
    // all units after it are taken in as well.
    void replay(const DecodedUnit& decoded, EntityId last_entity);
    void restore(std::vector<LiveEntity> entities, const std::vector<std::pair<std::string, std::uint64_t>>& sequences,
                 EntityId last_entity);

    [[nodiscard]] std::optional<LiveEntity> find(EntityId entity) const;
    [[nodiscard]] std::uint32_t version_of(EntityId entity) const;  // 0 when it is not live
    [[nodiscard]] std::vector<LiveEntity> live(std::uint16_t kind) const;
    // Up to `count` live entities from `from` on, so that a long copy does not hold up commits.
    [[nodiscard]] std::vector<LiveEntity> live_from(EntityId from, std::size_t count) const;
    [[nodiscard]] std::uint64_t last_number(std::string_view sequence) const;
    [[nodiscard]] std::vector<std::pair<std::string, std::uint64_t>> sequences() const;
    [[nodiscard]] EntityId last_entity() const;
    [[nodiscard]] std::size_t size() const;

private:
    mutable std::shared_mutex mutex_;
    std::map<EntityId, LiveEntity> entities_;
    std::map<std::string, std::uint64_t, std::less<>> sequences_;
    EntityId last_entity_ = 0;
};

}  // namespace crossdock::journal
