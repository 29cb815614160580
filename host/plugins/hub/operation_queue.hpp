// What a sink or service is asked for: at most `width` at once, the rest in line, each with its deadline.
#pragma once

#include <deque>
#include <map>

#include "host/plugins/adapter_host.hpp"
#include "host/plugins/hub/hub.hpp"
#include "host/plugins/wire/op.hpp"

namespace crossdock::plugins {

// Used on the bus thread. An operation past its deadline is cancelled; if it has not ended a grace later, it fails with
// `plugin.deadline` and `hung` is told. Its place in the lane stays taken until the adapter ends it after all.
class OperationQueue {
public:
    using Done = std::function<void(Outcome)>;
    struct Link {
        std::function<bool(bus::Frame)> send;
        std::function<void(const Error&)> hung;
        std::function<void()> recovered;  // nothing that hung is left
    };

    OperationQueue(Hub& hub, const AdapterSettings& settings, Link link)
        : hub_(&hub), settings_(&settings), link_(std::move(link)) {}

    // `make` makes the frame for an operation's number; called when its turn comes.
    void add(std::function<bus::Frame(std::uint64_t)> make, std::uint32_t deadline_ms, Done done);
    // May operations be sent? What waits goes out when this turns true.
    void set_open(bool open);
    void outcome_came(const bus::Received& frame);
    void progress_came(std::uint64_t operation);
    // Everything that was sent fails with `error`; what waits stays.
    void fail_sent(const Error& error);
    void fail_waiting(const Error& error);

    [[nodiscard]] std::size_t in_flight() const { return sent_.size(); }
    [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }

private:
    struct Waiting {
        std::function<bus::Frame(std::uint64_t)> make;
        std::uint32_t deadline_ms;
        Done done;
    };
    struct Sent {
        Done done;  // empty once it was answered for want of time
        std::uint32_t deadline_ms = 0;
        bus::Timers::Key timer;
        bool cancelled = false;
    };

    void send_next();
    void arm(std::uint64_t id, Sent& sent, std::int64_t after_ms);
    void time_is_up(std::uint64_t id);
    [[nodiscard]] Outcome read_outcome(const bus::Received& frame) const;

    Hub* hub_;
    const AdapterSettings* settings_;
    Link link_;
    bool open_ = false;
    std::uint64_t last_ = 0;
    std::size_t hung_ = 0;
    std::deque<Waiting> waiting_;
    std::map<std::uint64_t, Sent> sent_;
};

}  // namespace crossdock::plugins
