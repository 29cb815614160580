// Acknowledgements that did not come in time.
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>

#include "host/base/binary.hpp"
#include "host/intake/intake_worker.hpp"
#include "host/journal/exception_text.hpp"
#include "host/schema/canonical.hpp"

namespace crossdock::intake {

namespace {

constexpr std::int64_t looked_after_ms = 1'000;
constexpr WallTimeMs after_start_ms = 10'000;  // for sources to bring what came while no host ran
constexpr std::int64_t share_of_time = 50;     // looking through those that are expected takes no more than one part

void add_text(Document& document, std::string_view name, std::string_view text, std::uint8_t flags = 0) {
    document.add_value(Document::root, document.symbol(name), document.copy_text(text), flags);
}

// The message that the delivery's documents came with; 0 where that is not known.
EntityId message_of(const journal::DeliveryPrepared& prepared) {
    EntityId message = 0;
    for (const auto& [name, value] : prepared.headers)
        if (name == "message" && value.size() > 1)
            std::from_chars(value.data() + 1, value.data() + value.size(), message);
    return message;
}

}  // namespace

void Intake::Worker::look_for_overdue(WallTimeMs settled_ms) {
    const std::int64_t begun_ms = options_.clock->steady_ms();
    if (begun_ms < look_again_ms_ || options_.store->is_stalled()) return;
    const WallTimeMs now = options_.clock->wall_ms();
    std::int64_t waited_ms = 0;
    const auto wait_for_room = [&] {
        const std::int64_t since_ms = options_.clock->steady_ms();
        const bool room = options_.engine->wait_for_room();
        waited_ms += options_.clock->steady_ms() - since_ms;
        return room;
    };
    for (const journal::LiveEntity& live : options_.store->live(journal::entity_kind::expectation)) {
        const auto state = flow::ExpectationState::decode(live.state);
        if (state.expected_by_ms > now || state.expected_by_ms >= settled_ms) continue;
        if (state.expected_by_ms < started_ms_ && now < started_ms_ + after_start_ms) continue;
        if (!wait_for_room()) return;
        if (Status done = report_overdue(live, state.delivery); !done.ok())
            spdlog::error("{}: that its acknowledgement is overdue cannot be recorded: {}",
                          journal::show_delivery(state.delivery), describe(done.error()));
    }
    const std::int64_t took_ms = options_.clock->steady_ms() - begun_ms - waited_ms;
    look_again_ms_ = begun_ms + std::max(looked_after_ms, share_of_time * took_ms);
}

// One unit: the expectation ends, and an exception begins that its acknowledgement closes when it comes late.
Status Intake::Worker::report_overdue(const journal::LiveEntity& expectation, EntityId delivery) {
    journal::StoredUnit unit_then;
    CROSSDOCK_TRY_ASSIGN(const journal::DeliveryPrepared sent_then,
                         read_delivery(*options_.store, delivery, unit_then));
    Prepared prepared;
    prepared.unit.advances.push_back(
        {expectation.id, journal::entity_kind::expectation, expectation.version, true, {}});
    journal::ExceptionParked parked;
    parked.subject = journal::ExceptionParked::Subject::overdue;
    parked.parked = delivery;
    parked.message = message_of(sent_then);
    parked.partner = sent_then.partner;
    const EntityId exception = options_.store->allocate_ids(1);
    parked.exception = exception;
    parked.code = "acknowledgement.overdue";
    parked.error_class = static_cast<std::uint32_t>(ErrorClass::needs_person);
    parked.text = fmt::format("{} has not acknowledged {} ({}) with a {}, which was due by {}; ask whether it arrived",
                              sent_then.partner, journal::show_delivery(delivery), sent_then.type, sent_then.expects,
                              format_utc(sent_then.expected_by_ms));
    parked.deployment = deployment().digest();
    prepared.unit.records.push_back(journal::make_record(parked, exception));
    prepared.unit.records.push_back(journal::make_record(parked, delivery));
    prepared.unit.advances.push_back({exception, journal::entity_kind::exception, 0, false, {}});
    prepared.parked.push_back(journal::log_line(parked));
    if (!sent_then.overdue_topic.empty()) CROSSDOCK_TRY(publish_overdue(delivery, sent_then, parked.text, prepared));
    std::vector<journal::Unit> units;
    units.push_back(std::move(prepared.unit));
    CROSSDOCK_TRY_ASSIGN(const auto results, options_.store->commit_and_wait(std::move(units)));
    // Else the acknowledgement came at this very moment.
    if (results.front().applied) begin(prepared, results.front());
    return {};
}

// As an acknowledgement that we write ourselves, because none came.
Status Intake::Worker::publish_overdue(EntityId delivery, const journal::DeliveryPrepared& sent,
                                       const std::string& text, Prepared& prepared) {
    const schema::Type* const type = deployment().find_type(acknowledgement_type);
    if (type == nullptr) return {};
    auto document = std::make_shared<Document>(deployment().names());
    add_text(*document, "standard", sent.type.substr(0, sent.type.find('/')));
    add_text(*document, "kind", sent.expects);
    add_text(*document, "partner", sent.partner);
    add_text(*document, "decision", "overdue");
    add_text(*document, "text", text);
    add_text(*document, "correlation", "found");
    add_text(*document, "delivery", journal::show_delivery(delivery));
    CROSSDOCK_TRY_ASSIGN(const auto documents, sent_documents(*options_.store, sent));
    for (std::size_t at = 0; at < std::min<std::size_t>(documents.size(), 10'000); ++at)
        add_text(*document, "documents", journal::show_document(documents[at].document), node_flag::list_item);
    auto origin = std::make_shared<flow::DocumentOrigin>();
    origin->message = message_of(sent);
    origin->partner = sent.partner;
    origin->agreement = sent.agreement;
    origin->channel = "edi";
    origin->received_at_ms = options_.clock->wall_ms();
    journal::DocumentsCreated created;
    created.message = origin->message;
    created.type = acknowledgement_type;
    created.topic = sent.overdue_topic;
    created.partner = origin->partner;
    created.agreement = origin->agreement;
    created.channel = origin->channel;
    created.deployment = deployment().digest();
    created.received_at_ms = origin->received_at_ms;
    std::string json;
    schema::write_canonical(*type, *document, json);
    const EntityId id = options_.store->allocate_ids(1);
    created.documents.push_back({{}, 0, 0, 0, json});
    prepared.unit.records.push_back(journal::make_record(created, id));
    prepared.batches = options_.engine->publish(
        options_.flows, sent.overdue_topic,
        {{id, origin, std::move(document), type, journal::digest_of(as_bytes(json)), 0, 0}}, prepared.unit);
    return {};
}

}  // namespace crossdock::intake
