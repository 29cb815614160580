// What is recorded: one struct for each kind of record, with the layout that it has in the journal.
//
// A layout only grows at its end, and a record of an older version is read with defaults for what it lacks; a newer one
// than this build knows is refused by its version.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "host/journal/types.hpp"

namespace crossdock::journal {

// What a live entity is.
namespace entity_kind {
inline constexpr std::uint16_t message = 1;      // received, not through intake yet
inline constexpr std::uint16_t run_batch = 2;    // runs of one flow that began together
inline constexpr std::uint16_t delivery = 3;     // bytes to be taken to a sink
inline constexpr std::uint16_t exception = 4;    // parked for a person
inline constexpr std::uint16_t checkpoint = 5;   // of an adapter
inline constexpr std::uint16_t expectation = 6;  // of an acknowledgement of a delivery, that has not come yet
}  // namespace entity_kind

enum class RecordKind : std::uint16_t {
    message_received = 1,
    message_refused = 2,
    message_repeated = 3,
    message_read = 4,
    documents_created = 5,
    runs_created = 6,
    runs_stepped = 7,
    delivery_prepared = 8,
    delivery_attempted = 9,
    exception_parked = 10,
    exception_resolved = 11,
    deployment_loaded = 12,
    checkpoint_saved = 13,
    control_action = 14,
    acknowledgement_received = 15,
};

std::string_view to_string(RecordKind kind);

// A message came in and is durable; its payload is the unit's first. About the message.
struct MessageReceived {
    static constexpr RecordKind kind = RecordKind::message_received;
    std::string adapter;
    std::string origin;
    std::string partner;
    std::string content_type;
    std::string dedupe_key;
    std::uint32_t reply_timeout_ms = 0;
    std::uint64_t size = 0;
    Digest digest{};
    std::vector<std::pair<std::string, std::string>> headers;
};

// Something came that was not kept, or that a source refused. About an id of its own.
struct MessageRefused {
    static constexpr RecordKind kind = RecordKind::message_refused;
    std::string adapter;
    std::string origin;
    std::string code;
    std::string text;
};

// The same message came again. About the first one.
struct MessageRepeated {
    static constexpr RecordKind kind = RecordKind::message_repeated;
    std::string adapter;
    std::string origin;
    std::string dedupe_key;
};

// One thing that was noticed in a transaction, group or interchange.
struct RecordedFinding {
    std::uint32_t severity = 1;  // 1 error, 2 warning, 3 note
    std::uint32_t segment = 0;
    std::uint16_t element = 0;
    std::uint16_t component = 0;
    std::uint64_t offset = UINT64_MAX;
    std::string code;
    std::string text;
    std::string value;
    std::string tag;
    std::string standard_code;
};

// What intake made of a part of a message: one group, or what came before the first. About the message.
struct MessageRead {
    static constexpr RecordKind kind = RecordKind::message_read;
    struct Transaction {
        std::string type;
        std::string control_number;
        std::uint32_t decision = 1;  // 1 accepted, 2 accepted with errors, 3 rejected, 4 parked by us
        EntityId document = 0;       // that came of it; 0: none
        EntityId exception = 0;      // that it was parked as; 0: none
        std::vector<RecordedFinding> findings;
    };
    std::string format;
    std::string agreement;
    std::string interchange_control_number;
    std::string group_control_number;
    std::string functional_id;
    std::string outcome;           // `released`, `repeated`, `parked`
    EntityId acknowledgement = 0;  // the delivery that carries it; 0: none
    std::vector<RecordedFinding> findings;
    std::vector<Transaction> transactions;
    std::int64_t duration_ms = 0;
    std::uint64_t offset = 0;  // of the group in the payload; of the interchange where there is no group
    // Of a group that is too large to be released at once: where this part ends in the payload. 0: it is whole, or this
    // is its last part.
    std::uint64_t part_until = 0;
};

// Canonical documents came into being and were published. About the documents.
struct DocumentsCreated {
    static constexpr RecordKind kind = RecordKind::documents_created;
    struct Document {
        std::string control_number;
        std::uint64_t offset = 0;  // of its slice in the message's payload
        std::uint64_t size = 0;
        std::uint32_t first_segment = 0;
        std::string json;  // canonical
    };
    EntityId message = 0;
    std::string type;  // `order/1`
    std::string source_type;
    std::string topic;  // `order.received/1`
    std::string map;
    std::string partner;
    std::string agreement;
    std::string channel;
    std::string deployment;  // its digest, hex
    WallTimeMs received_at_ms = 0;
    std::vector<Document> documents;
    std::string interchange;  // its control number; empty: none
};

// Runs began, one for each document. About the runs.
struct RunsCreated {
    static constexpr RecordKind kind = RecordKind::runs_created;
    EntityId batch = 0;
    IdRange runs;
    IdRange documents;
    std::string flow;
    std::string version;
    std::string deployment;
};

// Runs took a step with an effect, or ended. About the run, or the runs from the first to the last of `runs`.
struct RunsStepped {
    static constexpr RecordKind kind = RecordKind::runs_stepped;
    enum class What : std::uint32_t {
        claimed = 1,  // a person let the run pass its `once` although its key belongs to another run
        repeated,
        answered,
        published,
        finished,
        discarded,
        sent,
        parked,
        attempted,  // a call that failed and may be tried again
    };
    What what = What::finished;
    std::string step;  // the step's path in its flow: `3`, `5.when1.2`; empty when the run ended
    EntityId batch = 0;
    std::vector<IdRange> runs;
    EntityId other = 0;  // the run that had the key first, the delivery, the exception; of a call: which attempt
    std::string detail;  // a response as JSON, a topic, a reason
    std::int64_t duration_ms = 0;
};

// Bytes are ready to go. About the delivery.
struct DeliveryPrepared {
    static constexpr RecordKind kind = RecordKind::delivery_prepared;
    enum class Purpose : std::uint32_t { flow = 1, acknowledgement = 2 };
    Purpose purpose = Purpose::flow;
    std::string adapter;
    std::string partner;
    std::string type;
    std::string content_type;
    std::string idempotency_key;
    std::string retry;  // the policy's name
    std::string step;
    EntityId message = 0;  // that an acknowledgement is about
    EntityId batch = 0;    // of the runs that send
    std::vector<IdRange> runs;
    std::vector<std::pair<std::string, std::string>> headers;
    std::uint32_t payload = 0;  // which of the unit's payloads
    std::string agreement;      // whose control numbers it has; empty: none
    // The acknowledgement that is expected of the partner: its kind, `997`; empty: none.
    std::string expects;
    WallTimeMs expected_by_ms = 0;
    EntityId expectation = 0;   // its live entity
    std::string overdue_topic;  // what is published when none comes in time; empty: nothing
};

// One attempt to deliver ended. About the delivery.
struct DeliveryAttempted {
    static constexpr RecordKind kind = RecordKind::delivery_attempted;
    std::uint32_t attempt = 1;
    bool delivered = false;
    std::string reference;
    std::uint32_t error_class = 0;
    std::string code;
    std::string text;
    std::int64_t duration_ms = 0;
    WallTimeMs next_at_ms = 0;  // 0: no further attempt
};

// Something waits for a person. About the exception, and the thing parked.
struct ExceptionParked {
    static constexpr RecordKind kind = RecordKind::exception_parked;
    enum class Subject : std::uint32_t {
        message = 1,
        transaction,
        run,
        delivery,
        interchange,      // what is wrong around its groups, which were released or parked by themselves: a notice
        acknowledgement,  // of a group or an interchange, which could not be written
        overdue,          // the partner's acknowledgement of a delivery: a notice
    };
    Subject subject = Subject::message;
    EntityId parked = 0;  // the message, run or delivery
    EntityId message = 0;
    EntityId document = 0;
    std::string partner;
    std::string flow;
    std::string deployment;
    std::string step;
    std::string code;
    std::uint32_t error_class = 0;
    std::string text;
    std::string position;
    std::string control_number;
    std::uint64_t offset = 0;  // of a transaction, group or interchange in the message's payload
    std::uint64_t size = 0;
    std::string input;  // what the step worked on, as JSON; empty where the payload is it
    std::vector<RecordedFinding> findings;
    std::vector<std::string> order_keys;  // of the in-order blocks that it holds up
    EntityId exception = 0;               // its own id
};

// A person, or a rule, decided. About the exception and the thing parked.
struct ExceptionResolved {
    static constexpr RecordKind kind = RecordKind::exception_resolved;
    std::string action;  // `retry`, `discard`
    std::string who;
    std::string why;
    std::string input;  // the edited document, when it was edited
    EntityId exception = 0;
    EntityId parked = 0;
};

// The partner acknowledged what we sent. About the delivery, and about the acknowledgement's document.
struct AcknowledgementReceived {
    static constexpr RecordKind kind = RecordKind::acknowledgement_received;
    struct Transaction {
        EntityId run = 0;  // that sent it
        EntityId document = 0;
        std::string control_number;
        std::string decision;  // as in functional-acknowledgement/1
    };
    EntityId delivery = 0;
    EntityId document = 0;                  // the acknowledgement's own
    EntityId first = 0;                     // the document that acknowledged the same before; 0: this is the first
    std::string came_as;                    // `997`, `TA1`
    std::string decision;                   // as in functional-acknowledgement/1
    std::string text;                       // for a person: what it is about, its codes
    std::vector<Transaction> transactions;  // those that it lists and that were found
    EntityId exception = 0;                 // that it was overdue, which this closes; 0: it was not
};

// A deployment came into use; payloads of the unit are its files, in order. About an id of its own.
struct DeploymentLoaded {
    static constexpr RecordKind kind = RecordKind::deployment_loaded;
    std::string digest;
    std::vector<std::string> files;
    std::vector<std::string> plugins;  // `name version build-id digest`
};

// An adapter's checkpoint. About the checkpoint's entity.
struct CheckpointSaved {
    static constexpr RecordKind kind = RecordKind::checkpoint_saved;
    std::string adapter;
    std::string bytes;
};

// Somebody changed something by a command. About what it names, else about an id of its own.
struct ControlAction {
    static constexpr RecordKind kind = RecordKind::control_action;
    std::string command;
    std::string who;
    std::string why;
    EntityId about = 0;
};

// A record of `what`, about the entities from `first` to `last`.
template <typename Body>
Record make_record(const Body& what, EntityId first, EntityId last);

template <typename Body>
Record make_record(const Body& what, EntityId about) {
    return make_record(what, about, about);
}

// The body of a record; error `journal.record` when it is of another kind, damaged, or newer than this build knows.
template <typename Body>
Result<Body> read_record(const Record& record);

}  // namespace crossdock::journal
