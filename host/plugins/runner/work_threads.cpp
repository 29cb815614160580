#include "host/plugins/runner/work_threads.hpp"

#include <chrono>

namespace crossdock::plugins {

void WorkThreads::run(std::function<void()> work) {
    const std::lock_guard lock(mutex_);
    if (closed_) return;
    work_.push_back(std::move(work));
    if (idle_ < work_.size() && threads_.size() < width_)
        threads_.emplace_back([this] { loop(); });
    else
        work_came_.notify_one();
}

void WorkThreads::loop() {
    at_thread_start_();
    std::unique_lock lock(mutex_);
    for (;;) {
        ++idle_;
        work_came_.wait(lock, [this] { return closed_ || !work_.empty(); });
        --idle_;
        if (closed_) break;
        const auto work = std::move(work_.front());
        work_.pop_front();
        lock.unlock();
        work();
        lock.lock();
    }
    ++ended_;
    thread_ended_.notify_all();
}

bool WorkThreads::finish(std::int64_t within_ms) {
    {
        std::unique_lock lock(mutex_);
        closed_ = true;
        work_.clear();
        work_came_.notify_all();
        if (!thread_ended_.wait_for(lock, std::chrono::milliseconds(within_ms),
                                    [this] { return ended_ == threads_.size(); }))
            return false;
    }
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
    return true;
}

}  // namespace crossdock::plugins
