#include "host/intake/correlation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <tuple>

#include "host/journal/entity_names.hpp"

namespace crossdock::intake {

namespace {

using journal::EntityId;

constexpr std::size_t deliveries_max = 1000;   // with the same number: it began anew in between
constexpr std::size_t documents_max = 10'000;  // maxItems of functional-acknowledgement/1
constexpr std::string_view acknowledges_interchange = "TA1";

std::optional<std::uint64_t> number_of(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

bool rejects_all(std::string_view decision) { return decision == "rejected"; }

// A TA1 says only that the envelope could be read; 997, 999 and CONTRL answer for what is in it.
bool closes(const std::string& expected, std::string_view came_as, std::string_view decision) {
    if (rejects_all(decision)) return true;
    return (expected == acknowledges_interchange) == (came_as == acknowledges_interchange);
}

void add_text(Document& document, NodeIndex parent, std::string_view name, std::string_view text,
              std::uint8_t flags = 0) {
    document.add_value(parent, document.symbol(name), document.copy_text(text), flags);
}

struct Found {
    EntityId id = 0;
    journal::DeliveryPrepared prepared;
    journal::StoredUnit unit;
};

// Each agreement counts by itself, so several may have given out the number, our own acknowledgements with them: what
// carries documents is meant first, then what went out under the agreement that was answered under, then the newest.
bool is_meant_before(const Found& one, const Found& other, const std::string& answered_under) {
    const auto rank = [&](const Found& found) {
        return std::tuple(found.prepared.purpose == journal::DeliveryPrepared::Purpose::flow,
                          found.prepared.agreement == answered_under, found.unit.position);
    };
    return rank(one) > rank(other);
}

// Under each agreement of the partner, of this format and use, the newest delivery that has the number; of these the
// one that is meant.
Result<std::optional<Found>> find_delivery(const journal::Store& store, const partner::Directory& partners,
                                           const partner::Agreement& agreement, std::string_view level,
                                           std::uint64_t number) {
    std::optional<Found> meant;
    const partner::Partner* const partner = partners.partner(agreement.partner);
    if (partner == nullptr) return meant;
    for (const auto& each : partner->agreements) {
        if (each->format != agreement.format || each->test != agreement.test) continue;
        CROSSDOCK_TRY_ASSIGN(
            const std::vector<EntityId> deliveries,
            store.find_traced(fmt::format("{}/out/{}", each->name, level), std::to_string(number), deliveries_max));
        if (deliveries.empty()) continue;
        Found found;
        found.id = deliveries.back();
        CROSSDOCK_TRY_ASSIGN(found.prepared, read_delivery(store, found.id, found.unit));
        if (!meant || is_meant_before(found, *meant, agreement.name)) meant = std::move(found);
    }
    return meant;
}

// Which of the delivery's transactions has the number.
std::optional<std::size_t> ordinal_of(const Found& found, std::string_view control_number) {
    const auto number = number_of(control_number);
    if (!number) return std::nullopt;
    for (std::size_t at = 0; at < found.unit.numbers.size(); ++at) {
        const journal::NumberRequest& request = found.unit.numbers[at];
        const std::uint64_t first = found.unit.first_numbers[at];
        if (request.sequence != found.prepared.agreement + "/out/transaction" || *number < first ||
            *number - first >= request.count)
            continue;
        return static_cast<std::size_t>(*number - first);
    }
    return std::nullopt;
}

std::string codes_of(const Document& document) {
    std::string codes;
    for (NodeIndex at = document.child(Document::root, "codes"); at != no_node; at = document.next_named(at))
        codes += fmt::format("{}{}", codes.empty() ? "" : ", ", document[at].text);
    return codes;
}

// Each transaction that it lists, with the document that it is.
void correlate_transactions(const Found& found, const std::vector<SentDocument>& sent, Document& document,
                            journal::AcknowledgementReceived& record) {
    for (NodeIndex at = document.child(Document::root, "transactions"); at != no_node; at = document.next_named(at)) {
        const std::string_view number = document.text(at, "controlNumber");
        const auto ordinal = ordinal_of(found, number);
        if (!ordinal || *ordinal >= sent.size()) continue;
        const SentDocument& one = sent[*ordinal];
        add_text(document, at, "document", journal::show_document(one.document));
        record.transactions.push_back(
            {one.run, one.document, std::string(number), std::string(document.text(at, "decision"))});
    }
}

}  // namespace

Result<journal::DeliveryPrepared> read_delivery(const journal::Store& store, EntityId delivery,
                                                journal::StoredUnit& unit) {
    CROSSDOCK_TRY_ASSIGN(const auto units, store.history(delivery));
    for (const journal::StoredUnit& each : units)
        for (const journal::Record& record : each.records) {
            if (record.kind != static_cast<std::uint16_t>(journal::RecordKind::delivery_prepared) ||
                record.first_entity != delivery)
                continue;
            unit = each;
            return journal::read_record<journal::DeliveryPrepared>(record);
        }
    return Error{"delivery.unknown", ErrorClass::needs_person,
                 fmt::format("how {} was prepared is missing; run 'crossdock journal verify'",
                             journal::show_delivery(delivery))};
}

Result<std::vector<SentDocument>> sent_documents(const journal::Store& store,
                                                 const journal::DeliveryPrepared& prepared) {
    std::vector<SentDocument> sent;
    journal::RunsCreated created;
    for (const journal::IdRange& range : prepared.runs)
        for (EntityId run = range.first; run <= range.last; ++run) {
            if (run < created.runs.first || created.runs.last < run) {
                CROSSDOCK_TRY_ASSIGN(const auto units, store.history(run));
                for (const journal::StoredUnit& unit : units)
                    for (const journal::Record& record : unit.records)
                        if (record.kind == static_cast<std::uint16_t>(journal::RecordKind::runs_created) &&
                            record.first_entity <= run && run <= record.last_entity) {
                            CROSSDOCK_TRY_ASSIGN(created, journal::read_record<journal::RunsCreated>(record));
                        }
            }
            const bool known = created.runs.first <= run && run <= created.runs.last;
            sent.push_back({run, known ? created.documents.first + (run - created.runs.first) : 0});
        }
    return sent;
}

Result<Correlation> correlate(const journal::Store& store, const partner::Directory& partners,
                              const partner::Agreement& agreement, Document& document) {
    constexpr NodeIndex top = Document::root;
    Correlation made;
    journal::AcknowledgementReceived& record = made.record;
    record.came_as = document.text(top, "kind");
    record.decision = document.text(top, "decision");
    const std::string_view interchange = document.text(top, "interchangeControlNumber");
    const std::string_view group = document.text(top, "groupControlNumber");
    const bool of_interchange = !interchange.empty();
    const auto number = number_of(of_interchange ? interchange : group);
    const std::string about = of_interchange ? fmt::format("interchange {}", interchange)
                                             : fmt::format("group {} {}", document.text(top, "functionalId"), group);
    std::optional<Found> found;
    if (number) {
        CROSSDOCK_TRY_ASSIGN(
            found, find_delivery(store, partners, agreement, of_interchange ? "interchange" : "group", *number));
    }
    record.text = about;
    if (const std::string codes = codes_of(document); !codes.empty()) record.text += ", codes " + codes;
    if (!found) {
        add_text(document, top, "correlation", "unknown");
        return made;
    }
    record.delivery = found->id;
    // A receipt is followed by the answer proper.
    const bool receipt = document.text(top, "receiptOnly") == "true";
    made.claim = fmt::format("{}/{}", journal::show_delivery(found->id),
                             receipt                                      ? "receipt"
                             : record.came_as == acknowledges_interchange ? "interchange"
                                                                          : "content");
    CROSSDOCK_TRY_ASSIGN(const auto claimed, store.find_claim("acknowledged", made.claim));
    if (claimed) record.first = claimed->owner;
    made.closes = !receipt && closes(found->prepared.expects, record.came_as, record.decision);
    add_text(document, top, "correlation", claimed ? "repeated" : "found");
    add_text(document, top, "delivery", journal::show_delivery(found->id));
    CROSSDOCK_TRY_ASSIGN(const auto sent, sent_documents(store, found->prepared));
    for (std::size_t at = 0; at < std::min(sent.size(), documents_max); ++at)
        add_text(document, top, "documents", journal::show_document(sent[at].document), node_flag::list_item);
    correlate_transactions(*found, sent, document, record);
    made.delivery = std::move(found->prepared);
    return made;
}

}  // namespace crossdock::intake
