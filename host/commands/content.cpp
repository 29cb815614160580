#include "host/commands/content.hpp"

#include <fmt/format.h>

#include <optional>
#include <set>

#include "host/journal/entity_names.hpp"
#include "host/journal/records.hpp"

namespace crossdock::commands {

namespace {

using journal::EntityId;

// The first record of a kind that is about the entity, and its unit.
template <typename Body>
struct Found {
    Body body;
    const journal::StoredUnit* unit = nullptr;
    EntityId first_entity = 0;
};

template <typename Body>
Result<std::optional<Found<Body>>> find(const std::vector<journal::StoredUnit>& units, EntityId entity) {
    for (const journal::StoredUnit& unit : units)
        for (const journal::Record& record : unit.records) {
            if (record.kind != static_cast<std::uint16_t>(Body::kind) || entity < record.first_entity ||
                entity > record.last_entity)
                continue;
            CROSSDOCK_TRY_ASSIGN(Body body, journal::read_record<Body>(record));
            return std::optional(Found<Body>{std::move(body), &unit, record.first_entity});
        }
    return std::optional<Found<Body>>();
}

void add(Content& content, const char* name, std::string value) {
    if (!value.empty()) content.details.emplace_back(name, std::move(value));
}

Error nothing(const std::string& text) { return {"show.nothing", ErrorClass::permanent, text}; }

Result<Content> message_content(EntityId id, const Found<journal::MessageReceived>& found) {
    const journal::MessageReceived& received = found.body;
    Content content{journal::show_message(id), "message", {}, {}, {}, 0, received.size};
    if (received.size != 0) {
        if (found.unit->payloads.empty())
            return Error{"journal.record", ErrorClass::needs_person,
                         fmt::format("the bytes of {} are missing; run 'crossdock journal verify'", content.id)};
        content.payload = found.unit->payloads.front();
    }
    add(content, "adapter", received.adapter);
    add(content, "origin", received.origin);
    add(content, "partner", received.partner);
    add(content, "content type", received.content_type);
    return content;
}

Result<Content> delivery_content(EntityId id, const Found<journal::DeliveryPrepared>& found) {
    const journal::DeliveryPrepared& prepared = found.body;
    if (prepared.payload >= found.unit->payloads.size())
        return Error{
            "journal.record", ErrorClass::needs_person,
            fmt::format("the bytes of {} are missing; run 'crossdock journal verify'", journal::show_delivery(id))};
    const journal::PayloadRef& payload = found.unit->payloads[prepared.payload];
    Content content{journal::show_delivery(id), "delivery", {}, {}, payload, 0, payload.size};
    add(content, "type", prepared.type);
    add(content, "adapter", prepared.adapter);
    add(content, "partner", prepared.partner);
    if (prepared.message != 0) add(content, "message", journal::show_message(prepared.message));
    return content;
}

// What the partner said of it: `accepted by D44 (997)`, of TA1 and 997 both; else what is expected.
Status add_acknowledgement(Content& content, const journal::DeliveryPrepared& prepared,
                           const std::vector<journal::StoredUnit>& units, EntityId id) {
    std::string said;
    for (const journal::StoredUnit& unit : units)
        for (const journal::Record& record : unit.records) {
            if (record.kind != static_cast<std::uint16_t>(journal::RecordKind::acknowledgement_received) ||
                record.first_entity != id)
                continue;
            CROSSDOCK_TRY_ASSIGN(const auto received, journal::read_record<journal::AcknowledgementReceived>(record));
            if (received.first != 0) continue;
            said += fmt::format("{}{} by {} ({})", said.empty() ? "" : ", ", received.decision,
                                journal::show_document(received.document), received.came_as);
        }
    if (said.empty() && !prepared.expects.empty())
        said = fmt::format("{} expected by {}", prepared.expects, format_utc(prepared.expected_by_ms));
    add(content, "acknowledgement", said);
    return {};
}

// The message's bytes; of size 0 when there are none.
Result<journal::PayloadRef> payload_of(const journal::Store& store, EntityId message) {
    CROSSDOCK_TRY_ASSIGN(const auto units, store.history(message));
    CROSSDOCK_TRY_ASSIGN(const auto received, find<journal::MessageReceived>(units, message));
    if (received && !received->unit->payloads.empty()) return received->unit->payloads.front();
    return journal::PayloadRef();
}

// What a person put in the document's place for a run of it, the last time; `units` are the document's.
Result<std::optional<Found<journal::ExceptionResolved>>> find_edit(const journal::Store& store,
                                                                   const std::vector<journal::StoredUnit>& units,
                                                                   EntityId document) {
    std::optional<Found<journal::ExceptionResolved>> last;
    std::set<EntityId> runs;
    for (const journal::StoredUnit& unit : units)
        for (const journal::Record& record : unit.records) {
            if (record.kind != static_cast<std::uint16_t>(journal::RecordKind::runs_created)) continue;
            CROSSDOCK_TRY_ASSIGN(const auto created, journal::read_record<journal::RunsCreated>(record));
            if (document >= created.documents.first && document <= created.documents.last)
                runs.insert(created.runs.first + (document - created.documents.first));
        }
    journal::LogPosition last_at = 0;
    for (const EntityId run : runs) {
        CROSSDOCK_TRY_ASSIGN(const std::vector<journal::StoredUnit> history, store.history(run));
        for (const journal::StoredUnit& unit : history)
            for (const journal::Record& record : unit.records) {
                if (record.kind != static_cast<std::uint16_t>(journal::RecordKind::exception_resolved) ||
                    record.first_entity != run || unit.position < last_at)
                    continue;
                CROSSDOCK_TRY_ASSIGN(auto resolved, journal::read_record<journal::ExceptionResolved>(record));
                if (resolved.input.empty()) continue;
                last_at = unit.position;
                last = {std::move(resolved), nullptr, run};
            }
    }
    return last;
}

Result<Content> document_content(const journal::Store& store, EntityId id,
                                 const std::vector<journal::StoredUnit>& units,
                                 const Found<journal::DocumentsCreated>& found) {
    const journal::DocumentsCreated& created = found.body;
    const journal::DocumentsCreated::Document& document = created.documents.at(id - found.first_entity);
    Content content{journal::show_document(id), "document", {}, document.json, {}, document.offset, document.size};
    add(content, "type", created.type);
    add(content, "partner", created.partner);
    add(content, "channel", created.channel);
    add(content, "message", created.message == 0 ? "" : journal::show_message(created.message));
    add(content, "transaction", document.control_number);
    CROSSDOCK_TRY_ASSIGN(const auto edit, find_edit(store, units, id));
    if (edit) {
        add(content, "edited", fmt::format("by {} for {}", edit->body.who, journal::show_run(edit->first_entity)));
        content.json = edit->body.input;
    }
    CROSSDOCK_TRY_ASSIGN(content.payload, payload_of(store, created.message));
    return content;
}

// A transaction that became no document: the part of its message.
Result<Content> transaction_content(const journal::Store& store, const journal::ExceptionParked& parked) {
    Content content{journal::show_exception(parked.exception), "transaction", {}, {}, {}, parked.offset, parked.size};
    add(content, "message", journal::show_message(parked.message));
    add(content, "partner", parked.partner);
    add(content, "transaction", parked.control_number);
    add(content, "parked as", parked.code);
    CROSSDOCK_TRY_ASSIGN(content.payload, payload_of(store, parked.message));
    return content;
}

}  // namespace

Result<Content> find_content(const journal::Store& store, EntityId entity) {
    CROSSDOCK_TRY_ASSIGN(const auto units, store.history(entity));
    CROSSDOCK_TRY_ASSIGN(const auto document, find<journal::DocumentsCreated>(units, entity));
    if (document) return document_content(store, entity, units, *document);
    CROSSDOCK_TRY_ASSIGN(const auto message, find<journal::MessageReceived>(units, entity));
    if (message) return message_content(entity, *message);
    CROSSDOCK_TRY_ASSIGN(const auto delivery, find<journal::DeliveryPrepared>(units, entity));
    if (delivery) {
        CROSSDOCK_TRY_ASSIGN(Content content, delivery_content(entity, *delivery));
        CROSSDOCK_TRY(add_acknowledgement(content, delivery->body, units, entity));
        return content;
    }
    CROSSDOCK_TRY_ASSIGN(const auto runs, find<journal::RunsCreated>(units, entity));
    if (runs && runs->body.runs.first <= entity && entity <= runs->body.runs.last) {
        const EntityId subject = runs->body.documents.first + (entity - runs->body.runs.first);
        return nothing(
            fmt::format("{} is a run: 'crossdock show {}' shows its document, 'crossdock trace {}' its story",
                        journal::show_run(entity), journal::show_document(subject), journal::show_run(entity)));
    }
    CROSSDOCK_TRY_ASSIGN(const auto parked, find<journal::ExceptionParked>(units, entity));
    if (parked && parked->body.subject == journal::ExceptionParked::Subject::transaction && parked->body.size != 0)
        return transaction_content(store, parked->body);
    CROSSDOCK_TRY_ASSIGN(const auto refused, find<journal::MessageRefused>(units, entity));
    if (refused)
        return nothing(fmt::format("{0} was refused and nothing of it was kept: 'crossdock trace {0}' tells why",
                                   journal::show_message(entity)));
    if (parked)
        return nothing(fmt::format("{0} is an exception: 'crossdock exceptions show {0}' shows it",
                                   journal::show_exception(entity)));
    return nothing(
        fmt::format("{} holds nothing that could be shown; name a message (M12), a document (D12) or a "
                    "delivery (S12)",
                    entity));
}

}  // namespace crossdock::commands
