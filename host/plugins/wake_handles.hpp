// Wake handles, which outlive the adapters they wake.
#pragma once

#include <crossdock/ext/scheduler.h>

#include <memory>
#include <mutex>
#include <vector>

namespace crossdock::plugins {

// What a handle wakes; it goes away by telling the handles.
class WakeTarget {
public:
    virtual ~WakeTarget() = default;
    virtual crossdock_status wake(std::uint64_t reason) = 0;
};

// The handles that a library's adapters were given. A plugin wakes with nothing but a number in its hand, at any time
// while its library is in use, so the library owns them and each is where its number says. Thread-safe. A handle whose
// target is gone answers BAD_STATE. Limits: a number that was never a handle is not recognised.
class WakeHandles {
public:
    // The target's handle; the same one each time.
    crossdock_wake_handle of(WakeTarget& target);
    // Waits for wakes that are under way.
    void remove(const WakeTarget& target);
    static crossdock_status wake(crossdock_wake_handle handle, std::uint64_t reason);

private:
    struct Handle {
        std::mutex mutex;
        WakeTarget* target;
    };
    std::mutex mutex_;
    std::vector<std::unique_ptr<Handle>> handles_;
};

}  // namespace crossdock::plugins
