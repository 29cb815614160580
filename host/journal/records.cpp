#include "host/journal/records.hpp"

#include <fmt/format.h>

#include <type_traits>

#include "host/base/binary.hpp"

namespace crossdock::journal {

namespace {

// Writes and reads the same list of fields, so that the two cannot differ.
class Saver {
public:
    explicit Saver(std::string& into) : writer_(into) {}
    void operator()(const std::string& value) { writer_.text(value); }
    void operator()(const Digest& value) { writer_.raw(value); }
    void operator()(bool value) { writer_.varint(value ? 1 : 0); }
    template <typename Number>
    requires(std::is_integral_v<Number> || std::is_enum_v<Number>) void operator()(Number value) {
        writer_.varint(static_cast<std::uint64_t>(value));
    }
    template <typename Item>
    void operator()(const std::vector<Item>& items) {
        writer_.varint(items.size());
        for (const Item& item : items) (*this)(item);
    }
    template <typename First, typename Second>
    void operator()(const std::pair<First, Second>& pair) {
        (*this)(pair.first);
        (*this)(pair.second);
    }
    template <typename Struct>
    requires(std::is_class_v<Struct>) void operator()(const Struct& value) { fields(value, *this); }

private:
    ByteWriter writer_;
};

class Loader {
public:
    explicit Loader(std::string_view from) : reader_(std::as_bytes(std::span(from.data(), from.size()))) {}
    void operator()(std::string& value) { value = reader_.text(); }
    void operator()(Digest& value) {
        const auto bytes = reader_.raw(value.size());
        if (bytes.size() == value.size()) std::copy(bytes.begin(), bytes.end(), value.begin());
    }
    void operator()(bool& value) { value = reader_.varint() != 0; }
    template <typename Number>
    requires(std::is_integral_v<Number> || std::is_enum_v<Number>) void operator()(Number& value) {
        value = static_cast<Number>(reader_.varint());
    }
    template <typename Item>
    void operator()(std::vector<Item>& items) {
        const std::size_t count = reader_.count(1);
        items.clear();
        for (std::size_t index = 0; index < count && !reader_.failed(); ++index) (*this)(items.emplace_back());
    }
    template <typename First, typename Second>
    void operator()(std::pair<First, Second>& pair) {
        (*this)(pair.first);
        (*this)(pair.second);
    }
    template <typename Struct>
    requires(std::is_class_v<Struct>) void operator()(Struct& value) { fields(value, *this); }
    [[nodiscard]] bool failed() const { return reader_.failed(); }

private:
    ByteReader reader_;
};

// `Self` is the struct, const when it is saved.
template <typename Self, typename Body>
concept Is = std::is_same_v<std::remove_const_t<Self>, Body>;

template <typename Visitor, typename... Members>
void each(Visitor& visit, Members&... members) {
    (visit(members), ...);
}

template <Is<IdRange> Self, typename Visitor>
void fields(Self& at, Visitor& visit) {
    each(visit, at.first, at.last);
}
template <Is<MessageReceived> Self, typename Visitor>
void fields(Self& at, Visitor& visit) {
    each(visit, at.adapter, at.origin, at.partner, at.content_type, at.dedupe_key, at.reply_timeout_ms, at.size,
         at.digest, at.headers);
}
template <Is<MessageRefused> Self, typename Visitor>
void fields(Self& at, Visitor& visit) {
    each(visit, at.adapter, at.origin, at.code, at.text);
}
template <Is<MessageRepeated> Self, typename Visitor>
void fields(Self& at, Visitor& visit) {
    each(visit, at.adapter, at.origin, at.dedupe_key);
}
template <Is<RecordedFinding> Self, typename Visitor>
void fields(Self& at, Visitor& visit) {
    each(visit, at.severity, at.segment, at.element, at.component, at.offset, at.code, at.text, at.value, at.tag,
         at.standard_code);
}
template <Is<MessageRead::Transaction> Self, typename Visitor>
void fields(Self& at, Visitor& visit) {
    each(visit, at.type, at.control_number, at.decision, at.document, at.exception, at.findings);
}
template <Is<MessageRead> Self, typename Visitor>
void fields(Self& at, Visitor& visit) {
    each(visit, at.format, at.agreement, at.interchange_control_number, at.group_control_number, at.functional_id,
         at.outcome, at.acknowledgement, at.findings, at.transactions, at.duration_ms, at.offset, at.part_until);
}
template <Is<DocumentsCreated::Document> Self, typename Visitor>
void fields(Self& at, Visitor& visit) {
    each(visit, at.control_number, at.offset, at.size, at.first_segment, at.json);
}
template <Is<DocumentsCreated> Self, typename Visitor>
void fields(Self& at, Visitor& visit) {
    each(visit, at.message, at.type, at.source_type, at.topic, at.map, at.partner, at.agreement, at.channel,
         at.deployment, at.received_at_ms, at.documents, at.interchange);
}
template <Is<RunsCreated> Self, typename Visitor>
void fields(Self& at, Visitor& visit) {
    each(visit, at.batch, at.runs, at.documents, at.flow, at.version, at.deployment);
}
template <Is<RunsStepped> Self, typename Visitor>
void fields(Self& at, Visitor& visit) {
    each(visit, at.what, at.step, at.batch, at.runs, at.other, at.detail, at.duration_ms);
}
template <Is<DeliveryPrepared> Self, typename Visitor>
void fields(Self& at, Visitor& visit) {
    each(visit, at.purpose, at.adapter, at.partner, at.type, at.content_type, at.idempotency_key, at.retry, at.step,
         at.message, at.batch, at.runs, at.headers, at.payload, at.agreement, at.expects, at.expected_by_ms,
         at.expectation, at.overdue_topic);
}
template <Is<DeliveryAttempted> Self, typename Visitor>
void fields(Self& at, Visitor& visit) {
    each(visit, at.attempt, at.delivered, at.reference, at.error_class, at.code, at.text, at.duration_ms,
         at.next_at_ms);
}
template <Is<ExceptionParked> Self, typename Visitor>
void fields(Self& at, Visitor& visit) {
    each(visit, at.subject, at.parked, at.message, at.document, at.partner, at.flow, at.deployment, at.step, at.code,
         at.error_class, at.text, at.position, at.control_number, at.offset, at.size, at.input, at.findings,
         at.order_keys, at.exception);
}
template <Is<ExceptionResolved> Self, typename Visitor>
void fields(Self& at, Visitor& visit) {
    each(visit, at.action, at.who, at.why, at.input, at.exception, at.parked);
}
template <Is<AcknowledgementReceived::Transaction> Self, typename Visitor>
void fields(Self& at, Visitor& visit) {
    each(visit, at.run, at.document, at.control_number, at.decision);
}
template <Is<AcknowledgementReceived> Self, typename Visitor>
void fields(Self& at, Visitor& visit) {
    each(visit, at.delivery, at.document, at.first, at.came_as, at.decision, at.text, at.transactions, at.exception);
}
template <Is<DeploymentLoaded> Self, typename Visitor>
void fields(Self& at, Visitor& visit) {
    each(visit, at.digest, at.files, at.plugins);
}
template <Is<CheckpointSaved> Self, typename Visitor>
void fields(Self& at, Visitor& visit) {
    each(visit, at.adapter, at.bytes);
}
template <Is<ControlAction> Self, typename Visitor>
void fields(Self& at, Visitor& visit) {
    each(visit, at.command, at.who, at.why, at.about);
}

constexpr std::uint16_t layout_version = 1;

}  // namespace

std::string_view to_string(RecordKind kind) {
    switch (kind) {
        case RecordKind::message_received: return "message received";
        case RecordKind::message_refused: return "message refused";
        case RecordKind::message_repeated: return "message repeated";
        case RecordKind::message_read: return "message read";
        case RecordKind::documents_created: return "documents created";
        case RecordKind::runs_created: return "runs created";
        case RecordKind::runs_stepped: return "runs stepped";
        case RecordKind::delivery_prepared: return "delivery prepared";
        case RecordKind::delivery_attempted: return "delivery attempted";
        case RecordKind::exception_parked: return "exception parked";
        case RecordKind::exception_resolved: return "exception resolved";
        case RecordKind::deployment_loaded: return "deployment loaded";
        case RecordKind::checkpoint_saved: return "checkpoint saved";
        case RecordKind::control_action: return "control action";
        case RecordKind::acknowledgement_received: return "acknowledgement received";
    }
    return "unknown";
}

template <typename Body>
Record make_record(const Body& what, EntityId first, EntityId last) {
    Record record;
    record.kind = static_cast<std::uint16_t>(Body::kind);
    record.version = layout_version;
    record.first_entity = first;
    record.last_entity = last;
    Saver save(record.body);
    save(what);
    return record;
}

template <typename Body>
Result<Body> read_record(const Record& record) {
    if (record.kind != static_cast<std::uint16_t>(Body::kind))
        return Error{"journal.record", ErrorClass::needs_person,
                     fmt::format("this record is '{}', not '{}'", to_string(static_cast<RecordKind>(record.kind)),
                                 to_string(Body::kind))};
    if (record.version > layout_version)
        return Error{"journal.record", ErrorClass::needs_person,
                     fmt::format("a record '{}' has version {}, and this build reads up to {}; use the newer build",
                                 to_string(Body::kind), record.version, layout_version)};
    Body body;
    Loader load(record.body);
    load(body);
    if (load.failed())
        return Error{"journal.record", ErrorClass::needs_person,
                     fmt::format("a record '{}' is damaged; run 'crossdock journal verify'", to_string(Body::kind))};
    return body;
}

#define CROSSDOCK_RECORD(Body)                                          \
    template Record make_record<Body>(const Body&, EntityId, EntityId); \
    template Result<Body> read_record<Body>(const Record&);
CROSSDOCK_RECORD(MessageReceived)
CROSSDOCK_RECORD(MessageRefused)
CROSSDOCK_RECORD(MessageRepeated)
CROSSDOCK_RECORD(MessageRead)
CROSSDOCK_RECORD(DocumentsCreated)
CROSSDOCK_RECORD(RunsCreated)
CROSSDOCK_RECORD(RunsStepped)
CROSSDOCK_RECORD(DeliveryPrepared)
CROSSDOCK_RECORD(DeliveryAttempted)
CROSSDOCK_RECORD(ExceptionParked)
CROSSDOCK_RECORD(ExceptionResolved)
CROSSDOCK_RECORD(DeploymentLoaded)
CROSSDOCK_RECORD(CheckpointSaved)
CROSSDOCK_RECORD(ControlAction)
CROSSDOCK_RECORD(AcknowledgementReceived)
#undef CROSSDOCK_RECORD

}  // namespace crossdock::journal
