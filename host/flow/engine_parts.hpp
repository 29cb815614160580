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
    explicit Parts(EngineOptions options);

    // engine.cpp: the life of a batch.
    void advance(const BatchPointer& batch);
    void execute(const BatchPointer& batch, const Step& step, const RunGroup& group);
    void report_ends(const BatchPointer& batch);
    void resume(const RunPointer& pointer);  // a waiting run goes on at its next step
    [[nodiscard]] static const RecordedEffect* recorded(const Run& run, const Step& step,
                                                        journal::RunsStepped::What what);

    // room.cpp: how many runs are in memory with their documents.
    void count_in(Batch& batch);  // any thread
    void count_out(Batch& batch, std::size_t ended);
    [[nodiscard]] bool has_room() const;  // with room_mutex held
    void make_room();
    [[nodiscard]] bool waits_long(const Batch& batch, const Run& run) const;
    void set_aside(Batch& batch);
    void want_documents(const BatchPointer& batch);  // one that is set aside: it goes on once it has them
    void load_wanted();
    Status load_again(const BatchPointer& batch);
    void make_documents_again(const BatchPointer& batch, Run& run);

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

    // The document that `map` makes of `source`, in `made`, which it replaces; or `source` itself when `map` is null.
    static Result<const Document*> mapped_into(Document& made, const Run& run, const mapping::Map* map,
                                               const Document& source);
    void once_answered(const BatchPointer& batch, const Step& step, std::size_t index,
                       const journal::UnitResult& result);
    struct CallUnderWay;
    void call(const std::shared_ptr<CallUnderWay>& call);
    void call_ended(const std::shared_ptr<CallUnderWay>& call, const plugins::Outcome& outcome);
    void call_answered(CallUnderWay& call, const plugins::Outcome& outcome, std::int64_t duration_ms);
    void take_answer(Run& run, const Batch& batch, const CallStep& what, const std::string& json);

    // step_send.cpp
    void send_together(const BatchPointer& batch, const Step& step, const SendStep& what, const RunGroup& group);
    Result<OutboundPayload> encode_group(const BatchPointer& batch, const Step& step, const SendStep& what,
                                         RunGroup& group);
    Result<plugins::FormatClient*> format(const std::string& adapter);
    // outbound.cpp; any thread.
    Status resend(EntityId delivery, const std::function<void(Result<EntityId>)>& done);
    EntityId prepare(OutboundPayload payload, journal::Unit& unit, journal::DeliveryPrepared& prepared);

    // parking.cpp
    // Whether the run stands in an in-order block whose others wait while it is parked.
    static bool holds_on_park(const Batch& batch, const Run& run);
    void park(const BatchPointer& batch, Run& run, const Step* step, const Error& error);
    void tell_parked(const Run& run, const std::string& why) const;  // once that is durable
    void park_unrunnable(const BatchPointer& batch, const journal::RunsCreated& created, const Error& why);
    void delivery_arrived(const DeliveryPointer& delivery, journal::Unit unit);
    void delivery_failed(const DeliveryPointer& delivery, const Error& error, journal::Unit unit);
    void delivery_closed(const DeliveryPointer& delivery);

    // sent_before.cpp
    struct DeliveryEnd {
        bool delivered = false;
        std::string why;         // of the last attempt that failed
        EntityId parked_as = 0;  // the last exception of it; 0: none
    };
    Result<DeliveryEnd> read_end(EntityId delivery);
    void pass_sent(const BatchPointer& batch, const Step& step, const RunGroup& group, EntityId delivery);
    void park_with(const BatchPointer& batch, const RunGroup& group, journal::ExceptionParked parked,
                   std::uint32_t version);
    void look_again(const std::vector<RunPointer>& waiting);  // those that wait are at the same step once more

    // decisions.cpp
    static constexpr int retries_max = 200;  // while another part of the message is read again
    using Retried = std::function<void(Result<std::string>)>;
    Status retry(const RetryRequest& request, const Retried& done, int tries_left);
    Status discard(EntityId exception, const std::string& who, const std::string& why,
                   const std::function<void(Status)>& done);
    struct RetryPlan {
        journal::Unit unit;
        std::vector<std::pair<EntityId, journal::RunsCreated>> batches;
        std::optional<EntityId> delivery;
        std::function<void()> after;  // intake's part
        std::string text;
    };
    Status plan_runs(const RetryRequest& request, const journal::ExceptionParked& parked, RetryPlan& plan);
    struct RunPast;
    // New batches for runs that began together.
    Status plan_batches(const RetryRequest& request, const journal::ExceptionParked& parked,
                        const std::vector<RunPast>& pasts, RetryPlan& plan);
    Result<journal::ExceptionParked> find_exception(EntityId exception, journal::LiveEntity& live);

    // edited_document.cpp
    // What a person wrote, as documents are kept.
    Result<std::string> canonical_text(const std::string& input) const;
    Result<std::string> find_type_of(EntityId document);
    // Refuses what is not valid as the type of the run's document (`exception.invalid-input`); adds its keys to the
    // unit.
    Status take_edited(const std::string& input, EntityId document, const std::string& deployment_digest,
                       journal::Unit& unit);

    // retry_deployment.cpp
    struct RunPast {
        EntityId run = 0;
        std::shared_ptr<const journal::RunsCreated> began;                        // the last time
        EntityId parked_as = 0;                                                   // the exception; 0: it is not parked
        std::vector<std::pair<std::string, journal::RunsStepped::What>> effects;  // by step
    };
    Result<std::vector<RunPast>> read_pasts(journal::IdRange runs);
    struct ChosenDeployment {
        std::string digest;
        std::string version;  // of the flow
        std::string text;
    };
    Result<ChosenDeployment> choose_deployment(RetryRequest::With with, const journal::RunsCreated& created,
                                               const std::string& parked_step, const std::vector<RunPast>& pasts);

    // recovery.cpp
    Status recover(std::shared_ptr<const FlowSet> flows);
    void take_up_batches();
    Status take_up(const journal::LiveEntity& live);
    Result<BatchPointer> load_batch(EntityId id, const journal::RunsCreated& created);
    Status load_runs(Batch& batch, const journal::RunsCreated& created);
    Result<std::vector<std::string>> load_documents(Batch& batch, journal::IdRange documents);
    Status load_effects(Batch& batch, journal::IdRange runs, std::vector<std::string>& texts);
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
    std::deque<journal::LiveEntity> to_take_up;  // batches of an earlier host
    // What is set aside and has a run that could go on, and since when (steady).
    std::map<EntityId, std::pair<BatchPointer, std::int64_t>> wanting_documents;

    mutable std::mutex room_mutex;
    std::condition_variable room;
    std::size_t active = 0;
    std::size_t aside = 0;
    bool taken_up = false;  // every batch of an earlier host
    bool stopped = false;
};

}  // namespace crossdock::flow
