// A message larger than the window: split as a stream, each group read, decoded and released by itself.
#include <algorithm>

#include "host/intake/intake_worker.hpp"

namespace crossdock::intake {

namespace {

constexpr std::uint64_t piece_bytes = 1u << 20;

// Where a group's bytes end: after its last transaction, whatever became of its trailer.
std::uint64_t end_of(const Group& group) {
    std::uint64_t end = group.offset;
    for (const Transaction& each : group.transactions) end = std::max(end, each.slice.offset + each.slice.size);
    return end;
}

}  // namespace

void Intake::Worker::process_large(PendingMessage message) {
    Work work;
    work.begun_ms = options_.clock->steady_ms();
    work.message = std::move(message);
    Status streamed = stream(work);
    if (!streamed.ok() && streamed.error().error_class == ErrorClass::retry) {
        // The format's process died over it. As after a restart: everything anew but the groups that are out.
        work.reading = Reading{};
        streamed = stream(work);
    }
    if (!streamed.ok() && !work.failed) work.failed = std::move(streamed).error();
    // What is left: what is wrong with the interchanges, and the end of the message.
    Prepared prepared;
    std::map<std::string, std::vector<flow::PublishedDocument>> topics;
    release(work, prepared, topics);
    publish(topics, prepared);
    if (Status done = commit_waiting(work, std::move(prepared)); !done.ok()) options_.journal_failed(done.error());
}

Status Intake::Worker::stream(Work& work) {
    const journal::PayloadRef& payload = work.message.payload;
    CROSSDOCK_TRY_ASSIGN(const std::string head, options_.store->read_payload(payload, 0, 4096));
    recognise(work, head);
    if (work.failed) return {};
    CROSSDOCK_TRY_ASSIGN(plugins::FormatClient* const client, formats_.client(work.format));
    CROSSDOCK_TRY_ASSIGN(const std::unique_ptr<plugins::SplitStream> split, client->split({}));
    for (std::uint64_t offset = 0; offset < payload.size; offset += piece_bytes) {
        CROSSDOCK_TRY_ASSIGN(std::string piece, options_.store->read_payload(payload, offset, piece_bytes));
        CROSSDOCK_TRY_ASSIGN(auto events, split->feed(std::make_shared<const std::string>(std::move(piece))));
        work.reading.take(std::move(events));
        CROSSDOCK_TRY(release_ended(work, false));
    }
    CROSSDOCK_TRY_ASSIGN(auto events, split->close());
    work.reading.take(std::move(events));
    work.reading.finish();
    return release_ended(work, true);
}

// Releases the groups that have ended, or all when the message has. Under the rule `interchange` groups wait for the
// interchange's end.
Status Intake::Worker::release_ended(Work& work, bool message_ended) {
    find_agreements(work);
    for (Interchange& interchange : work.reading.interchanges) {
        const bool newest = &interchange == &work.reading.interchanges.back();
        const bool ended = message_ended || interchange.ended || !newest;
        if (!interchange.claimed && interchange.agreement != nullptr) CROSSDOCK_TRY(claim_waiting(work, interchange));
        if (interchange.agreement == nullptr || interchange.repeated) {
            interchange.streamed += interchange.groups.size();
            interchange.groups.clear();
            continue;
        }
        if (interchange.agreement->release == partner::ReleaseRule::interchange && !ended) continue;
        const auto first_open = ended ? interchange.groups.end()
                                      : std::find_if(interchange.groups.begin(), interchange.groups.end(),
                                                     [](const Group& each) { return !each.ended; });
        for (auto group = interchange.groups.begin(); group != first_open; ++group)
            CROSSDOCK_TRY(release_alone(work, interchange, *group));
        interchange.streamed += static_cast<std::size_t>(first_open - interchange.groups.begin());
        interchange.groups.erase(interchange.groups.begin(), first_open);
    }
    return {};
}

// One group as an interchange of its own, read from the payload; the message stays open.
Status Intake::Worker::release_alone(Work& work, const Interchange& interchange, Group& group) {
    if (!wanted(work, interchange, group)) return {};
    options_.engine->wait_for_room();
    const std::uint64_t end = end_of(group);
    CROSSDOCK_TRY_ASSIGN(std::string bytes,
                         options_.store->read_payload(work.message.payload, group.offset, end - group.offset));
    Work part;
    part.message = work.message;
    part.format = work.format;
    part.begun_ms = work.begun_ms;
    Interchange& alone = part.reading.interchanges.emplace_back();
    alone.envelope = interchange.envelope;
    alone.agreement = interchange.agreement;
    // Only the rule `interchange` asks how the interchange ended, and then it has.
    alone.ended = true;
    alone.findings = interchange.findings;
    alone.groups.push_back(std::move(group));
    std::vector<std::pair<Work*, Block>> blocks{
        {&part, {std::make_shared<const std::string>(std::move(bytes)), alone.groups.front().offset}}};
    decode_all(blocks);
    Prepared prepared;
    std::map<std::string, std::vector<flow::PublishedDocument>> topics;
    release_group(part, alone, alone.groups.front(), prepared, topics);
    publish(topics, prepared);
    CROSSDOCK_TRY(commit_waiting(work, std::move(prepared)));
    work.message.done.push_back(alone.groups.front().offset);
    return {};
}

Status Intake::Worker::claim_waiting(Work& work, Interchange& interchange) {
    std::vector<journal::Unit> units(1);
    claim(work, interchange, units.front());
    interchange.claimed = true;
    if (units.front().claims.empty()) return {};
    CROSSDOCK_TRY_ASSIGN(const auto results, options_.store->commit_and_wait(std::move(units)));
    // A claim of this very message is from before a restart.
    if (!results.front().applied && results.front().conflict.owner != work.message.id)
        interchange.repeated = results.front().conflict;
    return {};
}

Status Intake::Worker::commit_waiting(const Work& work, Prepared prepared) {
    std::vector<journal::Unit> units;
    units.push_back(std::move(prepared.unit));
    CROSSDOCK_TRY_ASSIGN(const auto results, options_.store->commit_and_wait(std::move(units)));
    if (!results.front().applied)
        return Error{"intake.taken-twice", ErrorClass::needs_person,
                     "message " + flow::show_message(work.message.id) + " was changed by somebody else meanwhile"};
    begin(prepared, results.front());
    return {};
}

}  // namespace crossdock::intake
