// Wake handles, which outlive the adapters they wake.
#pragma once

#include <crossdock/ext/scheduler.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "host/bus/mailbox.hpp"

namespace crossdock::plugins {

// One adapter that can be woken.
class WakeTarget {
public:
    // `mailbox` is that of the adapter's main thread, on which `woken` runs.
    WakeTarget(bus::Mailbox& mailbox, std::function<void(std::uint64_t)> woken)
        : mailbox_(&mailbox), woken_(std::move(woken)) {}

    crossdock_status wake(std::uint64_t reason);

private:
    static constexpr std::uint32_t waiting_max = 1024;

    bus::Mailbox* mailbox_;
    std::function<void(std::uint64_t)> woken_;
    std::atomic<std::uint32_t> waiting_ = 0;
};

// All handles of a process: a plugin wakes with nothing but a number in its hand. Thread-safe. A handle whose target
// is gone answers BAD_STATE; numbers are never used twice.
class WakeRegistry {
public:
    static WakeRegistry& of_process();

    crossdock_wake_handle add(WakeTarget& target);
    // Waits for wakes that are under way.
    void remove(WakeTarget& target);
    crossdock_status wake(crossdock_wake_handle handle, std::uint64_t reason);

private:
    std::mutex mutex_;
    std::unordered_map<crossdock_wake_handle, WakeTarget*> targets_;
    crossdock_wake_handle last_ = 0;
};

}  // namespace crossdock::plugins
