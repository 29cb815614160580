// The queue of the adapter's main thread.
#include <crossdock/testing/main_queue.hpp>

#include <chrono>

namespace crossdock::sdk::testing {

void MainQueue::post(MainEvent event) {
    const std::lock_guard lock(mutex_);
    if (std::holds_alternative<Woken>(event)) ++wakes_;
    events_.push_back(std::move(event));
    ++rings_;
    bell_.notify_all();
}

std::optional<MainEvent> MainQueue::take() {
    const std::lock_guard lock(mutex_);
    if (events_.empty()) return {};
    MainEvent event = std::move(events_.front());
    events_.pop_front();
    if (std::holds_alternative<Woken>(event)) --wakes_;
    return event;
}

std::size_t MainQueue::size() const {
    const std::lock_guard lock(mutex_);
    return events_.size();
}

std::size_t MainQueue::wakes_waiting() const {
    const std::lock_guard lock(mutex_);
    return wakes_;
}

void MainQueue::ring() {
    const std::lock_guard lock(mutex_);
    ++rings_;
    bell_.notify_all();
}

std::uint64_t MainQueue::rings() const {
    const std::lock_guard lock(mutex_);
    return rings_;
}

void MainQueue::wait_for_ring(std::uint64_t seen, std::uint32_t at_most_ms) const {
    std::unique_lock lock(mutex_);
    bell_.wait_for(lock, std::chrono::milliseconds(at_most_ms), [&] { return rings_ > seen; });
}

}  // namespace crossdock::sdk::testing
