// How a runner ends its adapter.
#include "host/plugins/runner/runner.hpp"
#include "host/plugins/wire/error.hpp"

namespace crossdock::plugins {

void Runner::begin_stop(const bus::Received& frame, bool only_source) {
    if (!adapter_) return answer(frame, {});
    polls_ = false;
    schedule_poll(0);
    if (adapter_->source() != nullptr) services_->intake.close();
    // Half of the time is for receipts under way, the rest for the adapter itself.
    const std::int64_t until_ms = clock_->steady_ms() + services_->setup.settings.lane.stop_within_ms / 2;
    stopping_ = Stopping{frame.head, only_source, until_ms};
}

void Runner::go_on_stopping() {
    const bool has_left = !services_->intake.without_receipt().empty();
    if (has_left && clock_->steady_ms() < stopping_->until_ms) {
        constexpr std::int64_t look_again_ms = 20;
        timers_.at(clock_->steady_ms() + look_again_ms, [] {});
        return;
    }
    refuse_left_commits();
    const Stopping stopping = *std::exchange(stopping_, {});
    const bool is_only_source = adapter_->source() != nullptr && adapter_->sink() == nullptr &&
                                adapter_->service() == nullptr && adapter_->format() == nullptr;
    Status status;
    if (!stopping.only_source)
        stop_adapter();
    else if (is_only_source && adapter_->started())
        status = adapter_->stop();
    if (hung_)
        status = Error{"plugin.hung", ErrorClass::needs_person,
                       "a thread of the adapter did not come back within its time to stop"};
    bus::Frame reply(stopping.only_source ? Op::stop_source : Op::stop, stopping.head.operation);
    reply.set_status(status.ok() ? CROSSDOCK_OK : CROSSDOCK_FAILED);
    if (!status.ok()) {
        auto out = reply.fields();
        write(out, status.error());
    }
    to_host_->send(std::move(reply));
}

void Runner::refuse_left_commits() {
    if (adapter_->source() == nullptr) return;
    crossdock_error error = empty_abi_error();
    to_abi(Error{"host.stopping", ErrorClass::retry, "the host stopped before it knew whether the message is durable"},
           &error);
    crossdock_receipt receipt{};
    receipt.struct_size = sizeof receipt;
    receipt.verdict = CROSSDOCK_REFUSED;
    receipt.error = &error;
    for (const std::uint64_t message : services_->intake.without_receipt())
        if (services_->intake.receipt_came(message))
            services_->notify("committed", [&] { adapter_->source()->committed(adapter_->self(), message, &receipt); });
}

void Runner::stop_adapter() {
    const std::int64_t within_ms = services_->setup.settings.lane.stop_within_ms / 4;
    if (adapter_->started())
        if (const Status stopped = adapter_->stop(); !stopped.ok())
            services_->log(CROSSDOCK_LOG_WARNING, "stop failed: " + stopped.error().text);
    hung_ = !threads_->finish(within_ms);
    for (auto& [index, lane] : lanes_) hung_ = !lane->finish(within_ms) || hung_;
    services_->operations.cancel_all();
    if (hung_) return;
    lanes_.clear();
    adapter_.reset();
}

}  // namespace crossdock::plugins
