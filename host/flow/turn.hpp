// The engine's thread and its turns: tasks run one after the other, and what they want recorded is committed at once.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "host/journal/store.hpp"

namespace crossdock::flow {

// Runs tasks on one thread. A turn takes all tasks that wait, runs them, and commits the units they added in one call;
// each unit's `then` runs on the same thread after the commit. Commits wait while the journal is stalled. Tasks and
// timers may be added from any thread; units only by tasks. When the journal fails, `on_journal_failure` is called once
// and nothing runs any more: tasks and what was to follow a commit are dropped, and with them what they hold.
class TurnThread {
public:
    using Task = std::function<void()>;
    using Then = std::function<void(const journal::UnitResult&)>;

    TurnThread(journal::Store& store, const Clock& clock, std::function<void(const Error&)> on_journal_failure);
    ~TurnThread();
    TurnThread(const TurnThread&) = delete;
    TurnThread& operator=(const TurnThread&) = delete;

    void start();
    // Runs what waits, drops the timers, waits for commits under way, and joins. What is posted later is dropped.
    void stop();

    void post(Task task);
    void post_after(std::int64_t delay_ms, Task task);
    // Only inside a task.
    void commit(journal::Unit unit, Then then);

    // Any thread: whether a task waits or a commit is under way.
    [[nodiscard]] bool busy() const {
        const std::lock_guard lock(mutex_);
        return !tasks_.empty() || commits_under_way_ != 0;
    }

    [[nodiscard]] journal::Store& store() { return store_; }
    [[nodiscard]] const Clock& clock() const { return clock_; }

private:
    void loop();
    void commit_turn();

    journal::Store& store_;
    const Clock& clock_;
    std::function<void(const Error&)> on_journal_failure_;

    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Task> tasks_;
    std::multimap<std::int64_t, Task> timers_;  // by steady time
    std::uint64_t commits_under_way_ = 0;
    bool stopping_ = false;
    bool ended_ = false;
    bool failed_ = false;

    std::vector<journal::Unit> units_;
    std::vector<Then> thens_;
    std::thread thread_;
};

}  // namespace crossdock::flow
