// Exceptions: what cannot go on waits for a person, with its reason, its input and the step.
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "host/base/error_text.hpp"
#include "host/document/json.hpp"
#include "host/flow/engine_parts.hpp"
#include "host/journal/exception_text.hpp"

namespace crossdock::flow {

namespace {

// What is parked for a run, but for where it stands.
journal::ExceptionParked parked_run(const Run& run, const Error& error) {
    journal::ExceptionParked parked;
    parked.subject = journal::ExceptionParked::Subject::run;
    parked.parked = run.id;
    parked.message = run.subject.origin->message;
    parked.document = run.subject.id;
    parked.partner = run.subject.origin->partner;
    parked.code = error.code;
    parked.error_class = static_cast<std::uint32_t>(error.error_class);
    parked.text = text_with_causes(error);
    if (run.subject.document != nullptr) parked.input = to_json(*run.subject.document);
    return parked;
}

// The unit that parks a run as `parked.exception`.
journal::Unit unit_that_parks(const journal::ExceptionParked& parked, EntityId batch) {
    journal::RunsStepped stepped;
    stepped.what = journal::RunsStepped::What::parked;
    stepped.step = parked.step;
    stepped.batch = batch;
    stepped.runs = {{parked.parked, parked.parked}};
    stepped.other = parked.exception;
    stepped.detail = parked.text;
    journal::Unit unit;
    unit.records.push_back(journal::make_record(parked, parked.exception));
    unit.records.push_back(journal::make_record(stepped, parked.parked));
    unit.advances.push_back({parked.exception, journal::entity_kind::exception, 0, false, {}});
    return unit;
}

}  // namespace

bool Engine::Parts::holds_on_park(const Batch& batch, const Run& run) {
    if (run.order_key.empty()) return false;
    const StepIndex at = run.stands_at.value_or(run.at);
    return std::any_of(batch.flow->steps.begin(), batch.flow->steps.end(), [&](const Step& step) {
        const auto* enter = std::get_if<EnterStep>(&step.what);
        return enter != nullptr && enter->hold_on_park && &step < &batch.flow->steps[at] && at <= enter->leave;
    });
}

void Engine::Parts::park(const BatchPointer& batch, Run& run, const Step* step, const Error& error) {
    journal::ExceptionParked parked = parked_run(run, error);
    parked.flow = batch->flow->name;
    parked.deployment = batch->deployment().digest();
    parked.step = step == nullptr ? std::string() : step->path;
    parked.position = step == nullptr ? describe(error.position) : describe(step->position);
    const bool holds = holds_on_park(*batch, run);
    if (holds) parked.order_keys.push_back(run.order_key);
    parked.exception = options.store->allocate_ids(1);
    turn.commit(unit_that_parks(parked, batch->id),
                [this, batch, &run, text = error.text, line = journal::log_line(parked)](const journal::UnitResult&) {
                    spdlog::warn("{}", line);
                    tell_parked(run, text);
                });
    run.state = RunState::parked;
    leave_order(batch, run, holds);
}

void Engine::Parts::tell_parked(const Run& run, const std::string& why) const {
    if (options.run_ended)
        options.run_ended({run.subject.origin->message, run.subject.id, run.id, RunState::parked, why});
}

// The batch of an earlier host, whose flow cannot be had: each of its runs that has not ended waits for a person.
void Engine::Parts::park_unrunnable(const BatchPointer& batch, const journal::RunsCreated& created, const Error& why) {
    for (Run& run : batch->runs) {
        if (run.reported) continue;
        journal::ExceptionParked parked = parked_run(run, why);
        parked.flow = created.flow;
        parked.deployment = created.deployment;
        parked.exception = options.store->allocate_ids(1);
        run.state = RunState::parked;
        run.reported = true;
        turn.commit(unit_that_parks(parked, batch->id), [this, batch, &run, text = parked.text,
                                                         line = journal::log_line(parked)](const journal::UnitResult&) {
            spdlog::warn("{}", line);
            tell_parked(run, text);
        });
    }
    journal::Unit unit;
    unit.advances.push_back({batch->id, journal::entity_kind::run_batch, 1, true, {}});
    turn.commit(std::move(unit), {});
}

void Engine::Parts::delivery_arrived(const DeliveryPointer& delivery, journal::Unit unit) {
    turn.commit(std::move(unit), [this, delivery](const journal::UnitResult&) { delivery_closed(delivery); });
    std::set<BatchPointer> touched;
    for (const RunPointer& pointer : delivery->waiting) {
        Run& run = pointer.run();
        if (run.state != RunState::waiting) continue;
        run.state = RunState::ready;
        run.delivery = 0;
        ++run.at;
        touched.insert(pointer.batch);
    }
    delivery->waiting.clear();
    for (const BatchPointer& batch : touched) advance(batch);
}

// The end is durable: runs that came to their `send` after the delivery's end was on its way look again.
void Engine::Parts::delivery_closed(const DeliveryPointer& delivery) {
    deliveries.forget(delivery);
    look_again(std::exchange(delivery->waiting, {}));
}

// The delivery is parked as one exception; the runs that waited for it are parked with it and go on when it is retried.
// One unit closes it and parks it: what is closed without its exception would be lost to everybody.
void Engine::Parts::delivery_failed(const DeliveryPointer& delivery, const Error& error, journal::Unit unit) {
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
    std::map<BatchPointer, RunGroup> touched;
    for (const RunPointer& pointer : delivery->waiting) {
        Run& run = pointer.run();
        if (run.state != RunState::waiting) continue;
        run.state = RunState::parked;
        run.delivery = 0;
        parked.flow = pointer.batch->flow->name;
        parked.deployment = pointer.batch->deployment().digest();
        parked.message = run.subject.origin->message;
        parked.document = run.subject.id;
        const bool holds = holds_on_park(*pointer.batch, run);
        if (holds) parked.order_keys.push_back(run.order_key);
        leave_order(pointer.batch, run, holds);
        touched[pointer.batch].push_back(&run);
    }
    delivery->waiting.clear();
    for (auto& [batch, group] : touched) {
        std::ranges::sort(group, {}, &Run::id);
        journal::RunsStepped stepped;
        stepped.what = journal::RunsStepped::What::parked;
        stepped.step = delivery->prepared.step;
        stepped.batch = batch->id;
        stepped.runs = ranges_of(group);
        stepped.other = exception;
        stepped.detail = parked.text;
        unit.records.push_back(journal::make_record(stepped, group.front()->id, group.back()->id));
    }
    unit.records.push_back(journal::make_record(parked, exception));
    unit.records.push_back(journal::make_record(parked, delivery->id));
    unit.advances.push_back({exception, journal::entity_kind::exception, 0, false, {}});
    turn.commit(std::move(unit), [this, delivery, touched, text = parked.text,
                                  line = journal::log_line(parked)](const journal::UnitResult&) {
        spdlog::warn("{}", line);
        for (const auto& [batch, group] : touched)
            for (const Run* run : group) tell_parked(*run, text);
        delivery_closed(delivery);
    });
    for (const auto& [batch, group] : touched) advance(batch);
}

}  // namespace crossdock::flow
