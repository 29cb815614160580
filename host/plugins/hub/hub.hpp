// The host's end of the bus: one thread that all runners talk to.
#pragma once

#include <filesystem>
#include <thread>

#include "host/base/clock.hpp"
#include "host/bus/endpoint.hpp"
#include "host/bus/mailbox.hpp"
#include "host/bus/timers.hpp"

namespace crossdock::plugins {

// What is done with frames; called on the bus thread.
class HubHandler {
public:
    virtual ~HubHandler() = default;
    virtual void frame_came(bus::Received frame) = 0;
    // After the frames and tasks that were there together.
    virtual void batch_ended() = 0;
};

// Functions marked [bus] are for the bus thread; the others for any.
class Hub {
public:
    // `with_processes`: workers connect too, to sockets in `folder`, which is made for this user alone.
    static Result<std::unique_ptr<Hub>> make(const std::filesystem::path& folder, bool with_processes,
                                             const Clock& clock);
    Hub(const Hub&) = delete;
    Hub& operator=(const Hub&) = delete;
    ~Hub() { stop(); }

    void start(HubHandler& handler);
    // Ends the thread; posts are dropped from then on.
    void stop();

    bool post(std::function<void()> task) { return mailbox_.post(std::move(task)); }
    // [bus] False when the runner is not connected.
    bool send(const std::string& runner, bus::Frame frame) {
        return std::move(frame).send(mailbox_.socket(), runner + "i");
    }
    // [bus]
    bus::Timers& timers() { return timers_; }
    [[nodiscard]] std::int64_t now_ms() const { return clock_->steady_ms(); }
    [[nodiscard]] const Clock& clock() const { return *clock_; }

    [[nodiscard]] const std::shared_ptr<zmq::context_t>& context() const { return context_; }
    [[nodiscard]] const bus::Endpoint& for_threads() const { return for_threads_; }
    [[nodiscard]] const bus::Endpoint& for_processes() const { return for_processes_; }
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

private:
    Hub(std::shared_ptr<zmq::context_t> context, zmq::socket_t socket, const Clock& clock);

    std::shared_ptr<zmq::context_t> context_;
    const Clock* clock_;
    bus::Endpoint for_threads_;
    bus::Endpoint for_processes_;
    std::filesystem::path folder_;
    bus::Mailbox mailbox_;
    bus::Timers timers_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace crossdock::plugins
