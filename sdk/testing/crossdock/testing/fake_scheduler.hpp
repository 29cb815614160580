// Time that the test moves, and waking the adapter's main thread.
#pragma once

#include <crossdock/ext/scheduler.h>
#include <crossdock/testing/main_queue.hpp>

#include <map>
#include <mutex>

namespace crossdock::sdk::testing {

// Safe from any thread. Time stands still until `advance`.
class FakeScheduler {
public:
    explicit FakeScheduler(MainQueue& queue);
    FakeScheduler(const FakeScheduler&) = delete;
    FakeScheduler& operator=(const FakeScheduler&) = delete;
    ~FakeScheduler();

    // Moves both clocks; what falls due is put into the main queue in the order of its time.
    void advance(std::uint32_t ms);
    void set_wall_time_ms(std::int64_t ms);
    // How many wakes may wait before `wake` answers FULL; 1024 at first.
    void set_wake_limit(std::size_t limit);
    [[nodiscard]] std::size_t timers_waiting() const;

    // The ABI's functions.
    [[nodiscard]] crossdock_wake_handle handle() const noexcept { return handle_; }
    crossdock_status wake(std::uint64_t reason);
    crossdock_status wake_after(std::uint32_t delay_ms, std::uint64_t reason);
    [[nodiscard]] std::int64_t wall_time_ms() const;
    [[nodiscard]] std::int64_t steady_time_ms() const;
    // BAD_STATE for a handle whose adapter is gone.
    static crossdock_status CROSSDOCK_CALL wake_by_handle(crossdock_wake_handle handle, std::uint64_t reason);

    // The adapter was destroyed: its handle is dead, its timers are forgotten.
    void retire();

private:
    MainQueue& queue_;
    crossdock_wake_handle handle_;
    mutable std::mutex mutex_;
    std::multimap<std::int64_t, std::uint64_t> timers_;
    std::int64_t steady_ms_ = 1'000'000;
    std::int64_t wall_ms_ = 1'767'225'600'000;
    std::size_t wake_limit_ = 1024;
};

}  // namespace crossdock::sdk::testing
