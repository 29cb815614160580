// A message larger than the window: read as a stream, piece by piece, and released as it is read.
//
// A group that is larger than a part is released in parts, each a commit of its own; its acknowledgement goes with the
// last. Whether a group, or under the rule `interchange` its whole interchange, is rejected by its envelopes is known
// only at its end, so the envelopes are read first, by themselves.
#include <algorithm>

#include "host/intake/intake_worker.hpp"
#include "host/plugins/adapter_death.hpp"

namespace crossdock::intake {

namespace {

constexpr std::uint64_t piece_bytes = 256u << 10;
constexpr std::uint64_t part_bytes = 256u << 10;
constexpr const char* stopping = "intake.stopping";

}  // namespace

std::uint64_t end_of(const Group& group) {
    std::uint64_t end = group.offset;
    for (const Transaction& each : group.transactions) end = std::max(end, each.slice.offset + each.slice.size);
    return end;
}

void Intake::Worker::process_large(PendingMessage message) {
    Work work;
    work.begun_ms = options_.clock->steady_ms();
    work.message = std::move(message);
    // Its interchanges are told apart by the whole message's digest from the first claim to the last.
    work.message.bytes.reset();
    const auto stream = [&]() -> Status {
        CROSSDOCK_TRY_ASSIGN(const std::string head, options_.store->read_payload(work.message.payload, 0, 4096));
        recognise(work, head);
        if (work.failed) return {};
        std::optional<Survey> seen;
        return read_pieces(work, work.reading, [&](bool ended) { return release_read(work, seen, ended); });
    };
    Status streamed = stream();
    if (!streamed.ok() && plugins::killed_the_adapter(streamed.error()) && !work.message.only) {
        // Once more from the beginning; what was released is passed over.
        work.reading = Reading();
        work.settled = 0;
        streamed = stream();
        if (!streamed.ok() && plugins::killed_the_adapter(streamed.error()))
            streamed = Error{streamed.error().code, ErrorClass::needs_person,
                             "the format did not survive this message twice; it is not tried again"}
                           .because_of(streamed.error());
    }
    if (work.closed) return;
    if (work.stays_live) {
        if (streamed.error().code != stopping) options_.journal_failed(streamed.error());
        return;
    }
    if (!streamed.ok() && !work.failed) work.failed = std::move(streamed).error();
    // What is left: what is wrong with the interchanges, and the end of the message.
    Prepared prepared;
    std::map<std::string, std::vector<flow::PublishedDocument>> topics;
    release(work, prepared, topics);
    publish(topics, prepared);
    Status done = commit_waiting(work, std::move(prepared));
    if (!done.ok() && !work.stays_live && !work.failed) {
        work.failed = std::move(done).error();
        Prepared alone;
        release(work, alone, topics);
        done = commit_waiting(work, std::move(alone));
    }
    if (!done.ok()) options_.journal_failed(done.error());
}

Status Intake::Worker::read_pieces(const Work& work, Reading& reading,
                                   const std::function<Status(bool ended)>& piece_read) {
    const journal::PayloadRef& payload = work.message.payload;
    CROSSDOCK_TRY_ASSIGN(plugins::FormatClient* const client, formats_.client(work.format));
    CROSSDOCK_TRY_ASSIGN(const std::unique_ptr<plugins::SplitStream> split, client->split({}));
    for (std::uint64_t offset = 0; offset < payload.size; offset += piece_bytes) {
        CROSSDOCK_TRY_ASSIGN(std::string piece, options_.store->read_payload(payload, offset, piece_bytes));
        CROSSDOCK_TRY_ASSIGN(auto events, split->feed(std::make_shared<const std::string>(std::move(piece))));
        reading.take(std::move(events));
        CROSSDOCK_TRY(piece_read(false));
        if (work.closed) return {};
    }
    CROSSDOCK_TRY_ASSIGN(auto events, split->close());
    reading.take(std::move(events));
    reading.finish();
    return piece_read(true);
}

Result<Survey> Intake::Worker::survey(const Work& work) {
    Survey survey;
    Work envelopes;
    envelopes.format = work.format;
    envelopes.message = work.message;
    envelopes.reading = Reading(Reading::Keep::envelopes);
    CROSSDOCK_TRY(read_pieces(work, envelopes.reading, [&](bool message_ended) -> Status {
        find_agreements(envelopes);
        auto& interchanges = envelopes.reading.interchanges;
        for (Interchange& interchange : interchanges) {
            const bool ended = message_ended || interchange.ended || &interchange != &interchanges.back();
            const bool together =
                interchange.agreement != nullptr && interchange.agreement->release == partner::ReleaseRule::interchange;
            if (together && !ended) continue;
            decide_groups(interchange);
            for (Group& group : interchange.groups)
                if ((group.ended || ended) && group.decision == plugins::Decision::rejected)
                    survey.rejected.insert(group.offset);
            std::erase_if(interchange.groups, [&](const Group& group) { return group.ended || ended; });
        }
        if (interchanges.size() > 1) interchanges.erase(interchanges.begin(), interchanges.end() - 1);
        return {};
    }));
    return survey;
}

// Releases what has been read: whole groups, and of a group that has not ended a part as soon as that is large enough.
Status Intake::Worker::release_read(Work& work, std::optional<Survey>& seen, bool message_ended) {
    find_agreements(work);
    for (std::size_t index = work.settled; index < work.reading.interchanges.size(); ++index) {
        Interchange& interchange = work.reading.interchanges[index];
        const bool newest = &interchange == &work.reading.interchanges.back();
        const bool ended = message_ended || interchange.ended || !newest;
        if (ended && index == work.settled) ++work.settled;
        if (!interchange.claimed && interchange.agreement != nullptr) CROSSDOCK_TRY(claim_waiting(work, interchange));
        if (interchange.agreement == nullptr || interchange.repeated) {
            pass_over(interchange, ended);
            continue;
        }
        const bool by_envelope = interchange.agreement->release != partner::ReleaseRule::transaction;
        if (by_envelope && !seen) {
            CROSSDOCK_TRY_ASSIGN(seen, survey(work));
        }
        for (Group& group : interchange.groups) {
            const bool group_ended = group.ended || ended;
            if (!group_ended &&
                (group.transactions.empty() || end_of(group) - group.transactions.front().slice.offset < part_bytes))
                continue;
            const bool rejected = by_envelope && seen->rejected.count(group.offset) != 0;
            CROSSDOCK_TRY(release_part(work, interchange, group, rejected, group_ended));
            if (work.closed) return {};
        }
        interchange.streamed +=
            std::erase_if(interchange.groups, [&](const Group& group) { return group.ended || ended; });
    }
    return {};
}

// Nothing of it is taken. Whoever refuses it must know whether anything but acknowledgements came.
void Intake::Worker::pass_over(Interchange& interchange, bool ended) {
    const bool reported = interchange.repeated && acknowledges(interchange);
    for (Group& group : interchange.groups) {
        group.in_parts = true;
        for (const Transaction& each : group.transactions)
            group.unlisted.add(each.decision, each.slice.message_code, each.slice.control_number);
        group.transactions.clear();
        if (reported && (group.ended || ended)) interchange.reported.push_back(short_report_of(interchange, group));
    }
    interchange.streamed += std::erase_if(interchange.groups, [&](const Group& group) { return group.ended || ended; });
}

// What is there of a group, as an interchange of its own, read from the payload; the message stays open.
Status Intake::Worker::release_part(Work& work, Interchange& interchange, Group& group, bool rejected, bool ended) {
    if (!ended) group.in_parts = true;
    const bool reported = acknowledges(interchange) && is_whole(work, interchange);
    const bool released_before = !wanted(work, interchange, group);
    if (released_before && !reported) {
        group.transactions.clear();
        return {};
    }
    // What was released before a restart counts for the acknowledgement of its interchange.
    const bool only_reported = released_before || wants_acknowledgement_alone(work, interchange);
    work.found = true;
    if (rejected && group.in_parts) {
        for (const Transaction& each : group.transactions)
            group.unlisted.add(each.decision, each.slice.message_code, each.slice.control_number);
        group.transactions.clear();
        if (!ended) return {};
        group.decision = plugins::Decision::rejected;
        if (reported) interchange.reported.push_back(short_report_of(interchange, group));
        return only_reported ? Status() : release_rejected(work, interchange, group);
    }
    if (!options_.engine->wait_for_room()) {
        work.stays_live = true;
        return Error{stopping, ErrorClass::retry, "the host stops; the rest is read after its next start"};
    }
    const std::uint64_t begin = group.transactions.empty() ? group.offset : group.transactions.front().slice.offset;
    const std::uint64_t end = std::max(begin, end_of(group));
    CROSSDOCK_TRY_ASSIGN(std::string bytes, options_.store->read_payload(work.message.payload, begin, end - begin));
    Work part;
    part.message = work.message;
    if (only_reported) part.message.done = std::make_shared<Progress>();
    part.format = work.format;
    part.begun_ms = work.begun_ms;
    Interchange& alone = part.reading.interchanges.emplace_back();
    alone.envelope = interchange.envelope;
    alone.agreement = interchange.agreement;
    Group& released = alone.groups.emplace_back(std::exchange(group, {}));
    CROSSDOCK_TRY(check_count(alone, end - begin));
    std::vector<std::pair<Work*, Block>> blocks{
        {&part, {std::make_shared<const std::string>(std::move(bytes)), begin}}};
    decode_all(blocks);
    decide_group(interchange, released, rejected);
    if (released.in_parts) pass_over_what_is_out(work, released);
    released.ended = ended;
    if (reported && ended) interchange.reported.push_back(short_report_of(interchange, released));
    // A transaction, or an acknowledgement, that a person tries again is all that is wanted of the message.
    const bool alone_wanted =
        work.message.only && (work.message.again == Again::acknowledge || !is_whole(work, interchange));
    const bool nothing =
        only_reported || (!ended && (released.transactions.empty() || work.message.again == Again::acknowledge));
    const auto commit_part = [&]() -> Status {
        Prepared prepared;
        std::map<std::string, std::vector<flow::PublishedDocument>> topics;
        release_group(part, alone, released, prepared, topics);
        publish(topics, prepared);
        if (alone_wanted)
            prepared.unit.advances.push_back(
                {work.message.id, journal::entity_kind::message, work.message.version, true, {}});
        return commit_waiting(work, std::move(prepared));
    };
    Status committed;
    if (!nothing) committed = commit_part();
    while (!committed.ok() && committed.error().code == acknowledged_meanwhile) committed = commit_part();
    // The group goes on without what was released of it.
    group = std::move(released);
    group.transactions.clear();
    group.ended = ended;
    CROSSDOCK_TRY(committed);
    if (nothing) return {};
    work.closed = alone_wanted;
    if (ended && !alone_wanted) work.message.done->whole.insert(group.offset);
    if (!ended && !alone_wanted) work.message.done->parts_until[group.offset] = end;
    return {};
}

// Of a group in parts: counts for its acknowledgement what is there, and drops what was released before a restart.
void Intake::Worker::pass_over_what_is_out(const Work& work, Group& group) {
    for (const Transaction& each : group.transactions) {
        if (each.decision == plugins::Decision::accepted)
            group.unlisted.add(each.decision, each.slice.message_code, each.slice.control_number);
        else
            group.reported.push_back(
                {each.decision, each.slice.message_code, each.slice.control_number, each.findings});
    }
    const auto until = work.message.done->parts_until.find(group.offset);
    if (until == work.message.done->parts_until.end()) return;
    std::erase_if(group.transactions, [&](const Transaction& each) {
        return each.slice.offset + each.slice.size <= until->second && work.message.only != each.slice.offset;
    });
}

// One exception for all of a group that came in parts, and the acknowledgement that says so.
Status Intake::Worker::release_rejected(Work& work, Interchange& interchange, Group& group) {
    group.ended = true;
    Prepared prepared;
    std::map<std::string, std::vector<flow::PublishedDocument>> topics;
    release_group(work, interchange, group, prepared, topics);
    journal::ExceptionParked parked;
    parked.subject = journal::ExceptionParked::Subject::interchange;
    parked.parked = parked.message = work.message.id;
    parked.partner = interchange.agreement->partner;
    if (interchange.envelope) parked.control_number = interchange.envelope->control_number;
    parked.offset = group.offset;
    if (work.message.again != Again::acknowledge)
        park(prepared, std::move(parked), rejection(group.findings.empty() ? interchange.findings : group.findings));
    return commit_waiting(work, std::move(prepared));
}

Status Intake::Worker::claim_waiting(Work& work, Interchange& interchange) {
    std::vector<journal::Unit> units(1);
    claim(work, interchange, units.front());
    interchange.claimed = true;
    if (units.front().claims.empty()) return {};
    work.stays_live = true;
    CROSSDOCK_TRY_ASSIGN(const auto results, options_.store->commit_patiently_and_wait(std::move(units)));
    work.stays_live = false;
    // A claim of this very message is from before a restart.
    if (!results.front().applied && results.front().conflict.owner != work.message.id)
        came_before(interchange, results.front().conflict);
    return {};
}

Status Intake::Worker::commit_waiting(Work& work, Prepared prepared) {
    std::vector<journal::Unit> units;
    units.push_back(std::move(prepared.unit));
    // What the journal does not take is not the message's fault: it stays live.
    work.stays_live = true;
    auto results = options_.store->commit_patiently_and_wait(std::move(units));
    if (!results.ok() && results.error().code == journal::bad_unit && !work.failed) {
        work.stays_live = false;
        return too_much(results.error());
    }
    if (!results.ok()) return std::move(results).error();
    work.stays_live = false;
    const journal::UnitResult& result = results->front();
    if (!result.applied && result.conflict.with == journal::Conflict::With::claim)
        if (Transaction* const second = prepared.claimants.at(result.conflict.index).transaction) {
            park_acknowledged_meanwhile(*second);
            return Error{acknowledged_meanwhile, ErrorClass::retry, "the acknowledgement is the second of its kind"};
        }
    if (!result.applied)
        return Error{"intake.taken-twice", ErrorClass::needs_person,
                     "message " + flow::show_message(work.message.id) + " was changed by somebody else meanwhile"};
    begin(prepared, result);
    return {};
}

}  // namespace crossdock::intake
