// `send`: write, make durable, then deliver.
#include <fmt/format.h>

#include "host/flow/engine_parts.hpp"

namespace crossdock::flow {

namespace {

// Where a group's documents go, and how they are written.
struct Target {
    std::string adapter;
    std::string format;
    std::string type;
    std::string retry;
    const partner::Agreement* agreement = nullptr;
    const mapping::Map* second_map = nullptr;  // from the canonical document to the partner's
    const partner::Send* send = nullptr;
    plugins::FormatOptions options;
};

// Nothing when the partner gets no such document and the step allows that.
Result<std::optional<Target>> find_target(const Batch& batch, const SendStep& what, const Run& run) {
    const site::Deployment& deployment = batch.deployment();
    Target target;
    if (!what.to_partner) {
        target.adapter = what.adapter;
        target.format = what.format;
        target.type = what.map == nullptr ? batch.flow->type->name : what.map->to();
        target.options = what.options;
    } else {
        const DocumentOrigin& origin = *run.subject.origin;
        auto agreed = deployment.partners().for_sending(origin.partner, what.document, origin.agreement);
        if (!agreed.ok()) {
            if (what.if_agreed) return std::optional<Target>();
            return Error{"flow.not-agreed", ErrorClass::configuration, agreed.error().text};
        }
        target.agreement = agreed.value();
        const partner::Send& send = *target.agreement->send(what.document);
        target.send = &send;
        target.adapter = send.to;
        target.format = target.agreement->format;
        target.type = send.type;
        target.second_map = deployment.find_map(send.map);
        target.options = target.agreement->options;
    }
    const site::AdapterConfig* adapter = deployment.config().adapter(target.adapter);
    target.retry = !what.retry.empty() ? what.retry : adapter == nullptr ? "standard" : adapter->retry;
    return std::optional<Target>(std::move(target));
}

// To a partner goes together only what came under one agreement with it.
bool go_together(const SendStep& what, const Run& one, const Run& other) {
    const DocumentOrigin& first = *one.subject.origin;
    const DocumentOrigin& second = *other.subject.origin;
    return what.together == Together::interchange && first.message == second.message &&
           (!what.to_partner || (first.partner == second.partner && first.agreement == second.agreement));
}

}  // namespace

Result<plugins::FormatClient*> Engine::Parts::format(const std::string& adapter) {
    auto& client = formats[adapter];
    if (client == nullptr) {
        auto made = options.adapters->format(adapter);
        if (!made.ok()) return std::move(made).error();
        client = std::move(made).value();
    }
    return client.get();
}

void Engine::Parts::run_step(const BatchPointer& batch, const Step& step, const SendStep& what, const RunGroup& group) {
    RunGroup rest;
    std::map<EntityId, RunGroup> sent_before;  // by delivery
    for (Run* run : group) {
        const RecordedEffect* sent = recorded(*run, step, journal::RunsStepped::What::sent);
        if (sent == nullptr)
            rest.push_back(run);
        else
            sent_before[sent->other].push_back(run);
    }
    for (const auto& [delivery, runs] : sent_before) pass_sent(batch, step, runs, delivery);
    // Runs of one interchange stand together; a run that comes later, alone, is sent alone.
    while (!rest.empty()) {
        RunGroup together;
        RunGroup others;
        for (Run* run : rest) {
            const bool joins = together.empty() || go_together(what, *together.front(), *run);
            (joins ? together : others).push_back(run);
        }
        send_together(batch, step, what, together);
        rest = std::move(others);
    }
}

Result<OutboundPayload> Engine::Parts::encode_group(const BatchPointer& batch, const Step& step, const SendStep& what,
                                                    RunGroup& group) {
    CROSSDOCK_TRY_ASSIGN(std::optional<Target> found, find_target(*batch, what, *group.front()));
    if (!found) {
        for (Run* run : group) ++run->at;
        group.clear();
        return OutboundPayload{};
    }
    const Target& target = *found;
    CROSSDOCK_TRY_ASSIGN(plugins::FormatClient* const client, format(target.format));
    const site::Deployment& deployment = batch->deployment();
    plugins::WriteRequest request;
    request.type = target.type;
    request.count = group.size();
    request.envelope.time_ms = group.front()->subject.origin->received_at_ms;
    request.envelope.options = target.options;
    if (target.agreement != nullptr) {
        const partner::Partner* partner = deployment.partners().partner(target.agreement->partner);
        request.envelope.test = target.agreement->test;
        request.envelope.sender = deployment.partners().our_identity(*target.agreement);
        if (!partner->identities.empty()) request.envelope.receiver = partner->identities.front();
        request.envelope.group_sender = target.agreement->group_sender;
        request.envelope.group_receiver = target.agreement->group_receiver;
    }
    Document first(deployment.names());
    Document second(deployment.names());
    request.document = [&](std::size_t index) -> Result<const Document*> {
        const Run& run = *group[index];
        CROSSDOCK_TRY_ASSIGN(const Document* document, mapped_into(first, run, what.map, *run.subject.document));
        if (target.second_map == nullptr) return document;
        return mapped_into(second, run, target.second_map, *document);
    };
    CROSSDOCK_TRY_ASSIGN(plugins::Written written, client->write_payload(request));
    RunGroup kept;
    for (std::size_t index = 0; index < group.size(); ++index) {
        if (written.documents[index].ok())
            kept.push_back(group[index]);
        else
            park(batch, *group[index], &step, written.documents[index].error());
    }
    group = std::move(kept);
    if (group.empty()) return OutboundPayload{};
    OutboundPayload out;
    out.encoded = std::move(written.payload);
    out.agreement = target.agreement;
    const DocumentOrigin& origin = *group.front()->subject.origin;
    out.prepared.adapter = target.adapter;
    out.prepared.partner = origin.partner;
    out.prepared.type = target.type;
    out.prepared.retry = target.retry;
    out.prepared.step = step.path;
    out.prepared.batch = batch->id;
    out.prepared.runs = ranges_of(group);
    if (target.send != nullptr && !target.send->expects.empty()) {
        out.prepared.expects = target.send->expects;
        out.prepared.expected_by_ms = options.clock->wall_ms() + target.send->expects_within_ms;
        out.prepared.overdue_topic = target.send->overdue;
    }
    out.prepared.headers = {{"partner", origin.partner},
                            {"type", target.type},
                            {"message", show_message(origin.message)},
                            {"interchange", origin.interchange},
                            {"document", show_document(group.front()->subject.id)},
                            {"number", std::string(group.front()->subject.document->text(Document::root, "number"))}};
    return out;
}

void Engine::Parts::send_together(const BatchPointer& batch, const Step& step, const SendStep& what,
                                  const RunGroup& group) {
    RunGroup sending = group;
    auto payload = encode_group(batch, step, what, sending);
    if (!payload.ok()) {
        for (Run* run : sending)
            if (run->state == RunState::ready) park(batch, *run, &step, payload.error());
        return;
    }
    if (sending.empty()) return;
    auto delivery = std::make_shared<LiveDelivery>();
    const auto& retries = batch->deployment().config().retries;
    const auto policy = retries.find(payload.value().prepared.retry);
    delivery->policy = policy == retries.end() ? site::RetryPolicy{} : policy->second;
    delivery->prepared = payload.value().prepared;
    journal::Unit unit;
    delivery->id = prepare(std::move(payload).value(), unit, delivery->prepared);
    if (unit.payloads.front().slots.empty()) delivery->bytes = unit.payloads.front().bytes.share();
    journal::RunsStepped record;
    record.what = journal::RunsStepped::What::sent;
    record.step = step.path;
    record.batch = batch->id;
    record.runs = delivery->prepared.runs;
    record.other = delivery->id;
    unit.records.push_back(journal::make_record(record, sending.front()->id, sending.back()->id));
    for (Run* run : sending) {
        run->state = RunState::waiting;
        run->delivery = delivery->id;
        delivery->waiting.push_back({batch, static_cast<std::size_t>(run - batch->runs.data())});
    }
    turn.commit(std::move(unit), [this, delivery](const journal::UnitResult& result) {
        delivery->payload = result.payloads.front();
        if (!result.filled.empty()) delivery->bytes = result.filled.front().share();
        deliveries.begin(delivery);
    });
}

}  // namespace crossdock::flow
