// A thread's mailbox: frames from peers and tasks from other threads of this process, waited for in one place.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "host/bus/frame.hpp"

namespace crossdock::bus {

// Owned and received from by one thread; `post` is for any. The socket is a ROUTER or DEALER that peers reach.
// A post wakes the owner only if no wake is under way, so a burst of posts costs one.
class Mailbox {
public:
    // Binds `wake_address` (`inproc://…`, unique in the context) beside whatever the socket is bound or connected to.
    Mailbox(zmq::context_t& context, zmq::socket_t socket, const std::string& wake_address);

    [[nodiscard]] zmq::socket_t& socket() { return socket_; }

    // Runs `task` on the owner's thread. False once closed: the task is dropped, not run.
    bool post(std::function<void()> task);
    // Refuses further posts and drops what waits.
    void close();

    // [owner] Waits up to `timeout_ms` (negative: for ever) and hands every frame that is there, up to `batch`, to
    // `handle`, then runs the tasks that were posted.
    template <typename Handle>
    void run_once(std::int64_t timeout_ms, std::size_t batch, Handle&& handle) {
        bool wait = true;
        for (std::size_t count = 0; count < batch; ++count) {
            std::optional<Received> frame = receive(wait ? timeout_ms : 0);
            if (!frame) break;
            wait = false;
            if (!is_wake(*frame)) handle(std::move(*frame));
        }
        run_tasks();
    }

    // [owner] One frame, or nothing within the time. Wakes are answered as nothing.
    std::optional<Received> receive(std::int64_t timeout_ms);
    [[nodiscard]] static bool is_wake(const Received& frame) { return frame.head.op == wake_op; }
    // [owner]
    void run_tasks();

    static constexpr std::uint16_t wake_op = 0xFFFF;

private:
    zmq::socket_t socket_;
    bool is_router_;
    std::int64_t timeout_ms_ = -1;
    std::mutex mutex_;
    zmq::socket_t wake_;
    std::vector<std::function<void()>> tasks_;
    bool closed_ = false;
};

}  // namespace crossdock::bus
