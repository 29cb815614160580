// The journal open for writing.
#pragma once

#include <condition_variable>
#include <deque>
#include <thread>

#include "host/journal/batch.hpp"
#include "host/journal/disk_gauge.hpp"
#include "host/journal/index_keeper.hpp"
#include "host/journal/log_writer.hpp"
#include "host/journal/store_queries.hpp"

namespace crossdock::journal {

// Two threads of its own: one commits, one writes the index. With `own_threads` false the caller's thread does both.
class WritingStore final : public StoreQueries {
public:
    explicit WritingStore(const StoreOptions& options);
    ~WritingStore() override;
    WritingStore(const WritingStore&) = delete;
    WritingStore& operator=(const WritingStore&) = delete;

    // Locks, recovers, starts. Once, before anything else.
    Status open();

    EntityId allocate_ids(std::uint64_t count) override;
    void commit(std::vector<Unit> units, CommitCallback done) override;
    Result<std::vector<UnitResult>> commit_and_wait(std::vector<Unit> units) override;
    void commit_patiently(std::vector<Unit> units, CommitCallback done) override;
    Result<std::vector<UnitResult>> commit_patiently_and_wait(std::vector<Unit> units) override;
    [[nodiscard]] bool is_stalled() const override { return stalled_; }
    void end_patience() override;
    Result<std::unique_ptr<PayloadWriter>> write_payload() override;
    Result<StoreFigures> figures() const override;
    [[nodiscard]] bool accepts_intake() const override;
    Result<std::uint64_t> purge(WallTimeMs before_ms, const std::vector<EntityId>& kept) override;

protected:
    Status catch_up() const override { return {}; }

private:
    enum class WhenStalled { refuse, wait, go_first };  // what makes room goes first
    struct Submission {
        WhenStalled when_stalled = WhenStalled::refuse;
        std::vector<PreparedUnit> units;
        CommitCallback done;
        std::uint64_t bytes = 0;
        std::optional<Error> failure;
        std::vector<UnitResult> results;
    };

    Status make_folders();
    Status recover();
    Status remove_unlisted_runs();
    Status look_for_damage(LogPosition end) const;

    Submission prepare(std::vector<Unit> units, CommitCallback done, WhenStalled when_stalled) const;
    void submit(Submission submission);
    Result<std::vector<UnitResult>> submit_and_wait(Submission submission);
    void run();
    void drain_here();
    bool take(std::vector<Submission>& into);
    void commit_batch(std::vector<Submission>& submissions);
    Status decide(std::vector<Submission>& submissions);
    Status write_batch();
    void publish();
    void hold_back(std::vector<Submission>& submissions, const Error& why);
    static void answer(std::vector<Submission>& submissions, const Status& written);
    [[nodiscard]] Error explain(Error failure) const;

    [[nodiscard]] LogPosition purge_end(WallTimeMs before_ms) const;
    Result<LogPosition> lowest_reference(LogPosition cut) const;
    Status keep_records(const std::vector<EntityId>& kept, LogPosition cut);
    Status carry_forward(LogPosition cut);
    Status mark_purged(LogPosition cut);
    Status finish_purge();
    Result<std::uint64_t> remove_segments(LogPosition cut);
    Result<std::uint64_t> remove_blobs(LogPosition cut);

    std::unique_ptr<FileLock> lock_;
    std::unique_ptr<LogWriter> writer_;
    Batch batch_;
    IndexKeeper keeper_;
    DiskGauge gauge_;
    std::atomic<EntityId> next_entity_ = 1;
    std::atomic<LogPosition> payloads_from_ = 0;  // a purge takes what lies before
    std::atomic<std::uint64_t> units_ = 0;
    std::atomic<std::uint64_t> syncs_ = 0;
    std::atomic<bool> failed_ = false;
    std::atomic<bool> stalled_ = false;  // changed under the mutex

    std::mutex mutex_;
    std::condition_variable queued_;
    std::deque<Submission> queue_;
    bool waiting_ = false;
    bool stopping_ = false;
    bool patient_ = true;
    bool draining_ = false;  // without threads of its own: a call is at it
    std::thread thread_;
};

}  // namespace crossdock::journal
