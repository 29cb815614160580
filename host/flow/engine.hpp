// The flow engine: durable runs of flows over published documents.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "host/flow/run.hpp"
#include "host/plugins/adapter_host.hpp"

namespace crossdock::flow {

// How a run ended, for whoever waits for a reply.
struct RunEnd {
    EntityId message = 0;
    EntityId document = 0;
    EntityId run = 0;
    RunState state = RunState::ended;
    std::string text;  // of a parked run: why
};

// An outbound payload with its control numbers still open, ready to be committed as a delivery.
struct OutboundPayload {
    plugins::Encoded encoded;
    const partner::Agreement* agreement = nullptr;  // whose sequences fill the slots; null: it has no slots
    journal::DeliveryPrepared prepared;
};

// The state of a live expectation in the journal.
struct ExpectationState {
    EntityId delivery = 0;
    WallTimeMs expected_by_ms = 0;
    [[nodiscard]] std::string encode() const;
    static ExpectationState decode(std::string_view text);
};

// What a person wants done with an exception.
struct RetryRequest {
    // Which deployment a run goes on with: the present one where it has the steps that the run has taken, else the one
    // that the run has; or one of the two and no other.
    enum class With { present_if_it_fits, present, original };
    EntityId exception = 0;
    std::string who;
    std::string why;
    std::string input;  // replaces the run's document and must be valid as its type; empty: as it is
    With with = With::present_if_it_fits;
    bool accept_conflict = false;  // the run passes the `once` whose key another run has
};

struct EngineOptions {
    journal::Store* store = nullptr;  // all borrowed
    plugins::AdapterHost* adapters = nullptr;
    const Clock* clock = nullptr;
    std::uint32_t active_runs_max = 2'000;  // each holds its documents in memory; beyond it `wait_for_room` waits
    // Runs that wait for a sink that is down give up their documents and are not active; about 3 KiB each.
    std::uint32_t set_aside_runs_max = 100'000;
    // A deployment by its digest, for runs that began with another than today's.
    std::function<Result<std::shared_ptr<const FlowSet>>(const std::string& digest)> deployment;
    std::function<void(const RunEnd&)> run_ended;      // on the engine's thread
    std::function<void(const Error&)> journal_failed;  // on the engine's thread; the host must stop
    // A person decided to try a parked message or transaction again: intake adds to the unit what makes that durable,
    // and answers what to do once it is.
    std::function<Result<std::function<void()>>(const journal::ExceptionParked&, journal::Unit&)> retry_intake;
};

// One thread runs all flows; see TurnThread. `publish` and the public functions may be called from any thread.
// Pure steps are computed again after a crash, from the deployment that the run is pinned to; a step with an effect
// is recorded before it is done, with a key made from run and step.
class Engine {
public:
    explicit Engine(EngineOptions options);
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    // Begins the thread and takes up every run and delivery that the journal says is live.
    Status start(std::shared_ptr<const FlowSet> flows);
    // Runs what is under way to a point that the journal knows, and joins.
    void stop();

    // Adds to `unit` what creates the runs of every subscriber to `topic`. The batches begin with `begin`, once the
    // unit is durable. Empty when nobody subscribes.
    std::vector<BatchPointer> publish(const std::shared_ptr<const FlowSet>& flows, std::string_view topic,
                                      const std::vector<PublishedDocument>& documents, journal::Unit& unit);
    void begin(std::vector<BatchPointer> batches);

    // Adds to `unit` what makes `payload` a durable delivery, and answers its id; `prepared` is what was recorded of
    // it. It begins with `begin_delivery`, once the unit is durable, with the payload as the unit's result gives it;
    // `bytes` may be null, and are then read from the journal.
    EntityId prepare(OutboundPayload payload, journal::Unit& unit, journal::DeliveryPrepared& prepared);
    void begin_delivery(EntityId delivery, journal::PayloadRef payload, plugins::SharedBytes bytes,
                        journal::DeliveryPrepared prepared);

    // Blocks while too many runs are active, or those of the journal are not all taken up. Where room is wanted,
    // batches that can only wait for long are set aside. False after `stop_waiting` or `stop`: nothing more should
    // begin.
    bool wait_for_room();
    void stop_waiting();

    // What a person decided about an exception; waits for the commit. Error `exception.unknown` when there is none, or
    // not any more. A retry answers what was done, in words, or why it cannot be, and then nothing has changed.
    Result<std::string> retry(const RetryRequest& request);
    Status discard(EntityId exception, const std::string& who, const std::string& why);

    // Delivers again, under a new id and key, the bytes of a delivery that has arrived or was given up. Waits for the
    // commit, and answers the new id. Error `delivery.unknown`.
    Result<EntityId> resend(EntityId delivery);

    [[nodiscard]] std::size_t active_runs() const;
    [[nodiscard]] std::size_t runs_set_aside() const;
    // Whether a run works or a delivery is being attempted right now.
    [[nodiscard]] bool busy() const;

private:
    class Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace crossdock::flow
