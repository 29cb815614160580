// Exceptions: what cannot go on waits for a person, with its reason, its input and the step.
#include <fmt/format.h>

#include <algorithm>

#include "host/base/error_text.hpp"
#include "host/document/json.hpp"
#include "host/flow/engine_parts.hpp"

namespace crossdock::flow {

namespace {

// Whether the run stands in an in-order block whose others wait while it is parked.
bool holds_on_park(const Batch& batch, const Run& run) {
    if (run.order_key.empty()) return false;
    return std::any_of(batch.flow->steps.begin(), batch.flow->steps.end(), [&](const Step& step) {
        const auto* enter = std::get_if<EnterStep>(&step.what);
        return enter != nullptr && enter->hold_on_park && &step < &batch.flow->steps[run.at] && run.at <= enter->leave;
    });
}

}  // namespace

void Engine::Parts::park(const BatchPointer& batch, Run& run, const Step* step, const Error& error) {
    journal::ExceptionParked parked;
    parked.subject = journal::ExceptionParked::Subject::run;
    parked.parked = run.id;
    parked.message = run.subject.origin->message;
    parked.document = run.subject.id;
    parked.partner = run.subject.origin->partner;
    parked.flow = batch->flow->name;
    parked.deployment = batch->deployment().digest();
    parked.step = step == nullptr ? std::string() : step->path;
    parked.code = error.code;
    parked.error_class = static_cast<std::uint32_t>(error.error_class);
    parked.text = text_with_causes(error);
    parked.position = step == nullptr ? describe(error.position) : describe(step->position);
    parked.input = to_json(*run.subject.document);
    const bool holds = holds_on_park(*batch, run);
    if (holds) parked.order_keys.push_back(run.order_key);
    const EntityId exception = options.store->allocate_ids(1);
    parked.exception = exception;
    journal::RunsStepped stepped;
    stepped.what = journal::RunsStepped::What::parked;
    stepped.step = parked.step;
    stepped.batch = batch->id;
    stepped.runs = {{run.id, run.id}};
    stepped.other = exception;
    stepped.detail = error.text;
    journal::Unit unit;
    unit.records.push_back(journal::make_record(parked, exception));
    unit.records.push_back(journal::make_record(stepped, run.id));
    unit.advances.push_back({exception, journal::entity_kind::exception, 0, false, {}});
    turn.commit(std::move(unit), [this, batch, &run, text = error.text](const journal::UnitResult&) {
        if (options.run_ended)
            options.run_ended({run.subject.origin->message, run.subject.id, run.id, RunState::parked, text});
    });
    run.state = RunState::parked;
    leave_order(batch, run, holds);
}

void Engine::Parts::delivery_arrived(const DeliveryPointer& delivery) {
    std::set<BatchPointer> touched;
    for (const RunPointer& pointer : delivery->waiting) {
        Run& run = pointer.run();
        if (run.state != RunState::waiting) continue;
        run.state = RunState::ready;
        ++run.at;
        touched.insert(pointer.batch);
    }
    delivery->waiting.clear();
    for (const BatchPointer& batch : touched) advance(batch);
}

// The delivery is parked as one exception; the runs that waited for it are parked with it and go on when it is retried.
void Engine::Parts::delivery_failed(const DeliveryPointer& delivery, const Error& error) {
    const EntityId exception = options.store->allocate_ids(1);
    journal::ExceptionParked parked;
    parked.subject = journal::ExceptionParked::Subject::delivery;
    parked.exception = exception;
    parked.parked = delivery->id;
    parked.message = delivery->prepared.message;
    parked.partner = delivery->prepared.partner;
    parked.step = delivery->prepared.step;
    parked.code = error.code;
    parked.error_class = static_cast<std::uint32_t>(error.error_class);
    parked.text = fmt::format("to {}: {}", delivery->prepared.adapter, text_with_causes(error));
    std::set<BatchPointer> touched;
    journal::Unit unit;
    for (const RunPointer& pointer : delivery->waiting) {
        Run& run = pointer.run();
        if (run.state != RunState::waiting) continue;
        run.state = RunState::parked;
        parked.flow = pointer.batch->flow->name;
        parked.deployment = pointer.batch->deployment().digest();
        parked.message = run.subject.origin->message;
        parked.document = run.subject.id;
        journal::RunsStepped stepped;
        stepped.what = journal::RunsStepped::What::parked;
        stepped.step = delivery->prepared.step;
        stepped.batch = pointer.batch->id;
        stepped.runs = {{run.id, run.id}};
        stepped.other = exception;
        stepped.detail = parked.text;
        unit.records.push_back(journal::make_record(stepped, run.id));
        const bool holds = holds_on_park(*pointer.batch, run);
        if (holds) parked.order_keys.push_back(run.order_key);
        leave_order(pointer.batch, run, holds);
        touched.insert(pointer.batch);
    }
    delivery->waiting.clear();
    unit.records.push_back(journal::make_record(parked, exception));
    unit.records.push_back(journal::make_record(parked, delivery->id));
    unit.advances.push_back({exception, journal::entity_kind::exception, 0, false, {}});
    turn.commit(std::move(unit), {});
    for (const BatchPointer& batch : touched) advance(batch);
}

Result<journal::ExceptionParked> Engine::Parts::find_exception(EntityId exception, journal::LiveEntity& live) {
    auto found = options.store->find_live(exception);
    if (!found || found->kind != journal::entity_kind::exception)
        return Error{"exception.unknown", ErrorClass::permanent,
                     fmt::format("there is no open exception {}; 'crossdock exceptions list' shows them",
                                 show_exception(exception))};
    live = *found;
    CROSSDOCK_TRY_ASSIGN(const journal::StoredUnit unit, options.store->unit_at(live.position));
    for (const journal::Record& record : unit.records)
        if (record.kind == static_cast<std::uint16_t>(journal::RecordKind::exception_parked) &&
            record.first_entity == exception)
            return journal::read_record<journal::ExceptionParked>(record);
    return Error{"journal.record", ErrorClass::needs_person,
                 fmt::format("the record of {} is missing; run 'crossdock journal verify'", show_exception(exception))};
}

Status Engine::Parts::discard(EntityId exception, const std::string& who, const std::string& why,
                              std::function<void(Status)> done) {
    journal::LiveEntity live;
    CROSSDOCK_TRY_ASSIGN(const journal::ExceptionParked parked, find_exception(exception, live));
    const journal::ExceptionResolved resolved{"discard", who, why, {}, exception, parked.parked};
    journal::Unit unit;
    unit.records.push_back(journal::make_record(resolved, exception));
    unit.records.push_back(journal::make_record(resolved, parked.parked));
    unit.advances.push_back({exception, journal::entity_kind::exception, live.version, true, {}});
    turn.commit(std::move(unit), [this, parked, done](const journal::UnitResult& result) {
        for (const std::string& key : parked.order_keys) {
            if (!result.applied || held_keys.erase(key) == 0) continue;
            const auto queue = order_queues.find(key);
            if (queue != order_queues.end() && !queue->second.empty()) resume(queue->second.front());
        }
        done(result.applied ? Status{}
                            : Status{Error{"exception.unknown", ErrorClass::permanent,
                                           "somebody else resolved it in the meantime"}});
    });
    return {};
}

Status Engine::Parts::retry(EntityId exception, const std::string& who, const std::string& why,
                            const std::string& input, std::function<void(Status)> done) {
    using Subject = journal::ExceptionParked::Subject;
    journal::LiveEntity live;
    CROSSDOCK_TRY_ASSIGN(const journal::ExceptionParked parked, find_exception(exception, live));
    if (!input.empty() && parked.subject != Subject::run)
        return Error{"exception.no-input", ErrorClass::permanent,
                     "only a run's document can be edited; let the partner send the message again"};
    if (!input.empty()) {
        Document edited(current->deployment().names());
        CROSSDOCK_TRY(read_json(input, "the edited document", edited));
    }
    const journal::ExceptionResolved resolved{"retry", who, why, input, exception, parked.parked};
    journal::Unit unit;
    unit.records.push_back(journal::make_record(resolved, exception));
    unit.records.push_back(journal::make_record(resolved, parked.parked));
    unit.advances.push_back({exception, journal::entity_kind::exception, live.version, true, {}});
    std::vector<std::pair<EntityId, journal::RunsCreated>> again;
    std::optional<EntityId> delivery;
    std::function<void()> after;
    if (parked.subject == Subject::message || parked.subject == Subject::transaction) {
        CROSSDOCK_TRY_ASSIGN(after, options.retry_intake(parked, unit));
    } else {
        CROSSDOCK_TRY(retry_runs(parked, unit, again, delivery));
    }
    turn.commit(std::move(unit), [this, again, delivery, after, done](const journal::UnitResult& result) {
        if (!result.applied)
            return done(Error{"exception.unknown", ErrorClass::permanent, "somebody else resolved it in the meantime"});
        if (after) after();
        if (delivery) {
            auto loaded = load_delivery(*delivery, 1, {});
            if (!loaded.ok()) return done(loaded.error());
            deliveries.begin(loaded.value());
        }
        for (const auto& [batch, created] : again) {
            auto loaded = load_batch(batch, created);
            if (!loaded.ok()) return done(loaded.error());
            adopt(loaded.value());
        }
        done({});
    });
    return {};
}

// A new batch for the runs, and, when it was the delivery that failed, the delivery again as it was.
Status Engine::Parts::retry_runs(const journal::ExceptionParked& parked, journal::Unit& unit,
                                 std::vector<std::pair<EntityId, journal::RunsCreated>>& again,
                                 std::optional<EntityId>& delivery) {
    std::vector<journal::IdRange> runs;
    if (parked.subject == journal::ExceptionParked::Subject::delivery) {
        CROSSDOCK_TRY_ASSIGN(const DeliveryPointer failed, load_delivery(parked.parked, 1, {}));
        runs = failed->prepared.runs;
        delivery = parked.parked;
        unit.advances.push_back({parked.parked, journal::entity_kind::delivery, 0, false, DeliveryState{}.encode()});
    } else {
        runs.push_back({parked.parked, parked.parked});
    }
    for (const journal::IdRange& range : runs) {
        CROSSDOCK_TRY_ASSIGN(journal::RunsCreated created, find_creation(range.first));
        const EntityId offset = range.first - created.runs.first;
        created.documents.first += offset;
        created.documents.last = created.documents.first + range.count() - 1;
        created.runs = range;
        created.batch = options.store->allocate_ids(1);
        journal::Record record = journal::make_record(created, range.first, range.last);
        unit.advances.push_back({created.batch, journal::entity_kind::run_batch, 0, false, record.body});
        unit.records.push_back(std::move(record));
        again.emplace_back(created.batch, created);
    }
    return {};
}

}  // namespace crossdock::flow
