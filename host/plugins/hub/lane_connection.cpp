#include "host/plugins/hub/lane_connection.hpp"

#include <fmt/format.h>

#include <chrono>

#include "host/plugins/hub/peer.hpp"
#include "host/plugins/hub/told.hpp"

namespace crossdock::plugins {

namespace {

constexpr int look_up_every_ms = 20;  // while waiting: is the runner still alive?

}  // namespace

LaneConnection::LaneConnection(Hub& hub, Peer& peer, std::uint32_t lane) : hub_(&hub), peer_(&peer), lane_(lane) {}

const std::string& LaneConnection::adapter() const { return peer_->settings().name; }
bool LaneConnection::restarts() const { return peer_->in_process(); }
bool LaneConnection::alive() const { return generation_ != 0 && peer_->alive_generation() == generation_; }

Error LaneConnection::broke_contract(std::string_view how) const {
    return {"bus.bad-frame", ErrorClass::needs_person,
            fmt::format("the plugin of adapter {} broke its contract: {}; this is a fault of the plugin, whatever it "
                        "was given",
                        adapter(), how)};
}

Error LaneConnection::died() {
    socket_.reset();
    return {"plugin.died", ErrorClass::retry,
            fmt::format("adapter {} died while it worked on this; it is started again", adapter())};
}

Status LaneConnection::connect() {
    // A worker that did not answer is killed; the next call is for its successor.
    if (socket_ && alive() && (unanswered_ == 0 || !restarts())) return {};
    socket_.reset();
    unanswered_ = 0;
    using Answer = std::pair<Result<bus::Endpoint>, std::uint64_t>;
    auto promise = std::make_shared<std::promise<Answer>>();
    auto future = promise->get_future();
    auto told = [promise](Result<bus::Endpoint> endpoint, std::uint64_t generation) {
        promise->set_value({std::move(endpoint), generation});
    };
    const bool posted =
        hub_->post([peer = peer_, lane = lane_, told = std::move(told)] { peer->open_lane(lane, told); });
    // The deadline is for work. What is asked for while the adapter is down must not be taken for what ended it.
    const std::chrono::milliseconds patience(peer_->settings().lane.deadline_ms + Peer::restart_within_ms);
    promise.reset();
    std::optional<Answer> answer;
    if (posted) answer = told_within(future, patience);
    if (!answer)
        return Error{
            "adapter.not-running", ErrorClass::retry,
            fmt::format("adapter {} is not running; it did not come back within {} ms", adapter(), patience.count())};
    auto& [endpoint, generation] = *answer;
    if (!endpoint.ok()) return endpoint.error();
    socket_ = bus::make_socket(*hub_->context(), zmq::socket_type::dealer);
    socket_->set(zmq::sockopt::rcvtimeo, look_up_every_ms);
    generation_ = generation;
    return bus::connect(*socket_, *endpoint);
}

void LaneConnection::tell(bus::Frame request) {
    if (socket_ && alive()) std::move(request).send(*socket_);
}

Result<bus::Received> LaneConnection::ask(bus::Frame request, std::uint64_t operation) {
    CROSSDOCK_TRY(connect());
    if (unanswered_ != 0) {
        // A thread that hung may have come back.
        while (auto late = bus::Received::receive(*socket_, false, false))
            if (late->head.operation == unanswered_) unanswered_ = 0;
        if (unanswered_ != 0)
            return Error{"plugin.hung", ErrorClass::retry,
                         fmt::format("adapter {} still works on a call that has passed its deadline", adapter())};
    }
    const std::int64_t deadline_ms = peer_->settings().lane.deadline_ms;
    std::optional<std::int64_t> until_ms;  // a clock is looked at only if the answer takes its time
    if (!std::move(request).send(*socket_)) return died();
    for (;;) {
        auto answer = bus::Received::receive(*socket_, false, true);
        if (answer && answer->head.operation == operation) return *std::move(answer);
        if (answer) continue;
        if (!alive()) return died();
        const std::int64_t now_ms = hub_->now_ms();
        if (!until_ms) until_ms = now_ms - look_up_every_ms + deadline_ms;
        if (now_ms < *until_ms) continue;
        const Error error{"plugin.deadline", ErrorClass::retry,
                          fmt::format("adapter {} did not answer within {} ms", adapter(), deadline_ms)};
        hub_->post([peer = peer_, generation = generation_, error] { peer->hang_seen(generation, error); });
        unanswered_ = operation;
        return error;
    }
}

}  // namespace crossdock::plugins
