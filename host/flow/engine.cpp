#include "host/flow/engine.hpp"

#include <algorithm>
#include <future>

#include "host/flow/engine_parts.hpp"

namespace crossdock::flow {

namespace {

bool works_on_documents(const Step& step) {
    return !std::holds_alternative<LeaveStep>(step.what) && !std::holds_alternative<JumpStep>(step.what);
}

}  // namespace

Engine::Parts::Parts(EngineOptions given)
    : options(std::move(given)),
      turn(*options.store, *options.clock, options.journal_failed),
      deliveries(
          turn, *options.adapters,
          [this](const DeliveryPointer& delivery, journal::Unit unit) { delivery_arrived(delivery, std::move(unit)); },
          [this](const DeliveryPointer& delivery, const Error& error, journal::Unit unit) {
              delivery_failed(delivery, error, std::move(unit));
          }) {}

Engine::Engine(EngineOptions options) : parts_(std::make_unique<Parts>(std::move(options))) {}

Engine::~Engine() { stop(); }

Status Engine::start(std::shared_ptr<const FlowSet> flows) {
    CROSSDOCK_TRY(parts_->recover(std::move(flows)));
    parts_->turn.start();
    return {};
}

void Engine::stop_waiting() {
    {
        const std::lock_guard lock(parts_->room_mutex);
        parts_->stopped = true;
    }
    parts_->room.notify_all();
}

void Engine::stop() {
    stop_waiting();
    parts_->turn.stop();
}

std::vector<BatchPointer> Engine::publish(const std::shared_ptr<const FlowSet>& flows, std::string_view topic,
                                          const std::vector<PublishedDocument>& documents, journal::Unit& unit) {
    return parts_->create_batches(flows, topic, documents, unit);
}

void Engine::begin(std::vector<BatchPointer> batches) {
    if (batches.empty()) return;
    for (const BatchPointer& batch : batches) parts_->count_in(*batch);
    parts_->turn.post([this, batches = std::move(batches)] {
        for (const BatchPointer& batch : batches) {
            parts_->batches[batch->id] = batch;
            parts_->advance(batch);
        }
    });
}

EntityId Engine::prepare(OutboundPayload payload, journal::Unit& unit, journal::DeliveryPrepared& prepared) {
    return parts_->prepare(std::move(payload), unit, prepared);
}

void Engine::begin_delivery(EntityId delivery, journal::PayloadRef payload, plugins::SharedBytes bytes,
                            journal::DeliveryPrepared prepared) {
    auto live = std::make_shared<LiveDelivery>();
    live->id = delivery;
    live->payload = payload;
    live->bytes = std::move(bytes);
    live->prepared = std::move(prepared);
    parts_->turn.post([this, live] {
        const auto& retries = parts_->current->deployment().config().retries;
        const auto policy = retries.find(live->prepared.retry);
        live->policy = policy == retries.end() ? site::RetryPolicy{} : policy->second;
        parts_->deliveries.begin(live);
    });
}

void Engine::Parts::execute(const BatchPointer& batch, const Step& step, const RunGroup& group) {
    std::visit([&](const auto& what) { run_step(batch, step, what, group); }, step.what);
}

// Runs in step wherever they can: the furthest behind go first, all that stand at the same step together.
void Engine::Parts::advance(const BatchPointer& batch) {
    const auto end = static_cast<StepIndex>(batch->flow->steps.size());
    for (;;) {
        StepIndex at = UINT32_MAX;
        for (const Run& run : batch->runs)
            if (run.state == RunState::ready) at = std::min(at, run.at);
        if (at == UINT32_MAX) break;
        RunGroup group;
        for (Run& run : batch->runs)
            if (run.state == RunState::ready && run.at == at) group.push_back(&run);
        if (at >= end) {
            for (Run* run : group) run->state = RunState::ended;
            continue;
        }
        const Step& step = batch->flow->steps[at];
        if (batch->set_aside && works_on_documents(step)) {
            want_documents(batch);
            break;
        }
        execute(batch, step, group);
    }
    report_ends(batch);
}

void Engine::Parts::report_ends(const BatchPointer& batch) {
    RunGroup ended;
    bool all = true;
    for (Run& run : batch->runs) {
        if (run.state == RunState::ready || run.state == RunState::waiting)
            all = false;
        else if (!run.reported)
            ended.push_back(&run);
    }
    if (ended.empty() && (!all || batches.find(batch->id) == batches.end())) return;
    journal::Unit unit;
    RunGroup finished;
    for (Run* run : ended) {
        run->reported = true;
        if (run->state == RunState::ended) finished.push_back(run);
    }
    if (!finished.empty()) {
        journal::RunsStepped record;
        record.what = journal::RunsStepped::What::finished;
        record.batch = batch->id;
        record.runs = ranges_of(finished);
        unit.records.push_back(journal::make_record(record, finished.front()->id, finished.back()->id));
    }
    if (all) {
        unit.advances.push_back({batch->id, journal::entity_kind::run_batch, 1, true, {}});
        batches.erase(batch->id);
    }
    turn.commit(std::move(unit), [this, batch, ended](const journal::UnitResult&) {
        for (const Run* run : ended) {
            if (options.run_ended && run->state == RunState::ended)
                options.run_ended({run->subject.origin->message, run->subject.id, run->id, run->state, {}});
        }
        count_out(*batch, ended.size());
    });
}

void Engine::Parts::resume(const RunPointer& pointer) {
    Run& run = pointer.run();
    if (run.state != RunState::waiting) return;
    run.state = RunState::ready;
    ++run.at;
    advance(pointer.batch);
}

const RecordedEffect* Engine::Parts::recorded(const Run& run, const Step& step, journal::RunsStepped::What what) {
    const auto found = run.recorded.find(step.path);
    return found == run.recorded.end() || found->second.what != what ? nullptr : &found->second;
}

bool Engine::busy() const { return parts_->deliveries.under_way() != 0 || parts_->turn.busy(); }

namespace {

template <typename Answer>
using Told = std::function<void(Answer)>;

// Called on any thread but the turn's own: runs `begin` there and waits for what it tells, then or later. What the turn
// thread drops, because it has stopped or the journal has failed, is answered as `host.stopping`.
template <typename Answer>
Answer run_and_wait(TurnThread& turn, std::function<Status(const Told<Answer>&)> begin) {
    // Shared, since the waiting side may be gone before the answering one has left the promise.
    auto promise = std::make_shared<std::promise<Answer>>();
    auto answered = promise->get_future();
    turn.post([begin = std::move(begin), promise = std::move(promise)] {
        const Told<Answer> told = [promise](Answer answer) { promise->set_value(std::move(answer)); };
        if (Status begun = begin(told); !begun.ok()) told(std::move(begun).error());
    });
    try {
        return answered.get();
    } catch (const std::future_error&) {
        return Error{"host.stopping", ErrorClass::retry,
                     "the host stopped before this was done; when it runs again, see whether there is still a need"};
    }
}

}  // namespace

Result<EntityId> Engine::resend(EntityId delivery) {
    using Answer = Result<EntityId>;
    return run_and_wait<Answer>(parts_->turn, [parts = parts_.get(), delivery](const Told<Answer>& told) {
        return parts->resend(delivery, told);
    });
}

Result<std::string> Engine::retry(const RetryRequest& request) {
    using Answer = Result<std::string>;
    return run_and_wait<Answer>(parts_->turn, [parts = parts_.get(), request](const Told<Answer>& told) {
        return parts->retry(request, told, Parts::retries_max);
    });
}

Status Engine::discard(EntityId exception, const std::string& who, const std::string& why) {
    return run_and_wait<Status>(parts_->turn, [parts = parts_.get(), exception, who, why](const Told<Status>& told) {
        return parts->discard(exception, who, why, told);
    });
}

}  // namespace crossdock::flow
