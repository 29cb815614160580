// Manual time and the process-wide table of wake handles, which `wake` needs because it is given nothing but a handle.
#include <crossdock/testing/fake_scheduler.hpp>

namespace crossdock::sdk::testing {

namespace {

struct Handles {
    std::mutex mutex;
    std::map<crossdock_wake_handle, FakeScheduler*> alive;
    crossdock_wake_handle last = 0;

    static Handles& instance() {
        static Handles handles;
        return handles;
    }
};

}  // namespace

FakeScheduler::FakeScheduler(MainQueue& queue) : queue_(queue) {
    Handles& handles = Handles::instance();
    const std::lock_guard lock(handles.mutex);
    handle_ = ++handles.last;
    handles.alive.emplace(handle_, this);
}

FakeScheduler::~FakeScheduler() { retire(); }

void FakeScheduler::retire() {
    {
        Handles& handles = Handles::instance();
        const std::lock_guard lock(handles.mutex);
        handles.alive.erase(handle_);
    }
    const std::lock_guard lock(mutex_);
    timers_.clear();
}

crossdock_status CROSSDOCK_CALL FakeScheduler::wake_by_handle(crossdock_wake_handle handle, std::uint64_t reason) {
    Handles& handles = Handles::instance();
    const std::lock_guard lock(handles.mutex);
    const auto found = handles.alive.find(handle);
    return found == handles.alive.end() ? CROSSDOCK_BAD_STATE : found->second->wake(reason);
}

crossdock_status FakeScheduler::wake(std::uint64_t reason) {
    {
        const std::lock_guard lock(mutex_);
        if (queue_.wakes_waiting() >= wake_limit_) return CROSSDOCK_FULL;
    }
    queue_.post(Woken{reason});
    return CROSSDOCK_OK;
}

crossdock_status FakeScheduler::wake_after(std::uint32_t delay_ms, std::uint64_t reason) {
    const std::lock_guard lock(mutex_);
    timers_.emplace(steady_ms_ + delay_ms, reason);
    return CROSSDOCK_OK;
}

void FakeScheduler::advance(std::uint32_t ms) {
    const std::lock_guard lock(mutex_);
    steady_ms_ += ms;
    wall_ms_ += ms;
    while (!timers_.empty() && timers_.begin()->first <= steady_ms_) {
        queue_.post(Woken{timers_.begin()->second});
        timers_.erase(timers_.begin());
    }
}

void FakeScheduler::set_wall_time_ms(std::int64_t ms) {
    const std::lock_guard lock(mutex_);
    wall_ms_ = ms;
}

void FakeScheduler::set_wake_limit(std::size_t limit) {
    const std::lock_guard lock(mutex_);
    wake_limit_ = limit;
}

std::size_t FakeScheduler::timers_waiting() const {
    const std::lock_guard lock(mutex_);
    return timers_.size();
}

std::int64_t FakeScheduler::wall_time_ms() const {
    const std::lock_guard lock(mutex_);
    return wall_ms_;
}

std::int64_t FakeScheduler::steady_time_ms() const {
    const std::lock_guard lock(mutex_);
    return steady_ms_;
}

}  // namespace crossdock::sdk::testing
