// The lane threads on which sinks and services begin their operations.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace crossdock::plugins {

// Threads start when there is work and none is idle, up to `width`. Thread-safe.
class WorkThreads {
public:
    WorkThreads(std::size_t width, std::function<void()> at_thread_start)
        : width_(width), at_thread_start_(std::move(at_thread_start)) {}
    WorkThreads(const WorkThreads&) = delete;
    WorkThreads& operator=(const WorkThreads&) = delete;
    // `finish` must have answered true.
    ~WorkThreads() = default;

    void run(std::function<void()> work);
    // Takes nothing new, drops what waits, and joins the threads. False when one is still at work after `within_ms`:
    // then this object must live for ever.
    bool finish(std::int64_t within_ms);

private:
    void loop();

    std::size_t width_;
    std::function<void()> at_thread_start_;
    std::mutex mutex_;
    std::condition_variable work_came_;
    std::condition_variable thread_ended_;
    std::deque<std::function<void()>> work_;
    std::vector<std::thread> threads_;
    std::size_t idle_ = 0;
    std::size_t ended_ = 0;
    bool closed_ = false;
};

}  // namespace crossdock::plugins
