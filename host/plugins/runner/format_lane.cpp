#include "host/plugins/runner/format_lane.hpp"

#include <chrono>

namespace crossdock::plugins {

FormatLane::FormatLane(std::shared_ptr<zmq::context_t> context, const Services& services, FormatTable format)
    : context_(std::move(context)),
      services_(&services),
      calls_(format, services.setup.generation),
      socket_(bus::make_socket(*context_, zmq::socket_type::router)) {}

Result<bus::Endpoint> FormatLane::open(const std::string& name) {
    inproc_ = "inproc://" + name;
    socket_.bind(inproc_);
    bus::Endpoint endpoint{inproc_, {}};
    if (!services_->setup.socket_folder.empty()) {
        CROSSDOCK_TRY_ASSIGN(endpoint, bus::bind_for_processes(socket_, services_->setup.socket_folder, name));
    }
    thread_ = std::thread([this] { loop(); });
    return endpoint;
}

void FormatLane::loop() {
    services_->enter_lane();
    for (;;) {
        std::optional<bus::Received> request = bus::Received::receive(socket_, true, true);
        if (!request) continue;
        if (request->op<Op>() == Op::close_lane) break;
        const std::string route = request->route;
        if (std::optional<bus::Frame> answer = calls_.answer(*std::move(request)))
            std::move(*answer).send(socket_, route);
    }
    calls_.abandon_splits();
    const std::lock_guard lock(mutex_);
    ended_ = true;
    ended_changed_.notify_all();
}

bool FormatLane::finish(std::int64_t within_ms) {
    if (!thread_.joinable()) return true;
    zmq::socket_t closing = bus::make_socket(*context_, zmq::socket_type::dealer);
    closing.connect(inproc_);
    bus::Frame(Op::close_lane).send(closing);
    {
        std::unique_lock lock(mutex_);
        if (!ended_changed_.wait_for(lock, std::chrono::milliseconds(within_ms), [this] { return ended_; }))
            return false;
    }
    thread_.join();
    return true;
}

}  // namespace crossdock::plugins
