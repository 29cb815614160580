// What a partner's acknowledgement does to what we sent: its state, and what was expected.
#include <fmt/format.h>

#include <algorithm>

#include "host/base/binary.hpp"
#include "host/intake/intake_worker.hpp"

namespace crossdock::intake {

namespace {

constexpr std::int64_t acknowledged_keep_ms = 400ll * 24 * 3'600'000;

// Whether another acknowledgement in the same unit ended it already.
bool is_ended_in(const journal::Unit& unit, EntityId entity) {
    return std::any_of(unit.advances.begin(), unit.advances.end(),
                       [&](const journal::Advance& advance) { return advance.entity == entity; });
}

}  // namespace

// For `trace` of the message: the acknowledgement itself is right, so it is a note.
void Intake::Worker::say_correlation(Transaction& transaction) {
    const journal::AcknowledgementReceived& record = transaction.acknowledges->record;
    plugins::Finding finding;
    finding.severity = plugins::Severity::note;
    if (record.delivery == 0) {
        finding.code = "acknowledgement.unknown";
        finding.text = fmt::format("it acknowledges {}, which we did not send this partner", record.text);
    } else if (record.first != 0) {
        finding.code = "acknowledgement.repeated";
        finding.text =
            fmt::format("it acknowledges {} of {}, which was acknowledged before, by {}; that one counts", record.text,
                        journal::show_delivery(record.delivery), journal::show_document(record.first));
    } else {
        return;
    }
    transaction.findings.push_back(std::move(finding));
}

void Intake::Worker::park_acknowledged_meanwhile(Transaction& transaction) {
    transaction.parked =
        Error{acknowledged_meanwhile, ErrorClass::needs_person,
              fmt::format("another acknowledgement of {} was taken in at the same moment; retry reads this one as the "
                          "second",
                          journal::show_delivery(transaction.acknowledges->record.delivery))};
}

void Intake::Worker::record_acknowledged(Transaction& transaction, EntityId document, Prepared& prepared) const {
    const Correlation& found = *transaction.acknowledges;
    if (found.record.delivery == 0) return;
    journal::AcknowledgementReceived record = found.record;
    record.document = document;
    if (record.first == 0) {
        prepared.unit.claims.push_back({"acknowledged", found.claim, document,
                                        journal::digest_of(as_bytes(transaction.json)), acknowledged_keep_ms});
        prepared.claimants.push_back({nullptr, &transaction});
        if (found.closes) record.exception = close_expectation(found, prepared.unit);
    }
    prepared.unit.records.push_back(journal::make_record(record, record.delivery));
    prepared.unit.records.push_back(journal::make_record(record, document));
}

// The exception that it was overdue; 0 where it was not.
EntityId Intake::Worker::close_expectation(const Correlation& found, journal::Unit& unit) const {
    if (found.delivery.expectation == 0) return 0;
    const auto still_open = options_.store->find_live(found.delivery.expectation);
    if (is_ended_in(unit, found.delivery.expectation)) return 0;
    if (still_open) {
        unit.advances.push_back({still_open->id, journal::entity_kind::expectation, still_open->version, true, {}});
        return 0;
    }
    const auto overdue = find_overdue(found.record.delivery);
    if (!overdue || is_ended_in(unit, overdue->id)) return 0;
    const journal::ExceptionResolved resolved{"acknowledged", found.delivery.partner, "it came late", {},
                                              overdue->id,    found.record.delivery};
    unit.records.push_back(journal::make_record(resolved, overdue->id));
    unit.records.push_back(journal::make_record(resolved, found.record.delivery));
    unit.advances.push_back({overdue->id, journal::entity_kind::exception, overdue->version, true, {}});
    return overdue->id;
}

// The open exception that says that no acknowledgement of the delivery came in time.
std::optional<journal::LiveEntity> Intake::Worker::find_overdue(EntityId delivery) const {
    const auto units = options_.store->history(delivery);
    if (!units.ok()) return std::nullopt;
    for (const journal::StoredUnit& unit : units.value())
        for (const journal::Record& record : unit.records) {
            if (record.kind != static_cast<std::uint16_t>(journal::RecordKind::exception_parked)) continue;
            const auto parked = journal::read_record<journal::ExceptionParked>(record);
            if (!parked.ok() || parked.value().subject != journal::ExceptionParked::Subject::overdue) continue;
            if (auto live = options_.store->find_live(parked.value().exception)) return live;
        }
    return std::nullopt;
}

}  // namespace crossdock::intake
