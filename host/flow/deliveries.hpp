// Deliveries: bytes that are durable and on their way to a sink, tried until they arrive or a person has to look.
#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "host/flow/run.hpp"
#include "host/flow/turn.hpp"
#include "host/plugins/adapter_host.hpp"

namespace crossdock::flow {

struct LiveDelivery {
    EntityId id = 0;
    std::uint32_t version = 1;
    journal::DeliveryPrepared prepared;
    journal::PayloadRef payload;
    plugins::SharedBytes bytes;  // null while it is not needed
    std::uint32_t attempt = 0;   // made so far
    std::int64_t begun_ms = 0;   // of the attempt under way, steady
    site::RetryPolicy policy;
    enum class Stage : std::uint8_t { queued, under_way, put_off, ended } stage = Stage::queued;
    std::vector<RunPointer> waiting;  // runs that go on once it has arrived, or look at its end
};

using DeliveryPointer = std::shared_ptr<LiveDelivery>;

// The state of a live delivery in the journal.
struct DeliveryState {
    std::uint32_t attempt = 0;
    WallTimeMs next_at_ms = 0;
    [[nodiscard]] std::string encode() const;
    static DeliveryState decode(std::string_view text);
};

// Lives on the turn thread, but for the adapters' answers, which it takes there. An adapter has a bounded number of
// deliveries under way; the others wait here in order.
class Deliveries {
public:
    // Both are given the unit that closes the delivery, add what belongs to its end, commit it, and once it is durable
    // call `forget`.
    using Arrived = std::function<void(const DeliveryPointer&, journal::Unit)>;
    using Failed = std::function<void(const DeliveryPointer&, const Error&, journal::Unit)>;

    Deliveries(TurnThread& turn, plugins::AdapterHost& adapters, Arrived arrived, Failed failed);

    // Takes a delivery that is durable; its first attempt comes after `delay_ms`.
    void begin(const DeliveryPointer& delivery, std::int64_t delay_ms = 0);
    // The one with that id that is live, or whose end is not durable yet; or null.
    [[nodiscard]] DeliveryPointer find(EntityId id) const;
    void forget(const DeliveryPointer& delivery);
    // Whether it waits for its next attempt, or for an answer or behind others while its adapter's last answer was a
    // failure.
    [[nodiscard]] bool is_put_off(const LiveDelivery& delivery) const;
    // Any thread: how many attempts wait for an adapter's answer.
    [[nodiscard]] std::size_t under_way() const { return under_way_; }

private:
    void next(const std::string& adapter);
    void enqueue_after(std::int64_t delay_ms, const DeliveryPointer& delivery);
    void attempt(const DeliveryPointer& delivery);
    void answered(const DeliveryPointer& delivery, const plugins::Outcome& outcome);

    struct Queue {
        std::deque<DeliveryPointer> waiting;
        std::uint32_t under_way = 0;
        bool failing = false;  // the last attempt that ended may be tried again
    };

    TurnThread& turn_;
    plugins::AdapterHost& adapters_;
    Arrived arrived_;
    Failed failed_;
    std::map<EntityId, DeliveryPointer> live_;
    std::map<std::string, Queue> queues_;
    std::atomic<std::size_t> under_way_{0};
};

}  // namespace crossdock::flow
