#include "host/journal/store_queries.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "host/journal/checkpoint.hpp"
#include "host/journal/claims.hpp"

namespace crossdock::journal {

StoreQueries::StoreQueries(const StoreOptions& options)
    : options_(options),
      folders_(options.folder),
      clock_(options.clock != nullptr ? *options.clock : system_clock()),
      disk_(options.files != nullptr ? *options.files : system_file_system(), options.syncs),
      log_(disk_.files(), folders_.log),
      index_(disk_, folders_.index, options.index_run_entries),
      blobs_(disk_, folders_.blobs) {}

std::optional<LogProgress> StoreQueries::open_index() const {
    auto checkpoint = read_checkpoint(disk_.files(), folders_.index);
    if (!checkpoint || !index_.open_runs(checkpoint->runs, checkpoint->progress).ok()) return std::nullopt;
    live_.restore(std::move(checkpoint->entities), checkpoint->sequences, checkpoint->last_entity);
    return checkpoint->progress;
}

Status StoreQueries::take_in(const FrameView& frame) const {
    CROSSDOCK_TRY_ASSIGN(const DecodedUnit decoded, decode_frame(log_, frame.header, frame.meta));
    live_.replay(decoded, frame.header.last_entity);
    std::vector<IndexEntry> entries;
    append_entries(decoded, entries);
    WallTimeMs claims_until_ms = 0;
    for (std::size_t at = 0; at < decoded.unit.claims.size(); ++at)
        claims_until_ms = std::max(claims_until_ms, claim_expiry(decoded.unit.claims[at], claimed_at(decoded, at)));
    const LogPosition position = frame.header.position;
    index_.add(entries, claims_until_ms, {{position + frame.header.frame_bytes(), frame.checksum}, position});
    return {};
}

Result<std::string> StoreQueries::read_payload(const PayloadRef& payload, std::uint64_t offset,
                                               std::uint64_t size) const {
    if (payload.position == PayloadRef::in_blob_file) return blobs_.read(payload, offset, size);
    CROSSDOCK_TRY(catch_up());
    CROSSDOCK_TRY_ASSIGN(const StoredFrame frame, read_frame(log_, payload.position));
    const auto places = decode_payload_places(frame.meta());
    if (!places) return log_.damaged_at(payload.position, "this frame holds no unit that can be read");
    const auto place = std::ranges::find_if(*places, [&](const PayloadPlace& each) {
        return each.in == PayloadPlace::In::this_frame && each.digest == payload.digest;
    });
    if (place == places->end())
        return Error{"journal.not-found", ErrorClass::permanent,
                     fmt::format("the unit at {} holds no payload {}", payload.position, to_hex(payload.digest))};
    std::string bytes(static_cast<std::size_t>(std::min(size, place->size - std::min(offset, place->size))), '\0');
    if (bytes.empty()) return bytes;
    CROSSDOCK_TRY_ASSIGN(const std::size_t got, log_.read(frame.payloads_at() + place->offset + offset,
                                                          std::as_writable_bytes(std::span(bytes))));
    const bool whole = bytes.size() == place->size;
    if (got != bytes.size() || (whole && digest_of(as_bytes(bytes)) != payload.digest))
        return log_.damaged_at(payload.position, "this frame's payload is not what was stored");
    return bytes;
}

std::vector<LiveEntity> StoreQueries::live(std::uint16_t kind) const {
    (void)catch_up();
    return live_.live(kind);
}

std::optional<LiveEntity> StoreQueries::find_live(EntityId entity) const {
    (void)catch_up();
    return live_.find(entity);
}

std::uint64_t StoreQueries::last_number(std::string_view sequence) const {
    (void)catch_up();
    return live_.last_number(sequence);
}

Result<std::optional<Conflict>> StoreQueries::find_claim(std::string_view space, std::string_view key) const {
    CROSSDOCK_TRY(catch_up());
    const WallTimeMs now = clock_.wall_ms();
    std::vector<LogPosition> hits;
    CROSSDOCK_TRY(index_.find_claims(claim_key(space, key), now, hits));
    for (const LogPosition position : hits) {
        if (position < log_.begin()) continue;
        CROSSDOCK_TRY_ASSIGN(const DecodedUnit stored, read_unit(log_, position));
        if (auto conflict = find_claim_in(stored, space, key, now)) return conflict;
    }
    return std::optional<Conflict>{};
}

Result<std::vector<EntityId>> StoreQueries::find_traced(std::string_view space, std::string_view key,
                                                        std::size_t limit) const {
    CROSSDOCK_TRY(catch_up());
    CROSSDOCK_TRY_ASSIGN(const auto positions, index_.find_all({trace_key(key)}));
    std::vector<EntityId> found;
    std::unordered_set<EntityId> seen;
    for (const LogPosition position : positions) {
        if (position < log_.begin()) continue;
        CROSSDOCK_TRY_ASSIGN(const DecodedUnit stored, read_unit(log_, position));
        for (const TraceKey& each : stored.unit.trace_keys) {
            if (found.size() >= limit) return found;
            if (each.key == key && (space.empty() || each.space == space) && seen.insert(each.entity).second)
                found.push_back(each.entity);
        }
    }
    return found;
}

std::vector<std::uint64_t> entity_keys(IdRange entities) {
    std::vector<std::uint64_t> keys;
    for (int level = 0; level < entity_levels; ++level)
        for (EntityId at = entities.first >> level; at <= entities.last >> level; ++at)
            keys.push_back(entity_key(at << level, level));
    return keys;
}

Status StoreQueries::visit_history(IdRange entities, const std::function<Status(StoredUnit&)>& visit) const {
    CROSSDOCK_TRY(catch_up());
    CROSSDOCK_TRY_ASSIGN(const auto positions, index_.find_all(entity_keys(entities)));
    for (const LogPosition position : positions) {
        if (position < log_.begin()) continue;
        CROSSDOCK_TRY_ASSIGN(DecodedUnit stored, read_unit(log_, position));
        const bool about = std::ranges::any_of(stored.unit.records, [&](const Record& record) {
            return record.first_entity <= entities.last && entities.first <= record.last_entity;
        });
        if (about) CROSSDOCK_TRY(visit(stored.unit));
    }
    return {};
}

Result<StoredUnit> StoreQueries::unit_at(LogPosition position) const {
    CROSSDOCK_TRY(catch_up());
    CROSSDOCK_TRY_ASSIGN(DecodedUnit stored, read_unit(log_, position));
    return std::move(stored.unit);
}

Status StoreQueries::scan(LogPosition from, const std::function<bool(const StoredUnit&)>& visit) const {
    CROSSDOCK_TRY(catch_up());
    FrameScanner scanner(log_, std::max(from, log_.begin()), std::nullopt);
    while (true) {
        CROSSDOCK_TRY_ASSIGN(const auto outcome, scanner.next());
        if (outcome == FrameScanner::Outcome::end) return {};
        if (outcome == FrameScanner::Outcome::damaged) return log_.damaged_at(scanner.mark().position, scanner.fault());
        CROSSDOCK_TRY_ASSIGN(const DecodedUnit stored,
                             decode_frame(log_, scanner.frame().header, scanner.frame().meta));
        if (!visit(stored.unit)) return {};
    }
}

Result<StoreFigures> StoreQueries::figures() const {
    CROSSDOCK_TRY(catch_up());
    StoreFigures figures;
    const auto bases = log_.bases();
    figures.segments = bases.size();
    figures.log_bytes = log_.end() - log_.begin();
    CROSSDOCK_TRY_ASSIGN(figures.blob_bytes, blobs_.bytes());
    figures.index_bytes = index_.bytes();
    figures.index_rebuilt = index_rebuilt_;
    figures.live_entities = live_.size();
    figures.unindexed_bytes = log_.end() - std::min(std::max(index_.written().mark.position, log_.begin()), log_.end());
    CROSSDOCK_TRY_ASSIGN(figures.free_bytes, disk_.files().free_bytes(folders_.root));
    figures.last_entity = live_.last_entity();
    FrameScanner scanner(log_, log_.begin(), std::nullopt);
    const auto outcome = scanner.next();
    if (outcome && *outcome == FrameScanner::Outcome::frame) figures.oldest_ms = scanner.frame().header.committed_at_ms;
    return figures;
}

}  // namespace crossdock::journal
