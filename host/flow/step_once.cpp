// `once`: the same order again is recognised.
#include <fmt/format.h>

#include "host/flow/engine_parts.hpp"

namespace crossdock::flow {

void Engine::Parts::run_step(const BatchPointer& batch, const Step& step, const OnceStep& what, const RunGroup& group) {
    for (Run* run : group) {
        if (recorded(*run, step, journal::RunsStepped::What::claimed) != nullptr) {
            ++run->at;
            continue;
        }
        const RunInput input(*batch, *run);
        auto key = what.key.text(input.input());
        if (!key.ok()) {
            park(batch, *run, &step, key.error());
            continue;
        }
        journal::Unit unit;
        unit.claims.push_back(
            {"once/" + batch->flow->name, std::move(key).value(), run->id, run->subject.content, what.keep_ms});
        run->state = RunState::waiting;
        const auto index = static_cast<std::size_t>(run - batch->runs.data());
        turn.commit(std::move(unit), [this, batch, &step, index](const journal::UnitResult& result) {
            once_answered(batch, step, index, result);
        });
    }
}

void Engine::Parts::once_answered(const BatchPointer& batch, const Step& step, std::size_t index,
                                  const journal::UnitResult& result) {
    Run& run = batch->runs[index];
    const bool last = index + 1 == batch->runs.size() || batch->runs[index + 1].state != RunState::waiting ||
                      batch->runs[index + 1].at != run.at;
    const bool ours = result.applied || result.conflict.owner == run.id;
    if (ours) {
        run.state = RunState::ready;
        ++run.at;
    } else if (result.conflict.content == run.subject.content) {
        journal::RunsStepped record;
        record.what = journal::RunsStepped::What::repeated;
        record.step = step.path;
        record.batch = batch->id;
        record.runs = {{run.id, run.id}};
        record.other = result.conflict.owner;
        journal::Unit unit;
        unit.records.push_back(journal::make_record(record, run.id));
        turn.commit(std::move(unit), {});
        run.state = RunState::ended;
    } else {
        run.state = RunState::ready;
        const RunInput input(*batch, run);
        const auto key = std::get<OnceStep>(step.what).key.text(input.input());
        park(batch, run, &step,
             Error{"flow.once-conflict", ErrorClass::needs_person,
                   fmt::format("the key '{}' came before with other content, in run {} at {}; compare the two with "
                               "'crossdock trace', then discard this one, retry it with --input once its key is "
                               "corrected, or with --accept-conflict to process it as well",
                               key.ok() ? key.value() : std::string(), show_run(result.conflict.owner),
                               format_utc(result.conflict.claimed_at_ms))});
    }
    // Answers come in the order of the runs: go on once, with all of them.
    if (last) advance(batch);
}

}  // namespace crossdock::flow
