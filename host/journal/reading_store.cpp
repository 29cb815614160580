// The journal open for reading, beside a process that may be writing.
#include <fmt/format.h>

#include <algorithm>

#include "host/journal/store_queries.hpp"

namespace crossdock::journal {

namespace {

Error read_only() {
    return {"journal.read-only", ErrorClass::permanent,
            "this journal is open for reading only; ask the host to change it"};
}

// Follows the log: before each answer it takes in what was written since, into memory. It may so see a unit a moment
// before that is durable. Thread-safe.
class ReadingStore final : public StoreQueries {
public:
    using StoreQueries::StoreQueries;

    Status open() {
        CROSSDOCK_TRY_ASSIGN(const bool there, disk_.files().exists(folders_.log));
        if (!there)
            return Error{"journal.not-found", ErrorClass::configuration,
                         fmt::format("there is no journal in {}: no host has run on this site yet; 'crossdock run' "
                                     "starts one",
                                     folders_.root.string())};
        const auto progress = open_index();
        const auto visit = [this](const FrameView& frame) { return take_in(frame); };
        CROSSDOCK_TRY_ASSIGN(const RecoveredLog recovered, recover_log(log_, progress, visit));
        mark_ = recovered.end;
        return {};
    }

    EntityId allocate_ids(std::uint64_t) override { return 0; }
    void commit(std::vector<Unit>, CommitCallback done) override { done(read_only()); }
    Result<std::vector<UnitResult>> commit_and_wait(std::vector<Unit>) override { return read_only(); }
    Result<std::unique_ptr<PayloadWriter>> write_payload() override { return read_only(); }
    [[nodiscard]] bool accepts_intake() const override { return false; }
    Result<std::uint64_t> purge(WallTimeMs, const std::vector<EntityId>&) override { return read_only(); }

protected:
    Status catch_up() const override {
        const std::lock_guard guard(mutex_);
        CROSSDOCK_TRY_ASSIGN(const auto bases, log_.list());
        if (bases.empty()) return {};
        const auto known = log_.bases();
        log_.drop_segments_before(bases.front());
        for (const LogPosition base : bases)
            if (known.empty() || base > known.back()) log_.add_segment(base);
        const LogPosition last = bases.back();
        CROSSDOCK_TRY_ASSIGN(const auto file, log_.open_segment(last));
        CROSSDOCK_TRY_ASSIGN(const std::uint64_t size, file->size());
        const bool started = mark_.position != 0;
        FrameScanner scanner(log_, started ? mark_.position : bases.front(),
                             started ? std::optional(mark_.link) : std::nullopt);
        // Questions are asked only of what is before the end, so it moves there and back under this lock.
        log_.set_end(last + size);
        Status status;
        while (status.ok()) {
            const auto outcome = scanner.next();
            status = !outcome                                   ? outcome.error()
                     : *outcome == FrameScanner::Outcome::frame ? take_in(scanner.frame())
                                                                : Status();
            if (!outcome || *outcome != FrameScanner::Outcome::frame) break;
            if (status.ok()) mark_ = scanner.mark();
        }
        log_.set_end(std::max(mark_.position, bases.front()));
        return status;
    }

private:
    mutable std::mutex mutex_;
    mutable LogMark mark_;
};

}  // namespace

Result<std::unique_ptr<Store>> open_store_read_only(const StoreOptions& options) {
    auto store = std::make_unique<ReadingStore>(options);
    CROSSDOCK_TRY(store->open());
    return std::unique_ptr<Store>(std::move(store));
}

}  // namespace crossdock::journal
