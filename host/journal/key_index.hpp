// The index from keys to frames: the newest entries in memory, all others in sorted runs on disk.
#pragma once

#include <deque>
#include <shared_mutex>

#include "host/journal/key_run.hpp"
#include "host/journal/key_table.hpp"
#include "host/journal/log_format.hpp"

namespace crossdock::journal {

// One thread adds (the committing one), one writes runs (the index's own), any number look up.
//
// Entries gather in a chunk in memory. A full chunk is sealed and later written as a run, sorted; then runs of like
// size are merged, so that their number grows with the logarithm of the entries. Runs lie in the order of the log, each
// covering the frames between two positions. Runs are not the truth: what is lost is rebuilt from the log.
class KeyIndex {
public:
    KeyIndex(const Disk& disk, std::filesystem::path folder, std::uint64_t chunk_entries)
        : disk_(disk), folder_(std::move(folder)), chunk_entries_(chunk_entries) {}

    // Takes up the runs of a checkpoint, in order, which cover the log up to `progress`.
    Status open_runs(const std::vector<std::uint64_t>& numbers, const LogProgress& progress);

    // The entries of durable frames up to `progress`.
    void add(const std::vector<IndexEntry>& entries, WallTimeMs claims_until_ms, const LogProgress& progress);
    // Seals the chunk when it is full or covers `chunk_log_bytes`; or, when `now`, if it holds anything.
    bool seal(bool now);

    // Positions where the key may be; unordered.
    Status find_claims(std::uint64_t key, WallTimeMs now, std::vector<LogPosition>& into) const;
    Status find_payloads(std::uint64_t key, LogPosition from, std::vector<LogPosition>& into) const;
    // For questions that people ask: ascending and each once.
    Result<std::vector<LogPosition>> find_all(const std::vector<std::uint64_t>& keys) const;

    // Writes the oldest sealed chunk as a run and merges what is due. False when there was none.
    Result<bool> write_run();
    // Forgets the runs that lie before `begin` as a whole.
    void drop_before(LogPosition begin);
    // Removes the files that were replaced or dropped, which no checkpoint may name any more.
    void remove_unused_runs();

    [[nodiscard]] std::vector<std::shared_ptr<const KeyRun>> runs() const;
    [[nodiscard]] LogProgress written() const;  // what the runs cover
    [[nodiscard]] LogProgress known() const;    // what the runs and the memory cover
    [[nodiscard]] std::uint64_t bytes() const;

    static constexpr std::uint64_t chunk_log_bytes = 32 << 20;

private:
    struct Chunk {
        LogPosition from = 0;
        LogProgress to;
        WallTimeMs claims_until_ms = 0;
        std::vector<IndexEntry> entries;
        KeyTable decisive;
    };

    Status merge_runs();
    Result<std::shared_ptr<const KeyRun>> merge(const std::vector<std::shared_ptr<const KeyRun>>& inputs);
    [[nodiscard]] std::size_t run_class(const KeyRun& run) const;

    const Disk& disk_;
    const std::filesystem::path folder_;
    const std::uint64_t chunk_entries_;

    mutable std::shared_mutex mutex_;
    Chunk active_;
    std::deque<std::shared_ptr<const Chunk>> sealed_;  // oldest first
    std::vector<std::shared_ptr<const KeyRun>> runs_;  // oldest first
    LogProgress written_;
    std::uint64_t next_run_ = 1;
    std::vector<std::uint64_t> unused_runs_;
};

}  // namespace crossdock::journal
