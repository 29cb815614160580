// From documents to one unit: what is published, acknowledged and parked is durable together.
#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "host/base/error_text.hpp"
#include "host/base/sha256.hpp"
#include "host/intake/intake_worker.hpp"
#include "host/journal/exception_text.hpp"
#include "host/schema/canonical.hpp"

namespace crossdock::intake {

namespace {

constexpr std::size_t documents_a_record_max = 10'000;
constexpr std::uint32_t parked_by_us = 4;  // MessageRead::Transaction::decision

journal::Digest digest(std::string_view text) { return sha256(std::as_bytes(std::span(text.data(), text.size()))); }

std::uint64_t offset_of(const Interchange& interchange) {
    return interchange.envelope ? interchange.envelope->offset : 0;
}

// Whether a retry of the part at `offset` means the whole interchange.
bool is_about(const Interchange& interchange, std::uint64_t offset) {
    return interchange.envelope && interchange.envelope->offset == offset;
}

// Whether the byte of the message lies in the interchange.
bool holds(const Interchange& interchange, std::uint64_t offset) {
    const std::uint64_t begin = offset_of(interchange);
    return begin <= offset && (interchange.end.offset <= begin || offset < interchange.end.offset);
}

// What is parked again when the part that a person tried again cannot be read.
journal::ExceptionParked::Subject subject_of_part(const PendingMessage& message) {
    return message.again == Again::acknowledge ? journal::ExceptionParked::Subject::acknowledgement
                                               : journal::ExceptionParked::Subject::transaction;
}

std::shared_ptr<const flow::DocumentOrigin> origin_of(const Work& work, const Interchange& interchange) {
    auto origin = std::make_shared<flow::DocumentOrigin>();
    origin->message = work.message.id;
    origin->partner = interchange.agreement->partner;
    origin->agreement = interchange.agreement->name;
    origin->channel = interchange.envelope ? "edi" : "web";
    if (interchange.envelope) origin->interchange = interchange.envelope->control_number;
    origin->received_at_ms = work.message.received_at_ms;
    return origin;
}

}  // namespace

Error rejection(const std::vector<plugins::Finding>& findings) {
    std::string text = "rejected:";
    std::string code = "intake.rejected";
    for (const plugins::Finding& finding : findings) {
        if (finding.severity == plugins::Severity::note) continue;
        if (code == "intake.rejected" && finding.severity == plugins::Severity::error) code = finding.code;
        text += fmt::format("\n{}{}{}", finding.segment != 0 ? fmt::format("segment {}: ", finding.segment) : "",
                            finding.text, finding.code.empty() ? "" : fmt::format(" ({})", finding.code));
    }
    return Error{std::move(code), ErrorClass::needs_person, std::move(text)};
}

std::vector<journal::RecordedFinding> recorded(const std::vector<plugins::Finding>& findings) {
    std::vector<journal::RecordedFinding> list;
    list.reserve(findings.size());
    for (const plugins::Finding& finding : findings)
        list.push_back({static_cast<std::uint32_t>(finding.severity), finding.segment, finding.element,
                        finding.component, finding.offset, finding.code, finding.text, finding.value, finding.tag,
                        finding.standard_code});
    return list;
}

// A transaction that a person tries again is wanted whatever became of its group; a group that is out already is not.
bool Intake::Worker::wanted(const Work& work, const Interchange& interchange, const Group& group) const {
    const std::optional<std::uint64_t>& only = work.message.only;
    if (only && work.message.again == Again::acknowledge) return group.offset == *only;
    if (only && std::any_of(group.transactions.begin(), group.transactions.end(),
                            [&](const Transaction& each) { return each.slice.offset == *only; }))
        return true;
    if (work.message.done->whole.count(group.offset) != 0) return false;
    return !only || is_about(interchange, *only);
}

// Whether all of a group is worked on, and not just a transaction of it that a person tries again. For formats without
// envelopes a retry is always about a transaction.
bool Intake::Worker::is_whole(const Work& work, const Interchange& interchange) {
    return !work.message.only || is_about(interchange, *work.message.only);
}

EntityId Intake::Worker::park(Prepared& prepared, journal::ExceptionParked parked, const Error& error) const {
    const EntityId exception = options_.store->allocate_ids(1);
    parked.exception = exception;
    parked.code = error.code;
    parked.error_class = static_cast<std::uint32_t>(error.error_class);
    parked.text = text_with_causes(error);
    parked.position = describe(error.position);
    parked.deployment = deployment().digest();
    prepared.unit.records.push_back(journal::make_record(parked, exception));
    prepared.unit.records.push_back(journal::make_record(parked, parked.message));
    prepared.unit.advances.push_back({exception, journal::entity_kind::exception, 0, false, {}});
    prepared.parked.push_back(journal::log_line(parked));
    return exception;
}

void Intake::Worker::park_message(const Work& work, const Error& error, Prepared& prepared) const {
    journal::ExceptionParked parked;
    parked.subject = journal::ExceptionParked::Subject::message;
    parked.parked = parked.message = work.message.id;
    parked.partner = work.message.info.partner;
    park(prepared, std::move(parked), error);
}

// An interchange whose agreement is not known; when a part of it was tried again, that part.
void Intake::Worker::park_refused(const Work& work, const Interchange& interchange, Prepared& prepared) const {
    const std::uint64_t offset = offset_of(interchange);
    journal::MessageRead read;
    read.format = work.format;
    read.outcome = "parked";
    read.offset = offset;
    if (interchange.envelope) read.interchange_control_number = interchange.envelope->control_number;
    read.findings = recorded(interchange.findings);
    prepared.unit.records.push_back(journal::make_record(read, work.message.id));
    journal::ExceptionParked parked;
    parked.subject = journal::ExceptionParked::Subject::message;
    parked.control_number = read.interchange_control_number;
    parked.offset = offset;
    if (work.message.only && *work.message.only != offset) {
        parked.subject = subject_of_part(work.message);
        parked.control_number.clear();
        parked.offset = *work.message.only;
    }
    parked.parked = parked.message = work.message.id;
    parked.partner = work.message.info.partner;
    park(prepared, std::move(parked), *interchange.refused);
}

// What is wrong around its groups; what is in them has been released or parked by itself.
void Intake::Worker::park_interchange(const Work& work, const Interchange& interchange, Prepared& prepared) const {
    const bool empty = interchange.groups.empty() && interchange.streamed == 0;
    if (!empty && decide(interchange.findings) != plugins::Decision::rejected) return;
    journal::ExceptionParked parked;
    parked.subject =
        empty ? journal::ExceptionParked::Subject::message : journal::ExceptionParked::Subject::interchange;
    parked.parked = parked.message = work.message.id;
    parked.partner = interchange.agreement->partner;
    if (interchange.envelope) parked.control_number = interchange.envelope->control_number;
    parked.offset = offset_of(interchange);
    park(prepared, std::move(parked),
         interchange.findings.empty()
             ? Error{"intake.nothing-found", ErrorClass::needs_person, "there is no document in this interchange"}
             : rejection(interchange.findings));
}

void Intake::Worker::park_missing_part(const Work& work, Prepared& prepared) const {
    journal::ExceptionParked parked;
    parked.subject = subject_of_part(work.message);
    parked.parked = parked.message = work.message.id;
    parked.partner = work.message.info.partner;
    parked.offset = *work.message.only;
    park(prepared, std::move(parked),
         Error{"intake.part-not-found", ErrorClass::needs_person,
               fmt::format("when {} is read with the present site, no document begins at byte {} any more; restore the "
                           "format's former settings and retry, or let the partner send it again",
                           flow::show_message(work.message.id), *work.message.only)});
}

void Intake::Worker::claim(const Work& work, const Interchange& interchange, journal::Unit& unit) const {
    if (interchange.agreement == nullptr) return;
    // A part of an interchange claims nothing; a whole one that comes through only now does.
    const PendingMessage& message = work.message;
    if (message.only && !(is_about(interchange, *message.only) && message.again == Again::read)) return;
    const partner::Agreement& agreement = *interchange.agreement;
    if (agreement.duplicates == partner::DuplicateRule::none) return;
    journal::KeyClaim claim{"interchange/" + agreement.name,
                            {},
                            work.message.id,
                            content_of(work, interchange),
                            agreement.duplicates_within_ms};
    if (agreement.duplicates == partner::DuplicateRule::digest || !interchange.envelope)
        claim.key = to_hex(claim.content);
    else
        claim.key =
            fmt::format("{}:{}>{}:{}#{}{}", interchange.envelope->sender.qualifier, interchange.envelope->sender.id,
                        interchange.envelope->receiver.qualifier, interchange.envelope->receiver.id,
                        interchange.envelope->control_number, interchange.envelope->test ? "T" : "P");
    unit.claims.push_back(std::move(claim));
}

// What tells a repeat from another interchange under the same number: the digest of its own bytes where they are at
// hand, of the whole message where it is streamed.
journal::Digest Intake::Worker::content_of(const Work& work, const Interchange& interchange) const {
    const std::uint64_t begin = interchange.envelope ? interchange.envelope->offset : 0;
    const std::uint64_t end = interchange.end.offset;
    if (work.message.bytes == nullptr || !interchange.envelope || end <= begin || end > work.message.bytes->size())
        return work.message.info.digest;
    return digest(std::string_view(*work.message.bytes)
                      .substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin)));
}

