// The acknowledgements of groups and interchanges, committed together with their release.
#include <fmt/format.h>

#include "host/intake/acknowledgement.hpp"
#include "host/intake/intake_worker.hpp"
#include "host/schema/validate.hpp"

namespace crossdock::intake {

namespace {

// What the partner's own map makes of the canonical acknowledgement.
Result<std::unique_ptr<Document>> map_acknowledgement(const site::Deployment& deployment, const partner::Send& send,
                                                      const plugins::GroupReport& report, const PendingMessage& message,
                                                      const std::string& partner) {
    const auto canonical = std::make_shared<Document>(deployment.names());
    make_acknowledgement(report, send.type, partner, *canonical);
    std::vector<schema::Violation> violations;
    if (schema::validate(*deployment.find_type(acknowledgement_type), *canonical, violations) != 0)
        return Error{"intake.not-canonical", ErrorClass::needs_person,
                     fmt::format("{} does not fit its schema: {}: {}", acknowledgement_type, violations.front().pointer,
                                 violations.front().text)};
    const mapping::Map& map = *deployment.find_map(send.map);
    const mapping::Variable variables[] = {{"partner", partner}};
    mapping::MapContext context;
    context.received_at_ms = message.received_at_ms;
    context.variables = variables;
    auto made = std::make_unique<Document>(deployment.names());
    std::vector<mapping::MapFailure> failures;
    if (Status status = mapping::run(map, *canonical, context, *made, failures); !status.ok()) {
        std::string text = fmt::format("map {} cannot make {} of it", map.name(), map.to());
        for (const mapping::MapFailure& failure : failures) text += "\n" + mapping::describe(failure);
        return Error{"intake.map-failed", ErrorClass::needs_person, std::move(text)};
    }
    made->keep_alive(canonical);
    return made;
}

// The agreement has its own map for the acknowledgements of groups. Of an interchange there may be two kinds, as with
// TA1 and 997; the map is for what it makes.
const partner::Send* own_map(const partner::Agreement& agreement, plugins::EnvelopeLevel level, std::string_view type) {
    const partner::Send* const send = agreement.send(acknowledgement_type);
    if (send == nullptr || level == plugins::EnvelopeLevel::group) return send;
    const auto kind = [](std::string_view whole) { return whole.substr(whole.rfind('/') + 1); };
    return kind(send->type) == kind(type) ? send : nullptr;
}

}  // namespace

bool Intake::Worker::acknowledges(const Interchange& interchange) {
    if (!interchange.envelope || interchange.agreement == nullptr) return false;
    return interchange.agreement->acknowledge == partner::AcknowledgeWhen::always ||
           (interchange.agreement->acknowledge == partner::AcknowledgeWhen::requested &&
            interchange.envelope->acknowledgement_requested);
}

Result<flow::OutboundPayload> Intake::Worker::write_acknowledgement(const Work& work,
                                                                    const partner::Agreement& agreement,
                                                                    const plugins::GroupReport& report) {
    CROSSDOCK_TRY_ASSIGN(plugins::FormatClient* const client, formats_.client(work.format));
    std::string type;
    std::string to = agreement.acknowledge_to;
    // The format says whether such a group or interchange is acknowledged at all, and how, unless the agreement has a
    // map for it.
    CROSSDOCK_TRY_ASSIGN(plugins::Decoded document, client->acknowledge(report, deployment().names(), type));
    CROSSDOCK_TRY(document.status);
    if (const partner::Send* send = own_map(agreement, report.level, type)) {
        CROSSDOCK_TRY_ASSIGN(document.document,
                             map_acknowledgement(deployment(), *send, report, work.message, agreement.partner));
        type = send->type;
        to = send->to;
    }
    plugins::WriteRequest request;
    request.type = type;
    request.count = 1;
    request.document = [&](std::size_t) -> Result<const Document*> { return document.document.get(); };
    request.envelope.test = agreement.test;
    request.envelope.sender = report.interchange.receiver;
    request.envelope.receiver = report.interchange.sender;
    request.envelope.group_sender = agreement.group_sender;
    request.envelope.group_receiver = agreement.group_receiver;
    request.envelope.time_ms = options_.clock->wall_ms();
    request.envelope.options = agreement.options;
    CROSSDOCK_TRY_ASSIGN(plugins::Written written, client->write_payload(request));
    CROSSDOCK_TRY(written.documents.front());
    flow::OutboundPayload out;
    out.encoded = std::move(written.payload);
    out.agreement = &agreement;
    out.prepared.purpose = journal::DeliveryPrepared::Purpose::acknowledgement;
    out.prepared.adapter = to;
    out.prepared.partner = agreement.partner;
    out.prepared.type = type;
    out.prepared.message = work.message.id;
    const site::AdapterConfig* adapter = deployment().config().adapter(to);
    out.prepared.retry = adapter == nullptr ? "standard" : adapter->retry;
    const std::string& interchange = report.interchange.control_number;
    out.prepared.headers = {
        {"partner", agreement.partner},
        {"type", type},
        {"message", flow::show_message(work.message.id)},
        {"interchange", interchange},
        {"number",
         report.group.control_number.empty() ? interchange : interchange + "-" + report.group.control_number}};
    return out;
}

EntityId Intake::Worker::acknowledge(const Work& work, const Interchange& interchange, plugins::GroupReport report,
                                     std::uint64_t offset, Prepared& prepared) {
    const partner::Agreement& agreement = *interchange.agreement;
    report.options = agreement.options;
    auto payload = write_acknowledgement(work, agreement, report);
    if (!payload.ok()) {
        if (payload.error().code == "format.no-acknowledgement") return 0;
        const bool of_interchange = report.level == plugins::EnvelopeLevel::interchange;
        journal::ExceptionParked parked;
        parked.subject = journal::ExceptionParked::Subject::acknowledgement;
        parked.parked = parked.message = work.message.id;
        parked.partner = agreement.partner;
        parked.control_number = of_interchange ? report.interchange.control_number : report.group.control_number;
        parked.offset = offset;
        park(prepared, std::move(parked),
             Error{not_acknowledged, ErrorClass::needs_person,
                   fmt::format("the acknowledgement{} cannot be written: {}; its documents have gone on. Retry writes "
                               "it again, and nothing else",
                               of_interchange ? " of the interchange" : "", payload.error().text)}
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

// Comes with the last of the interchange.
void Intake::Worker::acknowledge_interchange(const Work& work, const Interchange& interchange, Prepared& prepared) {
    if (!acknowledges(interchange) || !is_whole(work, interchange)) return;
    const bool refused = work.message.done->refused.count(offset_of(interchange)) != 0;
    plugins::GroupReport report =
        refused ? refusal_of(interchange, refused_duplicate("it came before")) : report_of(interchange);
    journal::MessageRead read = read_of(work, interchange);
    read.acknowledgement = acknowledge(work, interchange, std::move(report), offset_of(interchange), prepared);
    if (read.acknowledgement == 0) return;
    read.outcome = "acknowledged";
    prepared.unit.records.push_back(journal::make_record(read, work.message.id));
}

}  // namespace crossdock::intake
