// How units get into the log: queued, decided, written and synced together, answered.
#include <future>

#include "host/journal/unit_check.hpp"
#include "host/journal/writing_store.hpp"

namespace crossdock::journal {

namespace {

// One write's worth; more would make the first caller wait for the last without saving syncs that matter.
constexpr std::uint64_t batch_bytes_max = 4 << 20;

std::uint64_t rough_bytes(const Unit& unit) {
    std::uint64_t bytes = 128 + 64 * (unit.claims.size() + unit.trace_keys.size() + unit.advances.size());
    for (const NewPayload& payload : unit.payloads) bytes += payload.bytes.size();
    for (const Record& record : unit.records) bytes += record.body.size();
    return bytes;
}

}  // namespace

WritingStore::Submission WritingStore::prepare(std::vector<Unit> units, CommitCallback done) const {
    Submission submission;
    submission.done = std::move(done);
    submission.units.reserve(units.size());
    for (Unit& unit : units) {
        if (auto checked = check_unit(unit); !checked.ok()) submission.failure = std::move(checked).error();
        PreparedUnit prepared;
        prepared.digests.reserve(unit.payloads.size());
        for (const NewPayload& payload : unit.payloads)
            prepared.digests.push_back(
                payload.slots.empty() && payload.blob.size == 0 ? digest_of(as_bytes(payload.bytes.view())) : Digest{});
        submission.bytes += rough_bytes(unit);
        prepared.unit = std::move(unit);
        submission.units.push_back(std::move(prepared));
    }
    return submission;
}

void WritingStore::submit(Submission submission) {
    {
        const std::lock_guard guard(mutex_);
        queue_.push_back(std::move(submission));
        if (waiting_) queued_.notify_one();
    }
    if (!options_.own_threads) drain_here();
}

void WritingStore::commit(std::vector<Unit> units, CommitCallback done) {
    submit(prepare(std::move(units), std::move(done)));
}

Result<std::vector<UnitResult>> WritingStore::commit_and_wait(std::vector<Unit> units) {
    return submit_and_wait(prepare(std::move(units), {}));
}

Result<std::vector<UnitResult>> WritingStore::submit_and_wait(Submission submission) {
    if (std::this_thread::get_id() == thread_.get_id())
        return Error{"journal.own-thread", ErrorClass::permanent,
                     "a callback of the journal waits for a commit, which would wait for ever; call commit instead"};
    // Shared, since the waiting side may be gone before the answering one has left the promise.
    const auto promise = std::make_shared<std::promise<Result<std::vector<UnitResult>>>>();
    auto answered = promise->get_future();
    submission.done = [promise](Result<std::vector<UnitResult>> result) { promise->set_value(std::move(result)); };
    submit(std::move(submission));
    return answered.get();
}

bool WritingStore::take(std::vector<Submission>& into, std::unique_lock<std::mutex>&) {
    into.clear();
    std::uint64_t bytes = 0;
    while (!queue_.empty() && (into.empty() || bytes + queue_.front().bytes <= batch_bytes_max)) {
        bytes += queue_.front().bytes;
        into.push_back(std::move(queue_.front()));
        queue_.pop_front();
    }
    return !into.empty();
}

void WritingStore::run() {
    std::vector<Submission> submissions;
    std::unique_lock guard(mutex_);
    while (true) {
        waiting_ = true;
        queued_.wait(guard, [this] { return !queue_.empty() || stopping_; });
        waiting_ = false;
        if (!take(submissions, guard)) return;
        guard.unlock();
        commit_batch(submissions);
        guard.lock();
    }
}

void WritingStore::drain_here() {
    std::vector<Submission> submissions;
    std::unique_lock guard(mutex_);
    if (draining_) return;
    draining_ = true;
    while (take(submissions, guard)) {
        guard.unlock();
        commit_batch(submissions);
        guard.lock();
    }
    draining_ = false;
}

Error WritingStore::explain(Error failure) const {
    if (failed_)
        return Error{"journal.failed", ErrorClass::needs_person,
                     "the journal could not write to its disk and takes nothing more; stop the host, see to the disk "
                     "and start again"}
            .because_of(std::move(failure));
    const bool full = failure.code == "file.disk-full";
    return Error{full ? "journal.disk-full" : "journal.write-failed", ErrorClass::retry,
                 full ? "the journal's disk is full; nothing of this was kept. Make room and try again"
                      : "the journal could not write; nothing of this was kept"}
        .because_of(std::move(failure));
}

Status WritingStore::decide(std::vector<Submission>& submissions) {
    const WallTimeMs now = clock_.wall_ms();
    auto mark = writer_->next(now);
    if (!mark) return std::move(mark).error();
    const LogPosition reach = options_.payload_reach_bytes;
    const LogPosition payloads_from =
        std::max({payloads_from_.load(), log_.begin(), mark->position > reach ? mark->position - reach : 0});
    bool again = true;
    while (again) {
        again = false;
        batch_.begin(*mark, writer_->durable(), now, payloads_from);
        for (Submission& submission : submissions) {
            submission.results.clear();
            if (submission.failure) continue;
            submission.results.reserve(submission.units.size());
            for (const PreparedUnit& unit : submission.units) {
                auto result = batch_.add(unit);
                if (!result) {
                    // What was laid out of it already must go: the others begin anew without it.
                    submission.failure = std::move(result).error();
                    again = true;
                    break;
                }
                submission.results.push_back(std::move(result).value());
            }
            if (again) break;
        }
    }
    return {};
}

Status WritingStore::write_batch() {
    if (batch_.units() == 0) return {};
    CROSSDOCK_TRY(writer_->append(batch_.frames(), batch_.progress().mark.link));
    return {};
}

void WritingStore::publish() {
    if (batch_.units() == 0) return;
    const LogProgress progress = batch_.progress();
    log_.set_end(progress.mark.position);
    live_.apply(batch_.changes());
    index_.add(batch_.entries(), batch_.claims_until_ms(), progress);
    units_ += batch_.units();
    // Ids that a caller brought itself must not be handed out.
    EntityId next = next_entity_.load();
    while (next <= live_.last_entity() && !next_entity_.compare_exchange_weak(next, live_.last_entity() + 1)) {
    }
}

void WritingStore::answer(std::vector<Submission>& submissions, const Status& written) {
    for (Submission& submission : submissions) {
        if (!submission.done) continue;
        if (submission.failure) {
            submission.done(std::move(*submission.failure));
        } else if (!written.ok()) {
            submission.done(Error(written.error()));
        } else {
            submission.done(std::move(submission.results));
        }
    }
}

void WritingStore::commit_batch(std::vector<Submission>& submissions) {
    Status written;
    if (failed_) {
        written = explain(Error{"journal.stopped", ErrorClass::needs_person, "an earlier write failed"});
    } else {
        written = decide(submissions);
        if (written.ok()) written = write_batch();
        failed_ = writer_->failed();
        syncs_ = writer_->syncs();
        if (written.ok()) publish();
        if (!written.ok()) written = explain(std::move(written).error());
    }
    answer(submissions, written);
    submissions.clear();
    if (failed_ || !index_.seal(false)) return;
    if (options_.own_threads) {
        keeper_.wake();
    } else {
        (void)keeper_.write(false);
    }
}

}  // namespace crossdock::journal
