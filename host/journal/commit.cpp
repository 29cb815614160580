// How units get into the log: queued, decided, written and synced together, answered.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <future>
#include <iterator>

#include "host/journal/unit_check.hpp"
#include "host/journal/writing_store.hpp"

namespace crossdock::journal {

namespace {

// One write's worth; more would make the first caller wait for the last without saving syncs that matter.
constexpr std::uint64_t batch_bytes_max = 4 << 20;

// Between two tries of a journal that cannot write.
constexpr std::chrono::milliseconds stalled_pause(250);

std::uint64_t rough_bytes(const Unit& unit) {
    std::uint64_t bytes = 128 + 64 * (unit.claims.size() + unit.trace_keys.size() + unit.advances.size());
    for (const NewPayload& payload : unit.payloads) bytes += payload.bytes.size();
    for (const Record& record : unit.records) bytes += record.body.size();
    return bytes;
}

}  // namespace

WritingStore::Submission WritingStore::prepare(std::vector<Unit> units, CommitCallback done,
                                               WhenStalled when_stalled) const {
    Submission submission;
    submission.when_stalled = when_stalled;
    submission.done = std::move(done);
    submission.units.reserve(units.size());
    for (Unit& unit : units) {
        if (auto checked = check_unit(unit, options_.unit_bytes_max); !checked.ok())
            submission.failure = std::move(checked).error();
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
        std::unique_lock guard(mutex_);
        if (stalled_ && patient_ && submission.when_stalled == WhenStalled::refuse) {
            guard.unlock();
            if (submission.done)
                submission.done(Error{"journal.disk-full", ErrorClass::retry,
                                      "the journal cannot write at the moment; nothing of this was kept. Make room and "
                                      "try again"});
            return;
        }
        const bool goes_first = stalled_ && submission.when_stalled == WhenStalled::go_first;
        queue_.insert(goes_first ? queue_.begin() : queue_.end(), std::move(submission));
        if (waiting_) queued_.notify_one();
    }
    if (!options_.own_threads) drain_here();
}

void WritingStore::commit(std::vector<Unit> units, CommitCallback done) {
    submit(prepare(std::move(units), std::move(done), WhenStalled::refuse));
}

Result<std::vector<UnitResult>> WritingStore::commit_and_wait(std::vector<Unit> units) {
    return submit_and_wait(prepare(std::move(units), {}, WhenStalled::refuse));
}

void WritingStore::commit_patiently(std::vector<Unit> units, CommitCallback done) {
    submit(prepare(std::move(units), std::move(done), WhenStalled::wait));
}

Result<std::vector<UnitResult>> WritingStore::commit_patiently_and_wait(std::vector<Unit> units) {
    return submit_and_wait(prepare(std::move(units), {}, WhenStalled::wait));
}

void WritingStore::end_patience() {
    const std::lock_guard guard(mutex_);
    patient_ = false;
    queued_.notify_one();
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

// While the journal is stalled one by one: what is small may still find room.
bool WritingStore::take(std::vector<Submission>& into) {
    into.clear();
    std::uint64_t bytes = 0;
    const std::uint64_t bytes_max = stalled_ ? 0 : batch_bytes_max;
    while (!queue_.empty() && (into.empty() || bytes + queue_.front().bytes <= bytes_max)) {
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
        if (stalled_)
            queued_.wait_for(guard, stalled_pause, [this] {
                return stopping_ || !patient_ || queue_.front().when_stalled == WhenStalled::go_first;
            });
        waiting_ = false;
        if (!take(submissions)) return;
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
    while (take(submissions)) {
        guard.unlock();
        commit_batch(submissions);
        guard.lock();
        // The next call tries again.
        if (stalled_) break;
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
    const PayloadReach payloads{
        std::max({payloads_from_.load(), log_.begin(), mark->position > reach ? mark->position - reach : 0}),
        now - options_.payload_reach_ms};
    bool again = true;
    while (again) {
        again = false;
        batch_.begin(*mark, writer_->durable(), now, payloads);
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

// What may wait goes back to the front of the queue; what may not stays, and so does what was queued behind it.
void WritingStore::hold_back(std::vector<Submission>& submissions, const Error& why) {
    const std::lock_guard guard(mutex_);
    if (!patient_ || stopping_) return;
    const auto waits = [](const Submission& each) { return each.when_stalled == WhenStalled::wait && !each.failure; };
    const auto first = std::stable_partition(submissions.begin(), submissions.end(), std::not_fn(waits));
    if (first == submissions.end() && !stalled_) return;
    queue_.insert(queue_.begin(), std::make_move_iterator(first), std::make_move_iterator(submissions.end()));
    submissions.erase(first, submissions.end());
    const auto refused = std::stable_partition(
        queue_.begin(), queue_.end(), [](const Submission& each) { return each.when_stalled != WhenStalled::refuse; });
    submissions.insert(submissions.end(), std::make_move_iterator(refused), std::make_move_iterator(queue_.end()));
    queue_.erase(refused, queue_.end());
    if (stalled_.exchange(true)) return;
    spdlog::error("what runs waits and nothing new is taken in, until the journal can write again: {}", describe(why));
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
        if (!written.ok() && !failed_) hold_back(submissions, written.error());
        if (written.ok() && batch_.units() != 0 && stalled_) {
            const std::lock_guard guard(mutex_);
            stalled_ = false;
            spdlog::info("the journal writes again; what waited goes on");
        }
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