// The same again is recognised, another one under the same number is parked.
void Intake::Worker::record_repeat(const Work& work, const Interchange& interchange, Prepared& prepared) const {
    const journal::Conflict& conflict = *interchange.repeated;
    const bool same = conflict.content == content_of(work, interchange);
    const std::string first = flow::show_message(conflict.owner) + " at " + format_utc(conflict.claimed_at_ms);
    journal::MessageRead read;
    read.format = work.format;
    read.agreement = interchange.agreement->name;
    if (interchange.envelope) {
        read.interchange_control_number = interchange.envelope->control_number;
        read.offset = interchange.envelope->offset;
    }
    read.outcome = same ? "repeated" : "parked";
    read.duration_ms = options_.clock->steady_ms() - work.begun_ms;
    journal::RecordedFinding& finding = read.findings.emplace_back();
    finding.severity = same ? 3 : 1;
    finding.code = same ? "intake.repeated" : duplicate_number;
    finding.text = same ? fmt::format("this came before, as {}; it was recognised and nothing was done again", first)
                        : fmt::format(
                              "another interchange with this control number came before, as {}; ask the "
                              "partner whether this one counts, too: retry takes it, discard leaves it",
                              first);
    const Error why{finding.code, ErrorClass::needs_person, finding.text};
    prepared.unit.records.push_back(journal::make_record(read, work.message.id));
    if (same) return;
    journal::ExceptionParked parked;
    parked.subject = journal::ExceptionParked::Subject::message;
    parked.parked = parked.message = work.message.id;
    parked.partner = interchange.agreement->partner;
    parked.control_number = read.interchange_control_number;
    parked.offset = read.offset;
    park(prepared, std::move(parked), why);
}

