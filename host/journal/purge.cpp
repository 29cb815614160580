// Dropping the oldest part of the journal.
#include <algorithm>
#include <limits>

#include "host/journal/claims.hpp"
#include "host/journal/writing_store.hpp"

namespace crossdock::journal {

namespace {

constexpr std::size_t claims_per_unit = 1024;

// Shows every unit from `from` up to `to`, of batches that begin before `batches_to`.
Status each_unit(const LogFiles& log, LogPosition from, LogPosition to, LogPosition batches_to,
                 const std::function<Status(const DecodedUnit&)>& visit) {
    FrameScanner scanner(log, from, std::nullopt);
    while (scanner.mark().position < to) {
        CROSSDOCK_TRY_ASSIGN(const auto outcome, scanner.next());
        if (outcome == FrameScanner::Outcome::end) break;
        if (outcome == FrameScanner::Outcome::damaged) return log.damaged_at(scanner.mark().position, scanner.fault());
        if (scanner.frame().header.batch_start >= batches_to) break;
        CROSSDOCK_TRY_ASSIGN(const DecodedUnit unit, decode_frame(log, scanner.frame().header, scanner.frame().meta));
        if (unit.unit.position < to) CROSSDOCK_TRY(visit(unit));
    }
    return {};
}

}  // namespace

// The first segment that is to stay: it, or one after it, is younger than asked for, is being written or holds
// something of a live entity.
LogPosition WritingStore::purge_end(WallTimeMs before_ms) const {
    const auto bases = log_.bases();
    LogPosition cut = bases.empty() ? 0 : bases.front();
    for (std::size_t at = 1; at < bases.size(); ++at) {
        std::uint32_t checksum = 0;
        const auto header = log_.read_header(bases[at], checksum);
        if (!header || header->created_at_ms > before_ms) break;
        cut = bases[at];
    }
    for (const LiveEntity& entity : live_.live(0)) {
        LogPosition oldest = entity.position;
        if (const auto positions = index_.find_all(entity_keys({entity.id, entity.id})))
            for (const LogPosition position : *positions)
                if (position >= log_.begin()) oldest = std::min(oldest, position);
        if (oldest < cut) cut = log_.segment_of(oldest);
    }
    return cut;
}

// Where the oldest payload lies that units from `cut` on refer to; `cut` when none lies before it.
Result<LogPosition> WritingStore::lowest_reference(LogPosition cut) const {
    LogPosition lowest = cut;
    const LogPosition out_of_reach = cut + options_.payload_reach_bytes;
    CROSSDOCK_TRY(each_unit(log_, cut, log_.end(), out_of_reach, [&](const DecodedUnit& unit) -> Status {
        for (const PayloadPlace& place : unit.decisions.payloads)
            if (place.in == PayloadPlace::In::earlier_frame) lowest = std::min(lowest, place.earlier);
        return {};
    }));
    return lowest;
}

// The newest unit about each of `kept` is committed again when it would go. By now no payload is found before `cut`, so
// that the payloads move too.
Status WritingStore::keep_records(const std::vector<EntityId>& kept, LogPosition cut) {
    std::vector<Unit> units;
    for (const EntityId entity : kept) {
        CROSSDOCK_TRY_ASSIGN(auto history_units, history(entity));
        if (history_units.empty() || history_units.back().position >= cut) continue;
        StoredUnit& stored = history_units.back();
        Unit& unit = units.emplace_back();
        for (const PayloadRef& payload : stored.payloads) {
            NewPayload& again = unit.payloads.emplace_back();
            if (payload.position == PayloadRef::in_blob_file) {
                again.blob = payload;
                continue;
            }
            CROSSDOCK_TRY_ASSIGN(again.bytes, read_payload(payload, 0, payload.size));
        }
        unit.records = std::move(stored.records);
        unit.trace_keys = std::move(stored.trace_keys);
    }
    if (units.empty()) return {};
    CROSSDOCK_TRY_ASSIGN([[maybe_unused]] const auto results,
                         submit_and_wait(prepare(std::move(units), {}, WhenStalled::go_first)));
    return {};
}

// Claims that still hold, and sequences, are committed again, so that they outlive the segments before `cut`.
Status WritingStore::carry_forward(LogPosition cut) {
    Submission submission;
    submission.when_stalled = WhenStalled::go_first;
    PreparedUnit carried;
    carried.carried = true;
    const auto end_unit = [&] {
        submission.units.push_back(std::exchange(carried, PreparedUnit{}));
        carried.carried = true;
    };
    const WallTimeMs now = clock_.wall_ms();
    CROSSDOCK_TRY(each_unit(log_, log_.begin(), cut, cut, [&](const DecodedUnit& unit) -> Status {
        for (std::size_t at = 0; at < unit.unit.claims.size(); ++at) {
            const WallTimeMs since = claimed_at(unit, at);
            if (claim_expiry(unit.unit.claims[at], since) <= now) continue;
            carried.unit.claims.push_back(unit.unit.claims[at]);
            carried.claimed_at_ms.push_back(since);
            if (carried.unit.claims.size() == claims_per_unit) end_unit();
        }
        return {};
    }));
    for (const auto& [name, number] : live_.sequences())
        if (name != purge_sequence)
            carried.unit.numbers.push_back({name, 1, 1, std::numeric_limits<std::uint64_t>::max()});
    end_unit();
    CROSSDOCK_TRY_ASSIGN([[maybe_unused]] const auto results, submit_and_wait(std::move(submission)));
    return {};
}

// From here on the segments before `cut` are gone, even if the process ends before it has removed them.
Status WritingStore::mark_purged(LogPosition cut) {
    PreparedUnit mark;
    mark.carried = true;
    mark.purged_before = cut;
    mark.unit.numbers.push_back({std::string(purge_sequence), 1, 1, std::numeric_limits<std::uint64_t>::max()});
    Submission submission;
    submission.when_stalled = WhenStalled::go_first;
    submission.units.push_back(std::move(mark));
    CROSSDOCK_TRY_ASSIGN([[maybe_unused]] const auto results, submit_and_wait(std::move(submission)));
    return {};
}

Status WritingStore::finish_purge() {
    const LogPosition cut = live_.last_number(purge_sequence);
    if (cut <= log_.begin()) return {};
    CROSSDOCK_TRY_ASSIGN([[maybe_unused]] const std::uint64_t freed, remove_segments(cut));
    return {};
}

Result<std::uint64_t> WritingStore::remove_segments(LogPosition cut) {
    std::uint64_t freed = 0;
    for (const LogPosition base : log_.bases()) {
        if (base >= cut) break;
        freed += log_.segment_end(base) - base;
        const LogPosition next = log_.segment_end(base);
        log_.drop_segments_before(next);
        CROSSDOCK_TRY(disk_.files().remove(log_.path_of(base)));
        CROSSDOCK_TRY(disk_.sync(SyncPoint::log_purged_names, log_.folder()));
    }
    return freed;
}

// A blob goes when no unit that is left names it.
Result<std::uint64_t> WritingStore::remove_blobs(LogPosition cut) {
    std::uint64_t freed = 0;
    CROSSDOCK_TRY_ASSIGN(const auto digests, blobs_.list());
    for (const Digest& digest : digests) {
        std::vector<LogPosition> positions;
        CROSSDOCK_TRY(index_.find_payloads(payload_key(digest), cut, positions));
        if (!positions.empty()) continue;
        CROSSDOCK_TRY_ASSIGN(const std::uint64_t bytes, blobs_.remove(digest));
        freed += bytes;
    }
    return freed;
}

Result<std::uint64_t> WritingStore::purge(WallTimeMs before_ms, const std::vector<EntityId>& kept) {
    const std::lock_guard guard(purge_mutex_);
    LogPosition cut = purge_end(before_ms);
    if (cut <= log_.begin()) return std::uint64_t{0};
    // From here on no commit refers to a payload that may go; the commits below come after all that still might have.
    payloads_from_ = cut;
    CROSSDOCK_TRY(keep_records(kept, cut));
    CROSSDOCK_TRY(carry_forward(cut));
    while (cut > log_.begin()) {
        CROSSDOCK_TRY_ASSIGN(const LogPosition lowest, lowest_reference(cut));
        if (lowest >= cut) break;
        cut = std::max(log_.begin(), log_.segment_of(lowest));
    }
    if (cut <= log_.begin()) return std::uint64_t{0};
    CROSSDOCK_TRY(mark_purged(cut));
    CROSSDOCK_TRY_ASSIGN(std::uint64_t freed, remove_segments(cut));
    CROSSDOCK_TRY_ASSIGN(const std::uint64_t blob_bytes, remove_blobs(cut));
    index_.drop_before(cut);
    CROSSDOCK_TRY(keeper_.write(true));
    return freed + blob_bytes;
}

}  // namespace crossdock::journal
