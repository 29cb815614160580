// Which deployment a parked run goes on with: a person who corrected a map wants the new one.
#include <fmt/format.h>

#include <algorithm>

#include "host/flow/engine_parts.hpp"

namespace crossdock::flow {

namespace {

using What = journal::RunsStepped::What;

const Step* find_step(const Flow& flow, std::string_view path) {
    const auto found =
        std::find_if(flow.steps.begin(), flow.steps.end(), [&](const Step& step) { return step.path == path; });
    return found == flow.steps.end() ? nullptr : &*found;
}

// Whether a step with such an effect may be recorded for it.
bool may_have(const Step& step, What effect) {
    switch (effect) {
        case What::claimed: return std::holds_alternative<OnceStep>(step.what);
        case What::answered: return std::holds_alternative<CallStep>(step.what);
        case What::published: return std::holds_alternative<PublishStep>(step.what);
        case What::sent: return std::holds_alternative<SendStep>(step.what);
        default: return true;
    }
}

// Whether they are the same step in two versions of a flow: what it does to others is the same.
bool is_same(const Step& left, const Step& right) {
    if (left.what.index() != right.what.index()) return false;
    if (const auto* call = std::get_if<CallStep>(&left.what)) {
        const auto& other = std::get<CallStep>(right.what);
        return call->service == other.service && call->operation == other.operation;
    }
    if (const auto* publish = std::get_if<PublishStep>(&left.what))
        return publish->topic == std::get<PublishStep>(right.what).topic;
    if (const auto* send = std::get_if<SendStep>(&left.what)) {
        const auto& other = std::get<SendStep>(right.what);
        return send->to_partner == other.to_partner && send->adapter == other.adapter &&
               send->document == other.document;
    }
    return true;
}

// Why runs cannot go on with `flow`, or nothing. `before` is the flow that they had; null when it cannot be had.
std::string misfit(const Flow* flow, const Flow* before, const journal::RunsCreated& created,
                   const std::string& parked_step, const auto& pasts) {
    if (flow == nullptr) return fmt::format("it has no flow {}", created.flow);
    const auto missing = [&](const std::string& path, What effect) {
        const Step* const step = find_step(*flow, path);
        const Step* const old = before == nullptr ? nullptr : find_step(*before, path);
        return step == nullptr || !may_have(*step, effect) || (old != nullptr && !is_same(*step, *old));
    };
    if (!parked_step.empty() && missing(parked_step, What::parked))
        return fmt::format("its flow {} has another step {}, or none, than the run stands at", flow->name, parked_step);
    for (const auto& past : pasts)
        for (const auto& [path, effect] : past.effects)
            if (missing(path, effect))
                return fmt::format("its flow {} has another step {}, or none, than {} has done", flow->name, path,
                                   show_run(past.run));
    return {};
}

}  // namespace

// Of runs that began together, or together again after a retry; read once for all of them.
Result<std::vector<Engine::Parts::RunPast>> Engine::Parts::read_pasts(journal::IdRange runs) {
    std::vector<RunPast> pasts(static_cast<std::size_t>(runs.count()));
    for (std::size_t index = 0; index < pasts.size(); ++index) pasts[index].run = runs.first + index;
    const auto each = [&](const journal::IdRange& range, const auto& visit) {
        for (EntityId id = std::max(range.first, runs.first); id <= std::min(range.last, runs.last); ++id)
            visit(pasts[static_cast<std::size_t>(id - runs.first)]);
    };
    const auto take = [&](const journal::StoredUnit& unit) -> Status {
        for (const journal::Record& record : unit.records) {
            if (record.kind == static_cast<std::uint16_t>(journal::RecordKind::runs_created)) {
                CROSSDOCK_TRY_ASSIGN(auto created, journal::read_record<journal::RunsCreated>(record));
                const auto began = std::make_shared<const journal::RunsCreated>(std::move(created));
                each(began->runs, [&](RunPast& past) {
                    past.began = began;
                    past.parked_as = 0;
                });
            } else if (record.kind == static_cast<std::uint16_t>(journal::RecordKind::runs_stepped)) {
                CROSSDOCK_TRY_ASSIGN(const auto stepped, journal::read_record<journal::RunsStepped>(record));
                const bool effect = stepped.what == What::claimed || stepped.what == What::answered ||
                                    stepped.what == What::published || stepped.what == What::sent;
                for (const journal::IdRange& range : stepped.runs)
                    each(range, [&](RunPast& past) {
                        if (stepped.what == What::parked) past.parked_as = stepped.other;
                        if (effect) past.effects.emplace_back(stepped.step, stepped.what);
                    });
            }
        }
        return {};
    };
    CROSSDOCK_TRY(options.store->visit_history(runs, take));
    return pasts;
}

Result<Engine::Parts::ChosenDeployment> Engine::Parts::choose_deployment(RetryRequest::With with,
                                                                         const journal::RunsCreated& created,
                                                                         const std::string& parked_step,
                                                                         const std::vector<RunPast>& pasts) {
    const std::string& present = current->deployment().digest();
    const auto name = [](const std::string& digest) { return digest.substr(0, 12); };
    auto original = flows_of(created.deployment);
    const Flow* const before = original.ok() ? original.value()->find(created.flow) : nullptr;
    if (created.deployment == present && before != nullptr)
        return ChosenDeployment{present, created.version, "taken up again"};
    std::string why;
    if (with != RetryRequest::With::original) {
        const Flow* const flow = current->find(created.flow);
        why = misfit(flow, before, created, parked_step, pasts);
        if (why.empty())
            return ChosenDeployment{present, flow->version,
                                    fmt::format("taken up again with the present deployment {} (it began with {})",
                                                name(present), name(created.deployment))};
        why = fmt::format("the present deployment {} does not fit: {}", name(present), why);
        if (with == RetryRequest::With::present)
            return Error{"exception.deployment-does-not-fit", ErrorClass::needs_person,
                         fmt::format("{}; retry with --deployment original, or discard", why)};
    }
    if (before == nullptr) {
        Error error{"exception.no-deployment", ErrorClass::needs_person,
                    fmt::format("the deployment {} that this began with cannot be used any more{}{}; give the present "
                                "flow {} these steps (a step keeps its identity by id=\"…\"), restart and retry, or "
                                "discard",
                                name(created.deployment), why.empty() ? "" : ", and ", why, created.flow)};
        return original.ok() ? std::move(error) : std::move(error).because_of(original.error());
    }
    return ChosenDeployment{created.deployment, created.version,
                            fmt::format("taken up again with the deployment {} that it began with{}{}",
                                        name(created.deployment), why.empty() ? "" : ", since ", why)};
}

}  // namespace crossdock::flow