void Intake::Worker::release(Work& work, Prepared& prepared,
                             std::map<std::string, std::vector<flow::PublishedDocument>>& topics) {
    journal::Unit& unit = prepared.unit;
    unit.advances.push_back({work.message.id, journal::entity_kind::message, work.message.version, true, {}});
    if (!work.failed && work.reading.interchanges.empty()) {
        const auto& findings = work.reading.findings;
        work.failed = findings.empty() ? Error{"intake.nothing-found", ErrorClass::needs_person,
                                               "there is no document in this message"}
                                       : rejection(findings);
    }
    if (work.failed) {
        journal::MessageRead read;
        read.format = work.format;
        read.outcome = "parked";
        read.findings = recorded(work.reading.findings);
        unit.records.push_back(journal::make_record(read, work.message.id));
        return park_message(work, *work.failed, prepared);
    }
    const std::optional<std::uint64_t>& only = work.message.only;
    for (Interchange& interchange : work.reading.interchanges) {
        if (interchange.refused) {
            if (only && !holds(interchange, *only)) continue;
            work.found = true;
            park_refused(work, interchange, prepared);
            continue;
        }
        if (interchange.repeated) {
            work.found = true;
            record_repeat(work, interchange, prepared);
            continue;
        }
        if (!interchange.claimed) claim(work, interchange, unit);
        if (interchange.envelope)
            unit.trace_keys.push_back({"control-number", interchange.envelope->control_number, work.message.id});
        for (Group& group : interchange.groups) {
            if (!wanted(work, interchange, group)) continue;
            work.found = true;
            release_group(work, interchange, group, prepared, topics);
        }
        if (only && !is_about(interchange, *only)) continue;
        work.found = true;
        park_interchange(work, interchange, prepared);
    }
    if (only && !work.found) park_missing_part(work, prepared);
}

