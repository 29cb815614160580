// Messages in, units out: recognise, split, and commit what came of it.
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <limits>

#include "host/intake/intake_worker.hpp"

namespace crossdock::intake {

namespace {

constexpr std::size_t transactions_never_too_many = 1'000;
constexpr std::uint64_t transaction_bytes_least = 24;  // on average: `ST*850*0001~SE*2*0001~` has 22, and says nothing

}  // namespace

Error too_much(const Error& why) {
    return Error{"intake.too-much", ErrorClass::needs_person,
                 "what was found in this message is more than can be recorded at once; look at it with 'crossdock edi "
                 "validate', ask for it in smaller parts, and discard this one"}
        .because_of(why);
}

Intake::Worker::Worker(const IntakeOptions& options, CommitsUnderWay& commits,
                       std::function<void(std::function<void()>)> post)
    : options_(options),
      commits_(commits),
      post_(std::move(post)),
      formats_(*options.adapters, options.flows->deployment()),
      started_ms_(options.clock->wall_ms()) {}

void Intake::Worker::process(std::vector<PendingMessage> messages) {
    // When the host stops, the journal has them.
    if (!options_.engine->wait_for_room()) return;
    const std::uint64_t window = deployment().config().intake.window_bytes;
    std::vector<PendingMessage> small;
    for (PendingMessage& message : messages) {
        if (message.payload.size <= window) {
            small.push_back(std::move(message));
            continue;
        }
        if (!small.empty()) process_small(std::exchange(small, {}));
        process_large(std::move(message));
    }
    if (!small.empty()) process_small(std::move(small));
}

void Intake::Worker::recognise(Work& work, std::string_view head) {
    auto format =
        formats_.recognise(work.message.info.adapter, head, work.message.info.origin, work.message.info.content_type);
    if (format.ok())
        work.format = std::move(format).value();
    else
        work.failed = std::move(format).error();
}

void Intake::Worker::process_small(std::vector<PendingMessage> messages) {
    auto works = std::make_shared<std::vector<Work>>();
    std::map<std::string, std::vector<std::size_t>> by_format;
    for (PendingMessage& message : messages) {
        Work& work = works->emplace_back();
        work.begun_ms = options_.clock->steady_ms();
        work.message = std::move(message);
        if (work.message.bytes == nullptr) {
            auto bytes = options_.store->read_payload(work.message.payload, 0, work.message.payload.size);
            if (!bytes.ok()) {
                work.failed = std::move(bytes).error();
                continue;
            }
            work.message.bytes = std::make_shared<const std::string>(std::move(bytes).value());
        }
        recognise(work, std::string_view(*work.message.bytes).substr(0, 4096));
        if (!work.failed) by_format[work.format].push_back(works->size() - 1);
    }
    for (const auto& [format, indexes] : by_format) {
        std::vector<plugins::SharedBytes> payloads;
        for (const std::size_t index : indexes) payloads.push_back((*works)[index].message.bytes);
        auto client = formats_.client(format);
        auto split = client.ok() ? client.value()->split_all(payloads, {})
                                 : Result<std::vector<Result<std::vector<plugins::SplitEvent>>>>(client.error());
        for (std::size_t at = 0; at < indexes.size(); ++at) {
            Work& work = (*works)[indexes[at]];
            if (!split.ok())
                work.failed = split.error();
            else if (!split.value()[at].ok())
                work.failed = split.value()[at].error();
            else
                work.reading.take(std::move(split.value()[at]).value());
            work.reading.finish();
            for (const Interchange& interchange : work.reading.interchanges)
                if (Status few = check_count(interchange, work.message.payload.size); !few.ok())
                    work.failed = std::move(few).error();
            if (work.failed) work.reading = Reading();
        }
    }
    std::vector<std::pair<Work*, Block>> blocks;
    for (Work& work : *works) {
        if (work.failed) continue;
        find_agreements(work);
        blocks.push_back({&work, {work.message.bytes, 0}});
    }
    decode_all(blocks);
    for (auto& [work, block] : blocks)
        for (Interchange& interchange : work->reading.interchanges) decide_groups(interchange);
    commit(works, false);
}

// What an interchange is cut into, a few bytes each, are no transactions, and each would become an exception.
Status Intake::Worker::check_count(const Interchange& interchange, std::uint64_t bytes) {
    std::size_t count = 0;
    for (const Group& group : interchange.groups) count += group.transactions.size();
    if (!interchange.envelope || count <= transactions_never_too_many || count * transaction_bytes_least <= bytes)
        return {};
    return too_much(Error{"intake.transactions", ErrorClass::permanent,
                          fmt::format("{} transactions are in {} bytes", count, bytes)});
}

// All messages in one unit; when a condition of one of them does not hold, each in its own.
void Intake::Worker::commit(const std::shared_ptr<std::vector<Work>>& works, bool one_by_one) {
    std::vector<journal::Unit> units;
    auto prepared = std::make_shared<std::vector<Prepared>>(one_by_one ? works->size() : 1);
    for (std::size_t index = 0; index < prepared->size(); ++index) {
        Prepared& unit = (*prepared)[index];
        std::map<std::string, std::vector<flow::PublishedDocument>> topics;
        if (one_by_one)
            release((*works)[index], unit, topics);
        else
            for (Work& work : *works) release(work, unit, topics);
        publish(topics, unit);
        units.push_back(std::move(unit.unit));
    }
    WallTimeMs since_ms = std::numeric_limits<WallTimeMs>::max();
    for (const Work& work : *works) since_ms = std::min(since_ms, work.message.received_at_ms);
    options_.store->commit_patiently(std::move(units), [this, works, prepared, under_way = commits_.begin(since_ms)](
                                                           Result<std::vector<journal::UnitResult>> done) {
        if (!done.ok() && done.error().code == journal::bad_unit)
            return post_([this, works, why = done.error()] { commit_smaller(*works, why); });
        if (!done.ok()) return options_.journal_failed(done.error());
        if (prepared->size() != works->size() && !done.value().front().applied)
            return post_([this, works] { commit(works, true); });
        for (std::size_t index = 0; index < prepared->size(); ++index) {
            const journal::UnitResult& result = done.value()[index];
            if (result.applied)
                begin((*prepared)[index], result);
            else if (result.conflict.with == journal::Conflict::With::claim)
                post_([this, works, prepared, index, conflict = result.conflict] {
                    commit_again((*works)[index], (*prepared)[index].claimants.at(conflict.index), conflict);
                });
            else
                post_([this, works, index] { commit_if_ours((*works)[index]); });
        }
    });
}

// What became of the messages is more than one unit can hold, so each is tried by itself; of one that is too large even
// then only that is kept, with the original, for a person.
void Intake::Worker::commit_smaller(std::vector<Work>& works, const Error& why) {
    if (works.size() == 1) {
        if (works.front().failed) return options_.journal_failed(why);
        works.front().failed = too_much(why);
        works.front().reading = Reading();
    }
    for (Work& work : works) commit_alone(work);
}

// One of the message's interchanges came before, or this very message claimed its key before a restart; or what it
// acknowledges was acknowledged a moment before.
void Intake::Worker::commit_again(Work& work, const Prepared::Claimant& claimant, const journal::Conflict& conflict) {
    if (claimant.transaction != nullptr)
        park_acknowledged_meanwhile(*claimant.transaction);
    else if (conflict.owner == work.message.id)
        claimant.interchange->claimed = true;
    else
        came_before(*claimant.interchange, conflict);
    commit_alone(work);
}

// A version did not hold. If it was the message's, somebody else took it through; if not, what is expected of the
// partner changed meanwhile, and is read anew.
void Intake::Worker::commit_if_ours(Work& work) {
    const auto live = options_.store->find_live(work.message.id);
    if (live && live->version == work.message.version) commit_alone(work);
}

void Intake::Worker::commit_alone(Work& work) {
    auto alone = std::make_shared<std::vector<Work>>();
    alone->push_back(std::move(work));
    commit(alone, true);
}

void Intake::Worker::begin(const Prepared& prepared, const journal::UnitResult& result) {
    for (const std::string& line : prepared.parked) spdlog::warn("{}", line);
    options_.engine->begin(prepared.batches);
    for (const Prepared::Acknowledgement& each : prepared.acknowledgements) {
        plugins::SharedBytes bytes = result.filled.empty() ? nullptr : result.filled.at(each.payload).share();
        options_.engine->begin_delivery(each.delivery, result.payloads.at(each.payload), std::move(bytes),
                                        each.prepared);
    }
}

}  // namespace crossdock::intake
