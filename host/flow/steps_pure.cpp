// The steps without an effect: they are computed again whenever a run is taken up.
#include <fmt/format.h>

#include "host/flow/engine_parts.hpp"
#include "host/schema/validate.hpp"

namespace crossdock::flow {

namespace {

Error mapping_error(const mapping::Map& map, const std::vector<mapping::MapFailure>& failures, const Error& status) {
    std::string text = fmt::format("map {} cannot make {} of this document", map.name(), map.to());
    for (const mapping::MapFailure& failure : failures) text += "\n" + mapping::describe(failure);
    if (failures.empty()) text += ": " + status.text;
    return Error{"flow.map-failed", ErrorClass::permanent, std::move(text)};
}

}  // namespace

Result<const Document*> Engine::Parts::mapped_into(Document& made, const Run& run, const mapping::Map* map,
                                                   const Document& source) {
    if (map == nullptr) return &source;
    made.clear();
    const RunVariables variables(run);
    mapping::MapContext context;
    context.received_at_ms = run.subject.origin->received_at_ms;
    context.variables = variables.variables;
    std::vector<mapping::MapFailure> failures;
    if (Status status = mapping::run(*map, source, context, made, failures); !status.ok())
        return mapping_error(*map, failures, status.error());
    return &made;
}

void Engine::Parts::run_step(const BatchPointer& batch, const Step& step, const ValidateStep& what,
                             const RunGroup& group) {
    for (Run* run : group) {
        std::vector<schema::Violation> violations;
        if (run->subject.valid_as == what.type ||
            schema::validate(*what.type, *run->subject.document, violations) == 0) {
            ++run->at;
            continue;
        }
        std::string text = fmt::format("the document is not a valid {}", what.type->name);
        for (const schema::Violation& violation : violations)
            text += fmt::format("\n{}: {} ({})", violation.pointer, violation.text, violation.code);
        park(batch, *run, &step, Error{"flow.invalid-document", ErrorClass::permanent, std::move(text)});
    }
}

void Engine::Parts::run_step(const BatchPointer& batch, const Step& step, const MapStep& what, const RunGroup& group) {
    for (Run* run : group) {
        auto made = std::make_shared<Document>(batch->deployment().names());
        if (const auto done = mapped_into(*made, *run, what.map, *run->subject.document); !done.ok()) {
            park(batch, *run, &step, done.error());
            continue;
        }
        made->keep_alive(run->subject.document);
        run->named.resize(batch->flow->documents.size());
        run->named[what.into] = std::move(made);
        ++run->at;
    }
}

void Engine::Parts::run_step(const BatchPointer& batch, const Step& step, const ChooseStep& what,
                             const RunGroup& group) {
    for (Run* run : group) {
        const RunInput input(*batch, *run);
        StepIndex target = what.otherwise;
        std::optional<Error> failed;
        for (const ChooseStep::Branch& branch : what.branches) {
            auto holds = branch.test.test(input.input());
            if (holds.ok() && !holds.value()) continue;
            if (holds.ok())
                target = branch.target;
            else
                failed = std::move(holds).error();
            break;
        }
        if (failed)
            park(batch, *run, &step, *failed);
        else
            run->at = target;
    }
}

void Engine::Parts::run_step(const BatchPointer& /*batch*/, const Step& /*step*/, const JumpStep& what,
                             const RunGroup& group) {
    for (Run* run : group) run->at = what.target;
}

void Engine::Parts::run_step(const BatchPointer& batch, const Step& step, const ParkStep& what, const RunGroup& group) {
    for (Run* run : group) {
        const RunInput input(*batch, *run);
        auto reason = what.reason.text(input.input());
        park(batch, *run, &step,
             reason.ok() ? Error{"flow.parked", ErrorClass::needs_person, std::move(reason).value()}
                         : std::move(reason).error());
    }
}

}  // namespace crossdock::flow
