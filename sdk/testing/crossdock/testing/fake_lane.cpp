// Deliveries, checks and calls: begun on lane threads, finished on the main one.
#include <crossdock/testing/fake_lane.hpp>

#include <algorithm>
#include <chrono>

namespace crossdock::sdk::testing {

namespace {

struct DeliveryInputs {
    Delivery delivery;
    std::vector<crossdock_header_view> headers;
    crossdock_delivery table{};
};

struct CallInputs {
    ServiceCall call;
    crossdock_call table{};
};

struct CheckInputs {
    std::string key;
};

}  // namespace

// Inputs live until the operation completes, and at least until the call has returned.
template <typename Inputs, typename Call>
std::uint64_t FakeAdapter::on_lane(std::shared_ptr<Inputs> inputs, Call call) {
    const std::uint64_t operation = host_->operations.begin(inputs);
    auto begun = std::make_shared<Begun>();
    begun_[operation] = begun;
    lane_.emplace_back([host = host_, adapter = adapter_, operation, begun, call, inputs = std::move(inputs)] {
        const FakeThreads::Lane lane(host->threads);
        crossdock_error error = empty_error();
        const crossdock_status status = call(adapter->self, operation, *inputs, &error);
        if (status != CROSSDOCK_OK) host->operations.forget(operation);
        {
            const std::lock_guard lock(begun->mutex);
            begun->answer = Answer{status, status == CROSSDOCK_OK ? ErrorCopy{} : ErrorCopy::of(&error)};
        }
        host->main_queue.ring();
    });
    return operation;
}

std::uint64_t FakeAdapter::submit(Delivery delivery) {
    auto inputs = std::make_shared<DeliveryInputs>();
    inputs->delivery = std::move(delivery);
    for (const auto& [name, value] : inputs->delivery.headers) inputs->headers.push_back(header(name, value));
    return on_lane(inputs,
                   [sink = sink()](void* self, std::uint64_t operation, DeliveryInputs& in, crossdock_error* error) {
                       in.table.struct_size = sizeof in.table;
                       in.table.attempt = in.delivery.attempt;
                       in.table.operation = operation;
                       in.table.deadline_ms = in.delivery.deadline_ms;
                       in.table.idempotency_key = view(in.delivery.idempotency_key);
                       in.table.content_type = view(in.delivery.content_type);
                       in.table.payload = bytes_view(in.delivery.payload);
                       in.table.headers = in.headers.data();
                       in.table.header_count = in.headers.size();
                       return sink->submit(self, &in.table, error);
                   });
}

std::uint64_t FakeAdapter::submit_check(std::string idempotency_key) {
    auto inputs = std::make_shared<CheckInputs>();
    inputs->key = std::move(idempotency_key);
    return on_lane(inputs,
                   [sink = sink()](void* self, std::uint64_t operation, CheckInputs& in, crossdock_error* error) {
                       return sink->check(self, operation, view(in.key), error);
                   });
}

std::uint64_t FakeAdapter::submit_call(ServiceCall call) {
    auto inputs = std::make_shared<CallInputs>();
    inputs->call = std::move(call);
    return on_lane(inputs,
                   [service = service()](void* self, std::uint64_t operation, CallInputs& in, crossdock_error* error) {
                       in.table.struct_size = sizeof in.table;
                       in.table.attempt = in.call.attempt;
                       in.table.operation = operation;
                       in.table.deadline_ms = in.call.deadline_ms;
                       in.table.name = view(in.call.name);
                       in.table.idempotency_key = view(in.call.idempotency_key);
                       in.table.request = bytes_view(in.call.request);
                       return service->call(self, &in.table, error);
                   });
}

void FakeAdapter::cancel(std::uint64_t operation) {
    host_->operations.mark_cancelled(operation);
    if (const auto* sink = this->sink(); sink != nullptr && sink->cancel != nullptr) sink->cancel(self(), operation);
    if (const auto* service = this->service(); service != nullptr && service->cancel != nullptr)
        service->cancel(self(), operation);
}

bool FakeAdapter::lane_settled() const {
    return std::all_of(begun_.begin(), begun_.end(), [](const auto& operation) {
        const std::lock_guard lock(operation.second->mutex);
        return operation.second->answer.has_value();
    });
}

bool FakeAdapter::settle_lane(std::uint32_t at_most_ms) {
    return run_until([this] { return lane_settled(); }, at_most_ms);
}

void FakeAdapter::wait_for_lane(std::uint32_t at_most_ms) const {
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(at_most_ms);
    while (!lane_settled() && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

Outcome FakeAdapter::finish(std::uint64_t operation, std::uint32_t at_most_ms) {
    const std::shared_ptr<Begun> begun = begun_.at(operation);
    const auto answer = [&] {
        const std::lock_guard lock(begun->mutex);
        return begun->answer;
    };
    run_until(
        [&] {
            const auto said = answer();
            return said && (!said->ok() || host_->operations.outcome(operation));
        },
        at_most_ms);
    const auto said = answer();
    if (said && !said->ok()) return {false, false, said->status, {}, {}, said->error};
    Outcome outcome = host_->operations.outcome(operation).value_or(Outcome{});
    outcome.begun = said.has_value();
    return outcome;
}

}  // namespace crossdock::sdk::testing
