// An adapter that is woken through the mailbox of its main thread.
#pragma once

#include <atomic>
#include <functional>

#include "host/bus/mailbox.hpp"
#include "host/plugins/wake_handles.hpp"

namespace crossdock::plugins {

// Bounded: FULL while too many wakes wait. Any thread may wake.
class MailboxWake final : public WakeTarget {
public:
    // `woken` runs on the mailbox's thread.
    MailboxWake(bus::Mailbox& mailbox, std::function<void(std::uint64_t)> woken)
        : mailbox_(&mailbox), woken_(std::move(woken)) {}

    crossdock_status wake(std::uint64_t reason) override;

private:
    static constexpr std::uint32_t waiting_max = 1024;

    bus::Mailbox* mailbox_;
    std::function<void(std::uint64_t)> woken_;
    std::atomic<std::uint32_t> waiting_ = 0;
};

}  // namespace crossdock::plugins
