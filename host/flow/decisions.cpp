// What a person decides about an exception: retry or discard.
#include <fmt/format.h>

#include "host/flow/engine_parts.hpp"
#include "host/journal/exception_text.hpp"

namespace crossdock::flow {

namespace {

// A message of which another part is being read again is busy for a moment.
constexpr std::int64_t try_again_after_ms = 50;

Error resolved_meanwhile() {
    return {"exception.unknown", ErrorClass::permanent, "somebody else resolved it in the meantime"};
}

// Whether what is asked for suits the exception.
Status check_request(const RetryRequest& request, const journal::ExceptionParked& parked) {
    using Subject = journal::ExceptionParked::Subject;
    const std::string exception = show_exception(request.exception);
    if (parked.subject == Subject::overdue)
        return Error{"exception.notice", ErrorClass::permanent,
                     fmt::format("{0} only tells that the partner has not acknowledged {1}, and it is closed by the "
                                 "acknowledgement when that comes. Ask the partner; 'crossdock resend {1}' sends the "
                                 "same bytes again, 'crossdock exceptions discard {0}' waits no longer",
                                 exception, show_delivery(parked.parked))};
    if (journal::is_notice(parked))
        return Error{
            "exception.notice", ErrorClass::permanent,
            fmt::format("{0} only tells what is wrong with the interchange as a whole, and there is nothing to "
                        "try again; 'crossdock trace {1}' shows what became of its documents. Ask the partner "
                        "whether something is missing, then 'crossdock exceptions discard {0}' to acknowledge it",
                        exception, show_message(parked.message))};
    if (!request.input.empty() && parked.subject != Subject::run)
        return Error{"exception.no-input", ErrorClass::permanent,
                     "only a run's document can be edited; let the partner send the message again"};
    if (request.accept_conflict && parked.code != "flow.once-conflict")
        return Error{"exception.no-conflict", ErrorClass::permanent,
                     fmt::format("{} is no conflict of keys that could be accepted; it is {}", exception, parked.code)};
    if (request.with != RetryRequest::With::present_if_it_fits && parked.subject != Subject::run &&
        parked.subject != Subject::delivery)
        return Error{"exception.no-run", ErrorClass::permanent,
                     "only runs have a deployment; a message or transaction is read with the present one"};
    return {};
}

}  // namespace

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
                              const std::function<void(Status)>& done) {
    journal::LiveEntity live;
    CROSSDOCK_TRY_ASSIGN(const journal::ExceptionParked parked, find_exception(exception, live));
    const journal::ExceptionResolved resolved{"discard", who, why, {}, exception, parked.parked};
    journal::Unit unit;
    unit.records.push_back(journal::make_record(resolved, exception));
    unit.records.push_back(journal::make_record(resolved, parked.parked));
    unit.advances.push_back({exception, journal::entity_kind::exception, live.version, true, {}});
    turn.commit(std::move(unit), [=, this](const journal::UnitResult& result) {
        // A run may have joined it in the meantime.
        if (!result.applied && options.store->find_live(exception)) {
            if (Status begun = discard(exception, who, why, done); !begun.ok()) done(begun);
            return;
        }
        for (const std::string& key : parked.order_keys) {
            if (!result.applied || held_keys.erase(key) == 0) continue;
            const auto queue = order_queues.find(key);
            if (queue != order_queues.end() && !queue->second.empty()) resume(queue->second.front());
        }
        done(result.applied ? Status{} : Status{resolved_meanwhile()});
    });
    return {};
}

Status Engine::Parts::retry(const RetryRequest& request, const Retried& done, int tries_left) {
    using Subject = journal::ExceptionParked::Subject;
    journal::LiveEntity live;
    CROSSDOCK_TRY_ASSIGN(const journal::ExceptionParked parked, find_exception(request.exception, live));
    CROSSDOCK_TRY(check_request(request, parked));
    journal::ExceptionResolved resolved{"retry", request.who, request.why, {}, request.exception, parked.parked};
    if (!request.input.empty()) {
        CROSSDOCK_TRY_ASSIGN(resolved.input, canonical_text(request.input));
    }
    RetryPlan plan;
    plan.text = "taken up again";
    plan.unit.records.push_back(journal::make_record(resolved, request.exception));
    plan.unit.records.push_back(journal::make_record(resolved, parked.parked));
    plan.unit.advances.push_back({request.exception, journal::entity_kind::exception, live.version, true, {}});
    if (parked.subject == Subject::run || parked.subject == Subject::delivery) {
        CROSSDOCK_TRY(plan_runs(request, parked, plan));
    } else {
        CROSSDOCK_TRY_ASSIGN(plan.after, options.retry_intake(parked, plan.unit));
    }
    journal::Unit unit = std::move(plan.unit);
    turn.commit(std::move(unit), [=, this, plan = std::move(plan)](const journal::UnitResult& result) {
        if (!result.applied) {
            if (!options.store->find_live(request.exception)) return done(resolved_meanwhile());
            if (tries_left == 0)
                return done(Error{
                    "exception.busy", ErrorClass::retry,
                    fmt::format("{} is still being read again; try this one later", show_message(parked.message))});
            return turn.post_after(try_again_after_ms, [=, this] {
                if (Status begun = retry(request, done, tries_left - 1); !begun.ok()) done(begun.error());
            });
        }
        if (plan.after) plan.after();
        if (plan.delivery) {
            auto loaded = load_delivery(*plan.delivery, 1, {});
            if (!loaded.ok()) return done(loaded.error());
            deliveries.begin(loaded.value());
        }
        for (const auto& [batch, created] : plan.batches) {
            auto loaded = load_batch(batch, created);
            if (!loaded.ok()) return done(loaded.error());
            adopt(loaded.value());
        }
        done(plan.text);
    });
    return {};
}

