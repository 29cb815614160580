// The acknowledgement of a group, committed together with its release.
#include <fmt/format.h>

#include "host/intake/intake_worker.hpp"

namespace crossdock::intake {

EntityId Intake::Worker::acknowledge(const Work& work, const Interchange& interchange, const Group& group,
                                     Prepared& prepared) {
    const partner::Agreement& agreement = *interchange.agreement;
    const bool due = agreement.acknowledge == partner::AcknowledgeWhen::always ||
                     (agreement.acknowledge == partner::AcknowledgeWhen::requested &&
                      interchange.envelope->acknowledgement_requested);
    if (!due) return 0;
    plugins::GroupReport report;
    report.decision = group.decision;
    report.interchange = *interchange.envelope;
    report.group = *group.envelope;
    report.group_end = group.end;
    report.findings = group.findings;
    for (const Transaction& transaction : group.transactions)
        report.transactions.push_back({transaction.decision, transaction.slice.message_code,
                                       transaction.slice.control_number, transaction.findings});
    const auto make = [&]() -> Result<flow::OutboundPayload> {
        CROSSDOCK_TRY_ASSIGN(plugins::FormatClient* const client, formats_.client(work.format));
        std::string type;
        CROSSDOCK_TRY_ASSIGN(const plugins::Decoded document, client->acknowledge(report, deployment().names(), type));
        CROSSDOCK_TRY(document.status);
        CROSSDOCK_TRY_ASSIGN(auto encoded, client->encode(type, {document.document.get()}, agreement.options));
        CROSSDOCK_TRY_ASSIGN(plugins::Encoded transaction, std::move(encoded.front()));
        plugins::AssembleRequest request;
        request.test = agreement.test;
        request.sender = interchange.envelope->receiver;
        request.receiver = interchange.envelope->sender;
        request.group_sender = agreement.group_sender;
        request.group_receiver = agreement.group_receiver;
        request.time_ms = options_.clock->wall_ms();
        request.options = agreement.options;
        request.transactions.push_back(std::move(transaction));
        flow::OutboundPayload out;
        CROSSDOCK_TRY_ASSIGN(out.encoded, client->assemble(request));
        out.agreement = &agreement;
        out.prepared.purpose = journal::DeliveryPrepared::Purpose::acknowledgement;
        out.prepared.adapter = agreement.acknowledge_to;
        out.prepared.partner = agreement.partner;
        out.prepared.type = type;
        out.prepared.message = work.message.id;
        const site::AdapterConfig* adapter = deployment().config().adapter(agreement.acknowledge_to);
        out.prepared.retry = adapter == nullptr ? "standard" : adapter->retry;
        out.prepared.headers = {
            {"partner", agreement.partner},
            {"type", type},
            {"message", flow::show_message(work.message.id)},
            {"interchange", interchange.envelope->control_number},
            {"number", interchange.envelope->control_number + "-" + group.envelope->control_number}};
        return out;
    };
    auto payload = make();
    if (!payload.ok()) {
        if (payload.error().code == "format.no-acknowledgement") return 0;
        journal::ExceptionParked parked;
        parked.subject = journal::ExceptionParked::Subject::acknowledgement;
        parked.parked = parked.message = work.message.id;
        parked.partner = agreement.partner;
        parked.control_number = group.envelope->control_number;
        parked.offset = group.offset;
        park(prepared, std::move(parked),
             Error{not_acknowledged, ErrorClass::needs_person,
                   fmt::format("the acknowledgement cannot be written: {}; its documents have gone on. Retry writes it "
                               "again, and nothing else",
                               payload.error().text)}
                 .because_of(payload.error()));
        return 0;
    }
    Prepared::Acknowledgement acknowledgement;
    acknowledgement.payload = prepared.unit.payloads.size();
    acknowledgement.delivery =
        options_.engine->prepare(std::move(payload).value(), prepared.unit, acknowledgement.prepared);
    prepared.unit.records.push_back(journal::make_record(acknowledgement.prepared, work.message.id));
    prepared.acknowledgements.push_back(acknowledgement);
    return acknowledgement.delivery;
}

}  // namespace crossdock::intake