void Intake::Worker::release_group(Work& work, const Interchange& interchange, Group& group, Prepared& prepared,
                                   std::map<std::string, std::vector<flow::PublishedDocument>>& topics) {
    const partner::Agreement& agreement = *interchange.agreement;
    const bool whole = work.message.again == Again::acknowledge || is_whole(work, interchange);
    journal::MessageRead read;
    read.format = work.format;
    read.agreement = agreement.name;
    if (interchange.envelope) read.interchange_control_number = interchange.envelope->control_number;
    read.offset = group.offset;
    read.outcome = group.decision == plugins::Decision::rejected ? "rejected" : "released";
    read.findings = recorded(group.findings);
    if (group.envelope) {
        read.group_control_number = group.envelope->control_number;
        read.functional_id = group.envelope->functional_id;
    }
    if (work.message.again == Again::acknowledge)
        read.outcome = "acknowledged";
    else
        read_transactions(work, interchange, group, whole, prepared, topics, read);
    if (group.in_parts && !group.ended)
        read.part_until = end_of(group);
    else if (whole && group.envelope)
        read.acknowledgement = acknowledge(work, interchange, group, prepared);
    read.duration_ms = options_.clock->steady_ms() - work.begun_ms;
    prepared.unit.records.push_back(journal::make_record(read, work.message.id));
}

// Each transaction becomes a document or an exception.
void Intake::Worker::read_transactions(const Work& work, const Interchange& interchange, Group& group, bool whole,
                                       Prepared& prepared,
                                       std::map<std::string, std::vector<flow::PublishedDocument>>& topics,
                                       journal::MessageRead& read) {
    const partner::Agreement& agreement = *interchange.agreement;
    const auto origin = origin_of(work, interchange);
    std::map<const partner::Receive*, std::vector<Transaction*>> accepted;
    for (Transaction& transaction : group.transactions) {
        if (!whole && transaction.slice.offset != *work.message.only) continue;
        journal::MessageRead::Transaction& line = read.transactions.emplace_back();
        line.type = transaction.slice.type;
        line.control_number = transaction.slice.control_number;
        line.decision = static_cast<std::uint32_t>(transaction.decision);
        line.findings = recorded(transaction.findings);
        if (transaction.canonical != nullptr && !transaction.parked &&
            transaction.decision != plugins::Decision::rejected) {
            accepted[agreement.receive(transaction.slice.type)].push_back(&transaction);
            continue;
        }
        journal::ExceptionParked parked;
        parked.subject = journal::ExceptionParked::Subject::transaction;
        parked.parked = parked.message = work.message.id;
        parked.partner = agreement.partner;
        parked.control_number = transaction.slice.control_number;
        parked.offset = transaction.slice.offset;
        parked.size = transaction.slice.size;
        parked.findings = line.findings;
        if (transaction.parked) line.decision = parked_by_us;
        Error why = transaction.parked ? *transaction.parked : rejection(transaction.findings);
        if (!transaction.parked && transaction.findings.empty()) why = rejection(group.findings);
        line.exception = park(prepared, std::move(parked), why);
    }
    for (const auto& [receive, all] : accepted)
        for (std::size_t begin = 0; begin < all.size(); begin += documents_a_record_max)
            create_documents(work, origin, *receive,
                             std::span(all).subspan(begin, std::min(documents_a_record_max, all.size() - begin)),
                             prepared, topics[receive->publish], read);
}

