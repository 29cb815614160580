// Messages in, units out: recognise, split, and commit what came of it.
#include <fmt/format.h>

#include "host/intake/intake_worker.hpp"

namespace crossdock::intake {

Intake::Worker::Worker(const IntakeOptions& options, std::function<void(std::function<void()>)> post)
    : options_(options), post_(std::move(post)), formats_(*options.adapters, options.flows->deployment()) {}

void Intake::Worker::process(std::vector<PendingMessage> messages) {
    options_.engine->wait_for_room();
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
        }
    }
    std::vector<std::pair<Work*, Block>> blocks;
    for (Work& work : *works) {
        if (work.failed) continue;
        find_agreements(work);
        blocks.push_back({&work, {work.message.bytes, 0}});
    }
    decode_all(blocks);
    commit(std::move(works), false);
}

// All messages in one unit; when a condition of one of them does not hold, each in its own.
void Intake::Worker::commit(std::shared_ptr<std::vector<Work>> works, bool one_by_one) {
    std::vector<journal::Unit> units;
    auto prepared = std::make_shared<std::vector<Prepared>>();
    const std::size_t count = one_by_one ? works->size() : 1;
    for (std::size_t index = 0; index < count; ++index) {
        Prepared& unit = prepared->emplace_back();
        std::map<std::string, std::vector<flow::PublishedDocument>> topics;
        if (one_by_one)
            release((*works)[index], unit, topics);
        else
            for (Work& work : *works) release(work, unit, topics);
        publish(topics, unit);
        units.push_back(std::move(unit.unit));
    }
    options_.store->commit(std::move(units),
                           [this, works, prepared, one_by_one](Result<std::vector<journal::UnitResult>> done) {
                               if (!done.ok()) return options_.journal_failed(done.error());
                               for (std::size_t index = 0; index < prepared->size(); ++index) {
                                   const journal::UnitResult& result = done.value()[index];
                                   if (result.applied) {
                                       begin((*prepared)[index], result);
                                   } else if (one_by_one || works->size() == 1) {
                                       repeated((*works)[index], result.conflict);
                                   } else {
                                       return post_([this, works] { commit(works, true); });
                                   }
                               }
                           });
}

void Intake::Worker::begin(const Prepared& prepared, const journal::UnitResult& result) {
    options_.engine->begin(prepared.batches);
    for (const Prepared::Acknowledgement& each : prepared.acknowledgements)
        options_.engine->begin_delivery(each.delivery, result.payloads.at(each.payload), each.prepared);
}

// The interchange came before: the same again is recognised, another under the same number is parked.
void Intake::Worker::repeated(const Work& work, const journal::Conflict& conflict) {
    Prepared prepared;
    journal::MessageRead read;
    read.format = work.format;
    if (!work.reading.interchanges.empty()) {
        const Interchange& interchange = work.reading.interchanges.front();
        if (interchange.agreement != nullptr) read.agreement = interchange.agreement->name;
        if (interchange.envelope) read.interchange_control_number = interchange.envelope->control_number;
    }
    read.duration_ms = options_.clock->steady_ms() - work.begun_ms;
    read.outcome = "repeated";
    const bool same = conflict.content == work.message.info.digest;
    journal::RecordedFinding finding;
    finding.severity = same ? 3 : 1;
    finding.code = same ? "intake.repeated" : "intake.duplicate-number";
    const std::string first = flow::show_message(conflict.owner) + " at " + format_utc(conflict.claimed_at_ms);
    finding.text = same ? fmt::format("this came before, as {}; it was recognised and nothing was done again", first)
                        : fmt::format(
                              "another interchange with this control number came before, as {}; ask the "
                              "partner which one counts",
                              first);
    if (!same) {
        journal::ExceptionParked parked;
        parked.subject = journal::ExceptionParked::Subject::message;
        parked.parked = parked.message = work.message.id;
        parked.control_number = read.interchange_control_number;
        read.outcome = "parked";
        park(prepared, std::move(parked), Error{finding.code, ErrorClass::needs_person, finding.text});
    }
    read.findings.push_back(std::move(finding));
    prepared.unit.records.push_back(journal::make_record(read, work.message.id));
    prepared.unit.advances.push_back({work.message.id, journal::entity_kind::message, work.message.version, true, {}});
    std::vector<journal::Unit> units;
    units.push_back(std::move(prepared.unit));
    options_.store->commit(std::move(units), [this](const Result<std::vector<journal::UnitResult>>& done) {
        if (!done.ok()) options_.journal_failed(done.error());
    });
}

}  // namespace crossdock::intake
