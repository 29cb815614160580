// The journal's interface: conditional commands decided inside the commit, and what can be asked of what was committed.
#pragma once

#include <functional>
#include <optional>

#include "host/journal/types.hpp"

namespace crossdock::journal {

using CommitCallback = std::function<void(Result<std::vector<UnitResult>>)>;

// Takes the pieces of one payload. Small ones stay in memory; past a limit they go to a blob file. Used by one thread
// at a time; destroying it without `finish` leaves nothing behind.
class PayloadWriter {
public:
    virtual ~PayloadWriter() = default;
    virtual Status write(Bytes piece) = 0;
    [[nodiscard]] virtual std::uint64_t size() const = 0;
    // The payload, ready for a unit; a blob's bytes are durable once this returns. Fills `digest` of the content.
    virtual Result<NewPayload> finish(Digest& digest) = 0;
};

struct StoreFigures {
    std::uint64_t log_bytes = 0;
    std::uint64_t blob_bytes = 0;
    std::uint64_t index_bytes = 0;
    std::uint64_t segments = 0;
    std::uint64_t units = 0;  // since this process opened it
    std::uint64_t syncs = 0;  // likewise
    std::uint64_t live_entities = 0;
    std::uint64_t unindexed_bytes = 0;  // the tail that the index does not cover yet
    std::uint64_t free_bytes = 0;
    EntityId last_entity = 0;
    WallTimeMs oldest_ms = 0;
    bool index_rebuilt = false;  // when it was opened, because there was no index that could be used
};

// Thread-safe. One process opens a journal for writing; any number may read it.
//
// Commits of several callers share one write and one sync. Units of one `commit` call are decided in their order, and
// calls in the order in which they came; a unit sees the effect of those before it, durable or not yet. Callbacks run
// on the journal's own thread, in commit order, after the sync, and must return soon; they may call `commit`.
// When a sync fails, what is durable is unknown, and every later commit fails with `journal.failed`: the host must
// stop.
class Store {
public:
    virtual ~Store() = default;

    // New ids, `count` in a row; the first is returned. Not durable: ids that were never committed may come again
    // after a restart.
    virtual EntityId allocate_ids(std::uint64_t count) = 0;

    virtual void commit(std::vector<Unit> units, CommitCallback done) = 0;
    // The same, waiting. Not to be called on the journal's own thread.
    virtual Result<std::vector<UnitResult>> commit_and_wait(std::vector<Unit> units) = 0;

    // For what must not be refused: when the journal cannot write, for lack of space or another reason that leaves
    // nothing in doubt, such commits wait, in their order, and are tried again until they are written. Meanwhile all
    // other commits fail at once, perhaps on the caller's thread.
    virtual void commit_patiently(std::vector<Unit> units, CommitCallback done) {
        commit(std::move(units), std::move(done));
    }
    virtual Result<std::vector<UnitResult>> commit_patiently_and_wait(std::vector<Unit> units) {
        return commit_and_wait(std::move(units));
    }
    // Whether commits wait because the journal cannot write.
    [[nodiscard]] virtual bool is_stalled() const { return false; }
    // From here on no commit waits for the disk: those that do fail, and nothing of them is kept.
    virtual void end_patience() {}

    virtual Result<std::unique_ptr<PayloadWriter>> write_payload() = 0;
    // Bytes of a payload from `offset`; fewer than asked for only at its end.
    virtual Result<std::string> read_payload(const PayloadRef& payload, std::uint64_t offset,
                                             std::uint64_t size) const = 0;

    // Live entities of a kind (0: all), by id.
    virtual std::vector<LiveEntity> live(std::uint16_t kind) const = 0;
    virtual std::optional<LiveEntity> find_live(EntityId entity) const = 0;
    // The unexpired claim of a key, as a Conflict would name it.
    virtual Result<std::optional<Conflict>> find_claim(std::string_view space, std::string_view key) const = 0;
    // Entities that carry a trace key, oldest first, at most `limit`. An empty `space` searches in all.
    virtual Result<std::vector<EntityId>> find_traced(std::string_view space, std::string_view key,
                                                      std::size_t limit) const = 0;
    // The units with a record about `entity`, oldest first.
    Result<std::vector<StoredUnit>> history(EntityId entity) const { return history({entity, entity}); }
    // The same for neighbours: every unit with a record about at least one of them, once.
    Result<std::vector<StoredUnit>> history(IdRange entities) const {
        std::vector<StoredUnit> units;
        const auto keep = [&](StoredUnit& unit) {
            units.push_back(std::move(unit));
            return Status();
        };
        CROSSDOCK_TRY(visit_history(entities, keep));
        return units;
    }
    // The same, one after the other, until the visitor fails.
    virtual Status visit_history(IdRange entities, const std::function<Status(StoredUnit&)>& visit) const = 0;
    virtual Result<StoredUnit> unit_at(LogPosition position) const = 0;
    // The number last given out by a sequence; 0 when none was.
    virtual std::uint64_t last_number(std::string_view sequence) const = 0;
    // Every unit from `from` on, until the visitor answers false.
    virtual Status scan(LogPosition from, const std::function<bool(const StoredUnit&)>& visit) const = 0;

    virtual Result<StoreFigures> figures() const = 0;
    // False once free disk space is below the low-water mark, or the journal is stalled: intake refuses, running work
    // goes on.
    [[nodiscard]] virtual bool accepts_intake() const = 0;

    // Reads everything again: checksums, digests, index against log. Each fault is reported; the count is returned.
    virtual Result<std::uint64_t> verify(const std::function<void(const Error&)>& report) const = 0;
    // A consistent copy, made while others commit. `folder` must not exist or be empty.
    virtual Status backup(const std::filesystem::path& folder) const = 0;
    // Drops whole segments, their index and their blobs, older than `before_ms`; keeps those that hold a live entity
    // or an unexpired claim. What was recorded last of each of `kept`, with payloads and trace keys, stays too, at
    // another position. Answers the bytes freed.
    virtual Result<std::uint64_t> purge(WallTimeMs before_ms, const std::vector<EntityId>& kept) = 0;
};

class SyncPolicy;

struct StoreOptions {
    std::filesystem::path folder;
    FileSystem* files = nullptr;   // borrowed; the system's when null
    const Clock* clock = nullptr;  // borrowed; the system's when null
    std::uint64_t segment_bytes = 64ull << 20;
    std::uint64_t payload_in_log_bytes_max = 1ull << 20;  // larger payloads get a blob file
    std::uint64_t unit_bytes_max = 1ull << 30;            // a larger unit is refused as `bad_unit`
    std::uint64_t disk_low_water_bytes = 256ull << 20;
    // A repeated payload is stored again when it lies further back, or longer ago.
    std::uint64_t payload_reach_bytes = 512ull << 20;
    std::int64_t payload_reach_ms = 24ll * 3'600'000;
    std::uint64_t index_run_entries = 128ull << 10;  // gathered in memory before they go to the index on disk
    bool own_threads = true;      // false: all work is done inside the calls, in a fixed order; for simulations
    SyncPolicy* syncs = nullptr;  // borrowed; leaves out syncs in tests that prove them needed
};

// Opens for writing, making the folder when it is missing, and recovers: the torn end of the log is cut off and
// reported through the log, the index catches up. Fails with `journal.locked` when another process has it.
Result<std::unique_ptr<Store>> open_store(const StoreOptions& options);

// Opens for reading beside a process that may be writing; sees what was committed by now. Commands that change
// anything fail with `journal.read-only`.
Result<std::unique_ptr<Store>> open_store_read_only(const StoreOptions& options);

}  // namespace crossdock::journal
