#include "host/flow/turn.hpp"
#include "host/base/platform/thread_name.hpp"

#include <chrono>
#include <memory>
#include <utility>

namespace crossdock::flow {

TurnThread::TurnThread(journal::Store& store, const Clock& clock, std::function<void(const Error&)> on_journal_failure)
    : store_(store), clock_(clock), on_journal_failure_(std::move(on_journal_failure)) {}

TurnThread::~TurnThread() { stop(); }

void TurnThread::start() {
    thread_ = std::thread([this] {
        platform::name_thread("flows");
        loop();
    });
}

void TurnThread::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void TurnThread::post(Task task) {
    bool first = false;
    {
        const std::lock_guard lock(mutex_);
        if (ended_) return;
        first = tasks_.empty();
        tasks_.push_back(std::move(task));
    }
    if (first) wake_.notify_one();
}

void TurnThread::post_after(std::int64_t delay_ms, Task task) {
    {
        const std::lock_guard lock(mutex_);
        timers_.emplace(clock_.steady_ms() + delay_ms, std::move(task));
    }
    wake_.notify_one();
}

void TurnThread::commit(journal::Unit unit, Then then) {
    units_.push_back(std::move(unit));
    thens_.push_back(std::move(then));
}

void TurnThread::commit_turn() {
    if (units_.empty()) return;
    {
        const std::lock_guard lock(mutex_);
        ++commits_under_way_;
    }
    auto thens = std::make_shared<std::vector<Then>>(std::exchange(thens_, {}));
    store_.commit_patiently(std::exchange(units_, {}), [this, thens](Result<std::vector<journal::UnitResult>> done) {
        auto results = std::make_shared<Result<std::vector<journal::UnitResult>>>(std::move(done));
        const std::lock_guard lock(mutex_);
        --commits_under_way_;
        tasks_.push_back([this, thens, results] {
            if (!results->ok()) {
                failed_ = true;
                on_journal_failure_(results->error());
                return;
            }
            for (std::size_t index = 0; index < thens->size(); ++index)
                if ((*thens)[index]) (*thens)[index]((*results)->at(index));
        });
        wake_.notify_one();
    });
}

void TurnThread::loop() {
    std::multimap<std::int64_t, Task> dropped;
    for (;;) {
        std::deque<Task> tasks;
        {
            std::unique_lock lock(mutex_);
            for (;;) {
                const std::int64_t now = clock_.steady_ms();
                for (auto due = timers_.begin(); due != timers_.end() && due->first <= now; due = timers_.erase(due))
                    tasks_.push_back(std::move(due->second));
                if (!tasks_.empty()) break;
                if (stopping_ && commits_under_way_ == 0) {
                    ended_ = true;
                    dropped.swap(timers_);
                    return;
                }
                if (timers_.empty() || stopping_)
                    wake_.wait(lock);
                else
                    wake_.wait_for(lock, std::chrono::milliseconds(timers_.begin()->first - now));
            }
            tasks.swap(tasks_);
        }
        for (Task& task : tasks)
            if (!failed_) task();
        if (!failed_) {
            commit_turn();
            continue;
        }
        units_.clear();
        thens_.clear();  // whoever waits for one of them hears that it was dropped
    }
}

}  // namespace crossdock::flow
