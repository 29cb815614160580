// From documents to one unit: what is published, acknowledged and parked is durable together.
#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "host/base/binary.hpp"
#include "host/intake/intake_worker.hpp"
#include "host/intake/source_keys.hpp"
#include "host/schema/canonical.hpp"

namespace crossdock::intake {

namespace {

constexpr std::size_t documents_a_record_max = 10'000;
constexpr std::uint32_t parked_by_us = 4;  // MessageRead::Transaction::decision

// Whether the byte of the message lies in the interchange.
bool holds(const Interchange& interchange, std::uint64_t offset) {
    const std::uint64_t begin = offset_of(interchange);
    return begin <= offset && (interchange.end.offset <= begin || offset < interchange.end.offset);
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
        if (!interchange.repeated) claim(work, interchange, unit);
        if (interchange.repeated) {
            work.found = true;
            record_repeat(work, interchange, prepared);
            continue;
        }
        if (interchange.counts_too) record_counts_too(work, interchange, prepared);
        if (prepared.claimants.size() < unit.claims.size()) prepared.claimants.push_back({&interchange, nullptr});
        if (interchange.envelope)
            unit.trace_keys.push_back({"control-number", interchange.envelope->control_number, work.message.id});
        const bool only_reported = wants_acknowledgement_alone(work, interchange);
        for (Group& group : interchange.groups) {
            if (!wanted(work, interchange, group)) continue;
            work.found = true;
            if (!only_reported) release_group(work, interchange, group, prepared, topics);
        }
        if (!is_whole(work, interchange)) continue;
        work.found = true;
        acknowledge_interchange(work, interchange, prepared);
        if (!only_reported) park_interchange(work, interchange, prepared);
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
    read.outcome = decision_of(interchange, group) == plugins::Decision::rejected ? "rejected" : "released";
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
    else if (whole && group.envelope && acknowledges(interchange))
        read.acknowledgement = acknowledge(work, interchange, report_of(interchange, group), group.offset, prepared);
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
        add_keys(transaction.keys, line.exception, prepared.unit);
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
        Transaction& transaction = *transactions[index];
        const plugins::Slice& slice = transaction.slice;
        const EntityId id = first + index;
        created.documents.push_back(
            {slice.control_number, slice.offset, slice.size, slice.first_segment, transaction.json});
        published.push_back({id, origin, transaction.canonical, &type, journal::digest_of(as_bytes(transaction.json)),
                             slice.offset, slice.size});
        for (const schema::TraceKey& key : schema::trace_keys(type, *transaction.canonical))
            prepared.unit.trace_keys.push_back({std::string(key.space), std::string(key.value), id});
        if (transaction.acknowledges != nullptr) record_acknowledged(transaction, id, prepared);
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