// New batches for the runs, and, when it was the delivery that failed, the delivery again as it was.
Status Engine::Parts::plan_runs(const RetryRequest& request, const journal::ExceptionParked& parked, RetryPlan& plan) {
    journal::IdRange runs{parked.parked, parked.parked};
    if (parked.subject == journal::ExceptionParked::Subject::delivery) {
        CROSSDOCK_TRY_ASSIGN(const DeliveryPointer failed, load_delivery(parked.parked, 1, {}));
        plan.delivery = parked.parked;
        plan.unit.advances.push_back(
            {parked.parked, journal::entity_kind::delivery, 0, false, DeliveryState{}.encode()});
        if (failed->prepared.runs.empty()) return {};
        runs = {failed->prepared.runs.front().first, failed->prepared.runs.back().last};
    }
    CROSSDOCK_TRY_ASSIGN(std::vector<RunPast> pasts, read_pasts(runs));
    std::map<EntityId, std::vector<RunPast>> together;  // by the batch that they began with last
    for (RunPast& past : pasts) {
        // A run may have been parked by itself since: that exception is for its own retry.
        if (past.parked_as != request.exception) continue;
        if (past.began == nullptr)
            return Error{
                "journal.record", ErrorClass::needs_person,
                fmt::format("how run {} began is missing; run 'crossdock journal verify'", show_run(past.run))};
        together[past.began->batch].push_back(std::move(past));
    }
    for (const auto& [batch, same] : together) CROSSDOCK_TRY(plan_batches(request, parked, same, plan));
    if (!request.accept_conflict || plan.batches.empty()) return {};
    journal::RunsStepped accepted;
    accepted.what = journal::RunsStepped::What::claimed;
    accepted.step = parked.step;
    accepted.batch = plan.batches.front().first;
    accepted.runs = {{parked.parked, parked.parked}};
    accepted.detail = fmt::format("accepted by {} although another run has its key", request.who);
    plan.unit.records.push_back(journal::make_record(accepted, parked.parked));
    return {};
}

Status Engine::Parts::plan_batches(const RetryRequest& request, const journal::ExceptionParked& parked,
                                   const std::vector<RunPast>& pasts, RetryPlan& plan) {
    const journal::RunsCreated& before = *pasts.front().began;
    CROSSDOCK_TRY_ASSIGN(const ChosenDeployment chosen, choose_deployment(request.with, before, parked.step, pasts));
    if (!request.input.empty()) CROSSDOCK_TRY(take_edited(request.input, parked.document, chosen.digest, plan.unit));
    plan.text = chosen.text;
    std::vector<Run> again(pasts.size());
    RunGroup pointers;
    for (std::size_t index = 0; index < pasts.size(); ++index) {
        again[index].id = pasts[index].run;
        pointers.push_back(&again[index]);
    }
    for (const journal::IdRange& part : ranges_of(pointers)) {
        journal::RunsCreated created = before;
        created.deployment = chosen.digest;
        created.version = chosen.version;
        created.documents.first += part.first - before.runs.first;
        created.documents.last = created.documents.first + part.count() - 1;
        created.runs = part;
        created.batch = options.store->allocate_ids(1);
        journal::Record record = journal::make_record(created, part.first, part.last);
        plan.unit.advances.push_back({created.batch, journal::entity_kind::run_batch, 0, false, record.body});
        plan.unit.records.push_back(std::move(record));
        plan.batches.emplace_back(created.batch, created);
    }
    return {};
}

}  // namespace crossdock::flow
