// What passes between the host and a running adapter.
#include <fmt/format.h>

#include "host/plugins/hub/peer.hpp"
#include "host/plugins/runner/interface_call.hpp"
#include "host/plugins/wire/error.hpp"

namespace crossdock::plugins {

namespace {

constexpr std::uint64_t confirmation = 1;  // the operation of a ping whose answer somebody waits for

}  // namespace

void Peer::frame_came(std::uint64_t generation, bus::Received frame) {
    if (generation != generation_) return;
    switch (frame.op<Op>()) {
        case Op::hello: hello_came(frame); break;
        case Op::setup: set_up_came(frame); break;
        case Op::start: started_came(frame); break;
        case Op::stop: stopped_came(frame); break;
        case Op::stop_source:
            context_->sources.flush();
            if (Told told = std::exchange(source_told_, {})) told({});
            break;
        case Op::ping:
            answered_ping_ = true;
            if (frame.head.operation == confirmation && !confirmations_.empty()) {
                const Told told = std::move(confirmations_.front());
                confirmations_.pop_front();
                told({});
            }
            break;
        case Op::log: log_came(frame); break;
        case Op::progress: operations_.progress_came(frame.head.operation); break;
        case Op::submit:
        case Op::check:
        case Op::call: {
            operations_.outcome_came(frame);
            const std::uint64_t in_flight = operations_.in_flight();
            if (phase_ == Phase::stopping && in_flight == 0 && step_timer_) begin_stop();
            break;
        }
        case Op::commit: context_->sources.commit_came(source_key(), frame); break;
        case Op::piece: context_->sources.piece_came(source_key(), std::move(frame)); break;
        case Op::abandon: context_->sources.abandon_came(source_key(), frame); break;
        case Op::refused: context_->sources.refused_came(source_key(), frame); break;
        case Op::load_checkpoint:
        case Op::save_checkpoint: checkpoint_came(frame); break;
        case Op::open_lane: lane_came(frame); break;
        case Op::metrics: {
            ByteReader in = frame.fields();
            const std::vector<MetricFigure> figures = read_figures(in);
            for (auto& told : std::exchange(metric_requests_, {})) told(figures);
            break;
        }
        default: break;
    }
    const std::lock_guard lock(mutex_);
    state_.in_flight = operations_.in_flight() + operations_.waiting() + context_->sources.in_flight(source_key());
}

void Peer::submit(Delivery delivery, OperationQueue::Done done) {
    auto shared = std::make_shared<Delivery>(std::move(delivery));
    operations_.add([this, shared](std::uint64_t id) { return submit_frame(id, *shared, settings_.lane.deadline_ms); },
                    settings_.lane.deadline_ms, std::move(done));
}

void Peer::check_delivery(const std::string& key, OperationQueue::Done done) {
    operations_.add([key](std::uint64_t id) { return check_frame(id, key); }, settings_.lane.deadline_ms,
                    std::move(done));
}

void Peer::call(Call call, OperationQueue::Done done) {
    const std::uint32_t deadline_ms = call.deadline_ms == 0 ? settings_.lane.deadline_ms : call.deadline_ms;
    auto shared = std::make_shared<Call>(std::move(call));
    operations_.add([shared, deadline_ms](std::uint64_t id) { return call_frame(id, std::move(*shared), deadline_ms); },
                    deadline_ms, std::move(done));
}

void Peer::log_came(const bus::Received& frame) {
    ByteReader in = frame.fields();
    const auto level = in.fixed<std::uint32_t>();
    log(level, std::string(in.text()));
}

void Peer::checkpoint_came(const bus::Received& frame) {
    const Op op = frame.op<Op>();
    const std::uint64_t id = frame.head.operation;
    if (op == Op::save_checkpoint) {
        const auto bytes = frame.fields().text();
        const std::string runner = runner_id();
        return context_->checkpoints.save(settings_.name, bytes, [this, runner, id](const Status& saved) {
            bus::Frame reply(Op::save_checkpoint, id);
            reply.set_status(saved.ok() ? CROSSDOCK_OK : CROSSDOCK_FAILED);
            auto out = reply.fields();
            if (!saved.ok()) write(out, saved.error());
            context_->hub.send(runner, std::move(reply));
        });
    }
    const auto loaded = context_->checkpoints.load(settings_.name);
    bus::Frame reply(Op::load_checkpoint, id);
    auto out = reply.fields();
    if (!loaded.ok()) {
        reply.set_status(CROSSDOCK_FAILED);
        write(out, loaded.error());
    } else if (!*loaded) {
        reply.set_status(CROSSDOCK_NOT_FOUND);
    } else {
        out.text(**loaded);
    }
    send(std::move(reply));
}

void Peer::open_lane(std::uint32_t index, LaneTold told) {
    if (phase_ == Phase::running) {
        if (const auto found = lanes_.find(index); found != lanes_.end()) return told(found->second, generation_);
        const bool asked = std::any_of(lane_requests_.begin(), lane_requests_.end(),
                                       [&](const LaneRequest& request) { return request.index == index; });
        lane_requests_.push_back({index, std::move(told)});
        if (asked) return;
        bus::Frame request(Op::open_lane, index);
        request.fields().fixed(index);
        send(std::move(request));
        return;
    }
    if (phase_ == Phase::stopped || phase_ == Phase::failed || phase_ == Phase::stopping)
        return told(Error{"adapter.stopped", ErrorClass::retry, fmt::format("adapter {} is stopped", settings_.name)},
                    0);
    lane_requests_.push_back({index, std::move(told)});
}

void Peer::lane_came(const bus::Received& frame) {
    const auto index = static_cast<std::uint32_t>(frame.head.operation);
    ByteReader in = frame.fields();
    Result<bus::Endpoint> endpoint = bus::Endpoint{};
    if (frame.head.status != CROSSDOCK_OK) {
        endpoint = read_error(in);
    } else {
        endpoint->address = in.text();
        endpoint->server_key = in.text();
        lanes_[index] = *endpoint;
    }
    std::vector<LaneRequest> others;
    for (LaneRequest& request : std::exchange(lane_requests_, {})) {
        if (request.index == index)
            request.told(endpoint, generation_);
        else
            others.push_back(std::move(request));
    }
    std::move(others.begin(), others.end(), std::back_inserter(lane_requests_));
}

void Peer::answer_lanes(const Error& error) {
    for (LaneRequest& request : std::exchange(lane_requests_, {})) request.told(error, 0);
}

void Peer::ask_metrics(std::function<void(std::vector<MetricFigure>)> told) {
    if (phase_ != Phase::running) return told({});
    metric_requests_.push_back(std::move(told));
    if (metric_requests_.size() == 1) send(bus::Frame(Op::metrics));
}

void Peer::confirm(Told told) {
    if (phase_ != Phase::running) return told({});
    confirmations_.push_back(std::move(told));
    send(bus::Frame(Op::ping, confirmation));
}

}  // namespace crossdock::plugins
