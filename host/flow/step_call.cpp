// `call`: a service answers, and its answer is recorded.
#include <fmt/format.h>

#include "host/document/json.hpp"
#include "host/flow/engine_parts.hpp"
#include "host/flow/jitter.hpp"
#include "host/schema/canonical.hpp"

namespace crossdock::flow {

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
        std::string json;
        schema::write_canonical(*batch->deployment().find_type(type), *request.value(), json);
        run->state = RunState::waiting;
        run->attempts = 0;
        call({batch, static_cast<std::size_t>(run - batch->runs.data())}, step, what, json);
    }
}

void Engine::Parts::call(const RunPointer& pointer, const Step& step, const CallStep& what,
                         const std::string& request) {
    Run& run = pointer.run();
    plugins::Call out;
    out.operation = what.operation;
    out.idempotency_key = fmt::format("{}-{}", show_run(run.id), step.path);
    out.request = request;
    out.attempt = ++run.attempts;
    out.deadline_ms = what.timeout_ms;
    const std::int64_t begun_ms = turn.clock().steady_ms();
    options.adapters->call(what.service, std::move(out), [=, this, &step, &what](plugins::Outcome outcome) {
        auto kept = std::make_shared<plugins::Outcome>(std::move(outcome));
        turn.post([=, this, &step, &what] {
            Run& waiting = pointer.run();
            if (kept->status.ok()) return call_answered(pointer, step, what, begun_ms, std::move(*kept));
            const Error error = kept->status.error();
            const site::SiteConfig& config = pointer.batch->deployment().config();
            const std::string& name = !what.retry.empty() ? what.retry : config.adapter(what.service)->retry;
            const auto policy = config.retries.find(name);
            const bool may_again =
                error.error_class == ErrorClass::retry || error.error_class == ErrorClass::retry_after;
            if (!may_again || waiting.attempts >= policy->second.attempts) {
                waiting.state = RunState::ready;
                park(pointer.batch, waiting, &step, error);
                return advance(pointer.batch);
            }
            const std::int64_t delay_ms =
                std::max<std::int64_t>(policy->second.delay_ms(waiting.attempts + 1, random_share()),
                                       error.error_class == ErrorClass::retry_after ? error.retry_after_ms : 0);
            turn.post_after(delay_ms, [=, this, &step, &what] { call(pointer, step, what, request); });
        });
    });
}

void Engine::Parts::call_answered(const RunPointer& pointer, const Step& step, const CallStep& what,
                                  std::int64_t begun_ms, plugins::Outcome outcome) {
    Run& run = pointer.run();
    journal::RunsStepped record;
    record.what = journal::RunsStepped::What::answered;
    record.step = step.path;
    record.batch = pointer.batch->id;
    record.runs = {{run.id, run.id}};
    record.detail = outcome.response;
    record.duration_ms = turn.clock().steady_ms() - begun_ms;
    journal::Unit unit;
    unit.records.push_back(journal::make_record(record, run.id));
    turn.commit(std::move(unit), {});
    take_answer(run, *pointer.batch, what, outcome.response);
    resume(pointer);
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
