// The inside of the engine, shared by the files that implement its steps. Everything here runs on the turn thread
// unless it says otherwise.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "host/flow/deliveries.hpp"
#include "host/flow/engine.hpp"
#include "host/flow/turn.hpp"

namespace crossdock::flow {

using RunGroup = std::vector<Run*>;  // runs of one batch, by id

class Engine::Parts {
public:
    using Told = std::function<void(Status)>;

    explicit Parts(EngineOptions options);

    // engine.cpp: the life of a batch.
    void advance(const BatchPointer& batch);
    void execute(const BatchPointer& batch, const Step& step, const RunGroup& group);
    void report_ends(const BatchPointer& batch);
    void resume(const RunPointer& pointer);  // a waiting run goes on at its next step
    [[nodiscard]] static const RecordedEffect* recorded(const Run& run, const Step& step,
                                                        journal::RunsStepped::What what);

    // Any other thread: runs `begin` on the turn thread and waits until it has told how it ended, or failed. Error
    // `host.stopping` when the turn thread drops it.
    Status run_and_wait(std::function<Status(const Told&)> begin);

    // step_publish.cpp. create_batches may be called from any thread.
    std::vector<BatchPointer> create_batches(const std::shared_ptr<const FlowSet>& flows, std::string_view topic,
                                             std::span<const PublishedDocument> documents, journal::Unit& unit);
    void adopt(const BatchPointer& batch);

    // step_*.cpp: one for each kind of step. Each run of the group is ready, waiting, ended or parked afterwards.
    void run_step(const BatchPointer& batch, const Step& step, const OnceStep& what, const RunGroup& group);
    void run_step(const BatchPointer& batch, const Step& step, const ValidateStep& what, const RunGroup& group);
    void run_step(const BatchPointer& batch, const Step& step, const MapStep& what, const RunGroup& group);
    void run_step(const BatchPointer& batch, const Step& step, const CallStep& what, const RunGroup& group);
    void run_step(const BatchPointer& batch, const Step& step, const ChooseStep& what, const RunGroup& group);
    void run_step(const BatchPointer& batch, const Step& step, const JumpStep& what, const RunGroup& group);
    void run_step(const BatchPointer& batch, const Step& step, const PublishStep& what, const RunGroup& group);
    void run_step(const BatchPointer& batch, const Step& step, const SendStep& what, const RunGroup& group);
    void run_step(const BatchPointer& batch, const Step& step, const EnterStep& what, const RunGroup& group);
    void run_step(const BatchPointer& batch, const Step& step, const LeaveStep& what, const RunGroup& group);
    void run_step(const BatchPointer& batch, const Step& step, const ParkStep& what, const RunGroup& group);

    // The document that `map` makes of `source`, or `source` itself when `map` is null.
    Result<std::shared_ptr<const Document>> mapped(const Batch& batch, const Run& run, const mapping::Map* map,
                                                   const std::shared_ptr<const Document>& source);
    void once_answered(const BatchPointer& batch, const Step& step, std::size_t index,
                       const journal::UnitResult& result);
    void call_answered(const RunPointer& pointer, const Step& step, const CallStep& what, std::int64_t begun_ms,
                       plugins::Outcome outcome);
    void call(const RunPointer& pointer, const Step& step, const CallStep& what, const std::string& request);
    void take_answer(Run& run, const Batch& batch, const CallStep& what, const std::string& json);

    // step_send.cpp
    void send_together(const BatchPointer& batch, const Step& step, const SendStep& what, const RunGroup& group);
    Result<OutboundPayload> encode_group(const BatchPointer& batch, const Step& step, const SendStep& what,
                                         RunGroup& group);
    Result<plugins::FormatClient*> format(const std::string& adapter);
    // outbound.cpp; any thread.
    Status resend(EntityId delivery, Told done);
    EntityId prepare(OutboundPayload payload, journal::Unit& unit, journal::DeliveryPrepared& prepared);

    // parking.cpp
    void park(const BatchPointer& batch, Run& run, const Step* step, const Error& error);
    void delivery_arrived(const DeliveryPointer& delivery);
    void delivery_failed(const DeliveryPointer& delivery, const Error& error);
    Status retry(EntityId exception, const std::string& who, const std::string& why, const std::string& input,
                 Told done);
    Status discard(EntityId exception, const std::string& who, const std::string& why, Told done);
    Status retry_runs(const journal::ExceptionParked& parked, journal::Unit& unit,
                      std::vector<std::pair<EntityId, journal::RunsCreated>>& again, std::optional<EntityId>& delivery);
    Result<journal::ExceptionParked> find_exception(EntityId exception, journal::LiveEntity& live);

    // recovery.cpp
    Status recover(const std::shared_ptr<const FlowSet>& flows);
    Result<BatchPointer> load_batch(EntityId id, const journal::RunsCreated& created);
    Status load_run(Batch& batch, Run& run, EntityId document,
                    std::map<EntityId, std::shared_ptr<const DocumentOrigin>>& origins);
    Result<journal::RunsCreated> find_creation(EntityId run);
    Result<DeliveryPointer> load_delivery(EntityId id, std::uint32_t version, const DeliveryState& state);
    Result<std::shared_ptr<const FlowSet>> flows_of(const std::string& deployment);

    // step_order.cpp
    void leave_order(const BatchPointer& batch, Run& run, bool holds);

    EngineOptions options;
    TurnThread turn;
    Deliveries deliveries;
    std::shared_ptr<const FlowSet> current;
    std::map<std::string, std::unique_ptr<plugins::FormatClient>> formats;
    std::map<std::string, std::deque<RunPointer>> order_queues;  // by flow, block and key; the front is inside
    std::set<std::string> held_keys;                             // by an exception
    std::map<EntityId, BatchPointer> batches;

    mutable std::mutex room_mutex;
    std::condition_variable room;
    std::size_t active = 0;
    bool stopped = false;
};

}  // namespace crossdock::flow
