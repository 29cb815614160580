// `call`: a service answers, and its answer is recorded, with the attempts that it took.
#include <fmt/format.h>

#include "host/document/json.hpp"
#include "host/flow/engine_parts.hpp"
#include "host/flow/jitter.hpp"
#include "host/schema/canonical.hpp"

namespace crossdock::flow {

// One run's call, over all its attempts.
struct Engine::Parts::CallUnderWay {
    RunPointer pointer;
    const Step* step = nullptr;
    const CallStep* what = nullptr;
    std::string request;
    std::int64_t begun_ms = 0;            // of the attempt under way, steady
    std::vector<journal::Record> failed;  // attempts that go into the journal with the next commit
};

void Engine::Parts::run_step(const BatchPointer& batch, const Step& step, const CallStep& what, const RunGroup& group) {
    for (Run* run : group) {
        if (const RecordedEffect* effect = recorded(*run, step, journal::RunsStepped::What::answered)) {
            take_answer(*run, *batch, what, effect->detail);
            ++run->at;
            continue;
        }
        Document made(batch->deployment().names());
        const auto request = mapped_into(made, *run, what.request, *run->subject.document);
        if (!request.ok()) {
            park(batch, *run, &step, request.error());
            continue;
        }
        const std::string& type = what.request == nullptr ? batch->flow->type->name : what.request->to();
        auto under_way = std::make_shared<CallUnderWay>();
        under_way->pointer = {batch, static_cast<std::size_t>(run - batch->runs.data())};
        under_way->step = &step;
        under_way->what = &what;
        schema::write_canonical(*batch->deployment().find_type(type), *request.value(), under_way->request);
        run->state = RunState::waiting;
        run->attempts = 0;
        call(under_way);
    }
}

void Engine::Parts::call(const std::shared_ptr<CallUnderWay>& call) {
    Run& run = call->pointer.run();
    plugins::Call out;
    out.operation = call->what->operation;
    out.idempotency_key = fmt::format("{}-{}", show_run(run.id), call->step->path);
    out.request = call->request;
    out.attempt = ++run.attempts;
    out.deadline_ms = call->what->timeout_ms;
    call->begun_ms = turn.clock().steady_ms();
    options.adapters->call(call->what->service, std::move(out), [this, call](plugins::Outcome outcome) {
        turn.post([this, call, outcome = std::move(outcome)] { call_ended(call, outcome); });
    });
}

void Engine::Parts::call_ended(const std::shared_ptr<CallUnderWay>& under_way, const plugins::Outcome& outcome) {
    const RunPointer& pointer = under_way->pointer;
    Run& run = pointer.run();
    const std::int64_t duration_ms = turn.clock().steady_ms() - under_way->begun_ms;
    if (outcome.status.ok()) return call_answered(*under_way, outcome, duration_ms);
    const Error& error = outcome.status.error();
    journal::RunsStepped attempt;
    attempt.what = journal::RunsStepped::What::attempted;
    attempt.step = under_way->step->path;
    attempt.batch = pointer.batch->id;
    attempt.runs = {{run.id, run.id}};
    attempt.other = run.attempts;
    attempt.detail = fmt::format("{} ({})", error.text, error.code);
    attempt.duration_ms = duration_ms;
    under_way->failed.push_back(journal::make_record(attempt, run.id));
    const site::SiteConfig& config = pointer.batch->deployment().config();
    const CallStep& what = *under_way->what;
    const std::string& name = !what.retry.empty() ? what.retry : config.adapter(what.service)->retry;
    const site::RetryPolicy& policy = config.retries.find(name)->second;
    const bool may_again = error.error_class == ErrorClass::retry || error.error_class == ErrorClass::retry_after;
    if (may_again && run.attempts < policy.attempts) {
        const std::int64_t delay_ms =
            std::max<std::int64_t>(policy.delay_ms(run.attempts + 1, random_share()),
                                   error.error_class == ErrorClass::retry_after ? error.retry_after_ms : 0);
        return turn.post_after(delay_ms, [this, under_way] { call(under_way); });
    }
    // Committed with what parks the run.
    journal::Unit unit;
    unit.records = std::move(under_way->failed);
    turn.commit(std::move(unit), {});
    run.state = RunState::ready;
    park(pointer.batch, run, under_way->step, error);
    advance(pointer.batch);
}

void Engine::Parts::call_answered(CallUnderWay& call, const plugins::Outcome& outcome, std::int64_t duration_ms) {
    Run& run = call.pointer.run();
    journal::RunsStepped record;
    record.what = journal::RunsStepped::What::answered;
    record.step = call.step->path;
    record.batch = call.pointer.batch->id;
    record.runs = {{run.id, run.id}};
    record.detail = outcome.response;
    record.other = run.attempts;
    record.duration_ms = duration_ms;
    journal::Unit unit;
    unit.records = std::move(call.failed);
    unit.records.push_back(journal::make_record(record, run.id));
    ++call.pointer.batch->answers_to_record;
    turn.commit(std::move(unit),
                [batch = call.pointer.batch](const journal::UnitResult&) { --batch->answers_to_record; });
    take_answer(run, *call.pointer.batch, *call.what, outcome.response);
    resume(call.pointer);
}

void Engine::Parts::take_answer(Run& run, const Batch& batch, const CallStep& what, const std::string& json) {
    if (!what.into) return;
    auto document = std::make_shared<Document>(batch.deployment().names());
    // An answer that is no JSON object leaves the document empty: what the flow asks of it is then missing.
    if (!json.empty() && !read_json(json, "response", *document).ok()) document->clear();
    run.named.resize(batch.flow->documents.size());
    run.named[*what.into] = std::move(document);
}

}  // namespace crossdock::flow
