#include "host/flow/deliveries.hpp"

#include <fmt/format.h>

#include "host/base/binary.hpp"
#include "host/flow/jitter.hpp"

namespace crossdock::flow {

namespace {

constexpr std::uint32_t under_way_max = 64;  // of one adapter

}  // namespace

std::string DeliveryState::encode() const {
    std::string text;
    ByteWriter writer(text);
    writer.varint(attempt);
    writer.varint(static_cast<std::uint64_t>(next_at_ms));
    return text;
}

DeliveryState DeliveryState::decode(std::string_view text) {
    ByteReader reader(as_bytes(text));
    DeliveryState state;
    state.attempt = static_cast<std::uint32_t>(reader.varint());
    state.next_at_ms = static_cast<WallTimeMs>(reader.varint());
    return state;
}

Deliveries::Deliveries(TurnThread& turn, plugins::AdapterHost& adapters, Arrived arrived, Failed failed)
    : turn_(turn), adapters_(adapters), arrived_(std::move(arrived)), failed_(std::move(failed)) {}

DeliveryPointer Deliveries::find(EntityId id) const {
    const auto found = live_.find(id);
    return found == live_.end() ? nullptr : found->second;
}

bool Deliveries::is_put_off(const LiveDelivery& delivery) const {
    if (delivery.stage == LiveDelivery::Stage::put_off) return true;
    if (delivery.stage == LiveDelivery::Stage::ended) return false;
    const auto queue = queues_.find(delivery.prepared.adapter);
    return queue != queues_.end() && queue->second.failing;
}

void Deliveries::begin(const DeliveryPointer& delivery, std::int64_t delay_ms) {
    live_[delivery->id] = delivery;
    if (delay_ms > 0) return enqueue_after(delay_ms, delivery);
    queues_[delivery->prepared.adapter].waiting.push_back(delivery);
    next(delivery->prepared.adapter);
}

void Deliveries::enqueue_after(std::int64_t delay_ms, const DeliveryPointer& delivery) {
    delivery->stage = LiveDelivery::Stage::put_off;
    turn_.post_after(delay_ms, [this, delivery] {
        delivery->stage = LiveDelivery::Stage::queued;
        queues_[delivery->prepared.adapter].waiting.push_back(delivery);
        next(delivery->prepared.adapter);
    });
}

void Deliveries::next(const std::string& adapter) {
    Queue& queue = queues_[adapter];
    while (!queue.waiting.empty() && queue.under_way < under_way_max) {
        DeliveryPointer delivery = std::move(queue.waiting.front());
        queue.waiting.pop_front();
        ++queue.under_way;
        ++under_way_;
        attempt(delivery);
    }
}

void Deliveries::attempt(const DeliveryPointer& delivery) {
    delivery->stage = LiveDelivery::Stage::under_way;
    ++delivery->attempt;
    delivery->begun_ms = turn_.clock().steady_ms();
    if (delivery->bytes == nullptr) {
        auto read = turn_.store().read_payload(delivery->payload, 0, delivery->payload.size);
        if (!read.ok()) {
            turn_.post([this, delivery, error = read.error()] { answered(delivery, {error, {}, {}}); });
            return;
        }
        delivery->bytes = std::make_shared<const std::string>(std::move(read).value());
    }
    plugins::Delivery out;
    out.idempotency_key = delivery->prepared.idempotency_key;
    out.content_type = delivery->prepared.content_type;
    out.headers = delivery->prepared.headers;
    out.payload = delivery->bytes;
    out.attempt = delivery->attempt;
    adapters_.submit(delivery->prepared.adapter, std::move(out), [this, delivery](plugins::Outcome outcome) {
        auto kept = std::make_shared<plugins::Outcome>(std::move(outcome));
        turn_.post([this, delivery, kept] { answered(delivery, *kept); });
    });
}

void Deliveries::answered(const DeliveryPointer& delivery, const plugins::Outcome& outcome) {
    Queue& queue = queues_[delivery->prepared.adapter];
    --queue.under_way;
    --under_way_;
    queue.failing = false;
    delivery->stage = LiveDelivery::Stage::ended;
    journal::DeliveryAttempted record;
    record.attempt = delivery->attempt;
    record.delivered = outcome.status.ok();
    record.reference = outcome.reference;
    record.duration_ms = turn_.clock().steady_ms() - delivery->begun_ms;
    journal::Advance advance{delivery->id, journal::entity_kind::delivery, delivery->version, true, {}};
    journal::Unit unit;
    if (outcome.status.ok()) {
        unit.records.push_back(journal::make_record(record, delivery->id));
        unit.advances.push_back(std::move(advance));
        arrived_(delivery, std::move(unit));
        next(delivery->prepared.adapter);
        return;
    }
    const Error& error = outcome.status.error();
    record.error_class = static_cast<std::uint32_t>(error.error_class);
    record.code = error.code;
    record.text = error.text;
    queue.failing = error.error_class == ErrorClass::retry || error.error_class == ErrorClass::retry_after;
    const bool again = queue.failing && delivery->attempt < delivery->policy.attempts;
    if (again) {
        std::int64_t delay_ms = delivery->policy.delay_ms(delivery->attempt + 1, random_share());
        if (error.error_class == ErrorClass::retry_after)
            delay_ms = std::max<std::int64_t>(delay_ms, error.retry_after_ms);
        record.next_at_ms = turn_.clock().wall_ms() + delay_ms;
        advance.closed = false;
        advance.state = DeliveryState{delivery->attempt, record.next_at_ms}.encode();
        ++delivery->version;
        delivery->bytes.reset();
        enqueue_after(delay_ms, delivery);
    }
    unit.records.push_back(journal::make_record(record, delivery->id));
    unit.advances.push_back(std::move(advance));
    if (again)
        turn_.commit(std::move(unit), {});
    else
        failed_(delivery, error, std::move(unit));
    next(delivery->prepared.adapter);
}

void Deliveries::forget(const DeliveryPointer& delivery) { live_.erase(delivery->id); }

}  // namespace crossdock::flow
