#include "host/plugins/hub/operation_queue.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "host/plugins/wire/error.hpp"

namespace crossdock::plugins {

namespace {

// How long an operation may take to end once it was cancelled.
std::int64_t grace_ms(std::uint32_t deadline_ms) { return std::clamp<std::int64_t>(deadline_ms / 4, 50, 5'000); }

}  // namespace

void OperationQueue::add(std::function<bus::Frame(std::uint64_t)> make, std::uint32_t deadline_ms, Done done) {
    waiting_.push_back({std::move(make), deadline_ms, std::move(done)});
    send_next();
}

void OperationQueue::set_open(bool open) {
    open_ = open;
    send_next();
}

void OperationQueue::send_next() {
    while (open_ && !waiting_.empty() && sent_.size() < std::max(1U, settings_->lane.width)) {
        Waiting next = std::move(waiting_.front());
        waiting_.pop_front();
        const std::uint64_t id = ++last_;
        Sent& sent = sent_[id];
        sent.done = std::move(next.done);
        sent.deadline_ms = next.deadline_ms;
        arm(id, sent, next.deadline_ms);
        link_.send(next.make(id));
    }
}

void OperationQueue::arm(std::uint64_t id, Sent& sent, std::int64_t after_ms) {
    sent.timer = hub_->timers().at(hub_->now_ms() + after_ms, [this, id] { time_is_up(id); });
}

void OperationQueue::time_is_up(std::uint64_t id) {
    const auto found = sent_.find(id);
    if (found == sent_.end()) return;
    Sent& sent = found->second;
    if (!sent.cancelled) {
        sent.cancelled = true;
        link_.send(bus::Frame(Op::cancel, id));
        arm(id, sent, grace_ms(sent.deadline_ms));
        return;
    }
    ++hung_;
    const Error error{"plugin.deadline", ErrorClass::retry,
                      fmt::format("adapter {} did not finish within {} ms, nor when it was asked to give up",
                                  settings_->name, sent.deadline_ms)};
    const Done done = std::exchange(sent.done, {});
    link_.hung(error);
    done(Outcome{error, {}, {}});
}

void OperationQueue::progress_came(std::uint64_t id) {
    const auto found = sent_.find(id);
    if (found == sent_.end() || !found->second.cancelled || !found->second.done) return;
    // Past its deadline and alive: it gets its grace anew.
    hub_->timers().cancel(found->second.timer);
    arm(id, found->second, grace_ms(found->second.deadline_ms));
}

Outcome OperationQueue::read_outcome(const bus::Received& frame) const {
    ByteReader in = frame.fields();
    Outcome outcome;
    outcome.reference = in.text();
    if (!frame.parts.empty()) outcome.response = bus::view(frame.parts[0]);
    if (frame.head.status == CROSSDOCK_OK) return outcome;
    Error error = read_error(in);
    if (frame.op<Op>() == Op::check && frame.head.status == CROSSDOCK_NOT_FOUND)
        error = Error{"sink.not-there", ErrorClass::permanent,
                      fmt::format("adapter {} says that no delivery with this key arrived", settings_->name)};
    outcome.status = std::move(error);
    return outcome;
}

void OperationQueue::outcome_came(const bus::Received& frame) {
    const auto found = sent_.find(frame.head.operation);
    if (found == sent_.end()) return;
    hub_->timers().cancel(found->second.timer);
    const Done done = std::move(found->second.done);
    sent_.erase(found);
    if (done) {
        done(read_outcome(frame));
    } else if (--hung_ == 0) {
        link_.recovered();
    }
    send_next();
}

void OperationQueue::fail_sent(const Error& error) {
    std::map<std::uint64_t, Sent> failed;
    failed.swap(sent_);
    hung_ = 0;
    for (auto& [id, sent] : failed) {
        hub_->timers().cancel(sent.timer);
        if (sent.done) sent.done(Outcome{error, {}, {}});
    }
}

void OperationQueue::fail_waiting(const Error& error) {
    std::deque<Waiting> failed;
    failed.swap(waiting_);
    for (Waiting& each : failed) each.done(Outcome{error, {}, {}});
}

}  // namespace crossdock::plugins