// One record of neighbours: documents of one type, published under one topic.
void Intake::Worker::create_documents(const Work& work, const std::shared_ptr<const flow::DocumentOrigin>& origin,
                                      const partner::Receive& receive, std::span<Transaction* const> transactions,
                                      Prepared& prepared, std::vector<flow::PublishedDocument>& published,
                                      journal::MessageRead& read) const {
    const mapping::Map& map = *deployment().find_map(receive.map);
    const schema::Type& type = *deployment().find_type(map.to());
    journal::DocumentsCreated created;
    created.message = origin->message;
    created.type = map.to();
    created.source_type = receive.type;
    created.topic = receive.publish;
    created.map = map.name() + " " + map.version();
    created.partner = origin->partner;
    created.agreement = origin->agreement;
    created.channel = origin->channel;
    created.interchange = origin->interchange;
    created.deployment = deployment().digest();
    created.received_at_ms = work.message.received_at_ms;
    const EntityId first = options_.store->allocate_ids(transactions.size());
    std::size_t line = 0;
    for (std::size_t index = 0; index < transactions.size(); ++index) {
        const Transaction& transaction = *transactions[index];
        const plugins::Slice& slice = transaction.slice;
        const EntityId id = first + index;
        created.documents.push_back(
            {slice.control_number, slice.offset, slice.size, slice.first_segment, transaction.json});
        published.push_back(
            {id, origin, transaction.canonical, &type, digest(transaction.json), slice.offset, slice.size});
        for (const schema::TraceKey& key : schema::trace_keys(type, *transaction.canonical))
            prepared.unit.trace_keys.push_back({std::string(key.space), std::string(key.value), id});
        // The transactions come in the order of the lines; those that were parked are between them.
        while (read.transactions[line].document != 0 || read.transactions[line].exception != 0 ||
               read.transactions[line].type != slice.type)
            ++line;
        read.transactions[line].document = id;
    }
    prepared.unit.records.push_back(journal::make_record(created, first, first + transactions.size() - 1));
}

void Intake::Worker::publish(std::map<std::string, std::vector<flow::PublishedDocument>>& topics, Prepared& prepared) {
    for (auto& [topic, documents] : topics) {
        std::vector<flow::BatchPointer> batches =
            options_.engine->publish(options_.flows, topic, documents, prepared.unit);
        if (batches.empty())
            for (const flow::PublishedDocument& document : documents) {
                journal::ExceptionParked parked;
                parked.subject = journal::ExceptionParked::Subject::transaction;
                parked.parked = parked.message = document.origin->message;
                parked.document = document.id;
                parked.partner = document.origin->partner;
                parked.offset = document.offset;
                parked.size = document.size;
                park(prepared, std::move(parked),
                     Error{"intake.no-subscriber", ErrorClass::needs_person,
                           fmt::format("no flow begins with {}; add one to flows/, then retry", topic)});
            }
        std::move(batches.begin(), batches.end(), std::back_inserter(prepared.batches));
    }
}

}  // namespace crossdock::intake
