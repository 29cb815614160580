// Writes the pieces of large messages to the journal's payloads, off the bus thread.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "host/journal/store.hpp"

namespace crossdock::plugins {

// One large message that comes in pieces. What fails is kept until `finish`.
class LargeMessage {
public:
    explicit LargeMessage(journal::Store* store);
    void write(std::string_view piece);
    Result<journal::NewPayload> finish(journal::Digest& digest);
    [[nodiscard]] std::uint64_t size() const { return size_; }

private:
    std::unique_ptr<journal::PayloadWriter> writer_;
    Status status_;
    std::uint64_t size_ = 0;
};

// Runs tasks in order on one thread, which starts with the first. Thread-safe.
class PayloadThread {
public:
    PayloadThread() = default;
    PayloadThread(const PayloadThread&) = delete;
    PayloadThread& operator=(const PayloadThread&) = delete;
    ~PayloadThread() { stop(); }

    void run(std::function<void()> task);
    // Drops what waits and joins.
    void stop();

private:
    void loop();

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> tasks_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace crossdock::plugins
