// Messages become durable, and sources hear of it.
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "host/intake/intake_worker.hpp"
#include "host/intake/source_keys.hpp"

namespace crossdock::intake {

void Intake::received(std::vector<Arrival> arrivals) {
    if (!options_.store->accepts_intake()) {
        // Nothing is written about it: that would fill the disk further.
        for (Arrival& arrival : arrivals)
            arrival.done({plugins::Verdict::refused, 0,
                          Error{"intake.disk-low", ErrorClass::retry,
                                "disk space is below the low-water mark; make room, then send again"}});
        return;
    }
    const site::SiteConfig& config = options_.flows->deployment().config();
    std::vector<Arrival> direct;
    std::vector<Arrival> checked;
    for (Arrival& arrival : arrivals) {
        const site::AdapterConfig* adapter = config.adapter(arrival.message.adapter);
        const bool check = adapter != nullptr && adapter->checked && arrival.message.payload.blob.size == 0;
        (check ? checked : direct).push_back(std::move(arrival));
    }
    if (!checked.empty()) {
        {
            const std::lock_guard lock(mutex_);
            std::move(checked.begin(), checked.end(), std::back_inserter(at_gate_));
        }
        wake_gate_.notify_one();
    }
    if (!direct.empty()) commit(std::move(direct));
}

void Intake::commit(std::vector<Arrival> arrivals) {
    const EntityId first = options_.store->allocate_ids(arrivals.size());
    auto kept = std::make_shared<std::vector<Arrival>>(std::move(arrivals));
    auto bytes = std::make_shared<std::vector<plugins::SharedBytes>>();
    const std::int64_t remember_ms = options_.flows->deployment().config().intake.remember_ms;
    std::vector<journal::Unit> units;
    units.reserve(kept->size());
    for (std::size_t index = 0; index < kept->size(); ++index) {
        plugins::ReceivedMessage& message = (*kept)[index].message;
        const EntityId id = first + index;
        journal::MessageReceived record;
        record.adapter = message.adapter;
        record.origin = message.origin;
        record.partner = message.partner;
        record.content_type = message.content_type;
        record.dedupe_key = message.dedupe_key;
        record.reply_timeout_ms = message.reply_timeout_ms;
        record.size = message.size;
        record.digest = message.digest;
        record.headers = message.headers;
        journal::Unit& unit = units.emplace_back();
        if (!message.dedupe_key.empty())
            unit.claims.push_back({"message/" + message.adapter, message.dedupe_key, id, message.digest, remember_ms});
        bytes->push_back(message.payload.bytes.share());
        unit.payloads.push_back(std::move(message.payload));
        unit.records.push_back(journal::make_record(record, id));
        unit.advances.push_back({id, journal::entity_kind::message, 0, false, {}});
        for (const auto& [name, value] : message.headers)
            if (name == "file-name") unit.trace_keys.push_back({"file", value, id});
    }
    auto under_way = commits_.begin(options_.clock->wall_ms());
    options_.store->commit(std::move(units), [this, kept, bytes, first, under_way = std::move(under_way)](
                                                 Result<std::vector<journal::UnitResult>> done) {
        for (std::size_t index = 0; index < kept->size(); ++index) {
            if (done.ok())
                committed((*kept)[index], first + index, done.value()[index], std::move((*bytes)[index]));
            else
                // Whatever is wrong with our disk, the sender keeps the message and tries again.
                (*kept)[index].done({plugins::Verdict::refused, 0,
                                     Error{"intake.not-kept", ErrorClass::retry,
                                           "the message could not be made durable and was not taken; send it again"}
                                         .because_of(done.error())});
        }
        // A journal that is stalled only refuses: sources keep what they have and come again.
        if (!done.ok() && done.error().error_class != ErrorClass::retry) options_.journal_failed(done.error());
    });
}

void Intake::committed(Arrival& arrival, EntityId id, const journal::UnitResult& result, plugins::SharedBytes bytes) {
    plugins::ReceivedMessage& message = arrival.message;
    if (result.applied) {
        PendingMessage pending;
        pending.id = id;
        pending.payload = result.payloads.front();
        pending.bytes = std::move(bytes);
        pending.received_at_ms = options_.clock->wall_ms();
        pending.info.adapter = message.adapter;
        pending.info.origin = message.origin;
        pending.info.partner = message.partner;
        pending.info.content_type = message.content_type;
        pending.info.size = message.size;
        pending.info.digest = message.digest;
        if (message.reply_timeout_ms != 0) await_reply(id, message.reply_timeout_ms, std::move(arrival.answer));
        arrival.done({plugins::Verdict::accepted, id, {}});
        enqueue(std::move(pending));
        return;
    }
    if (result.conflict.content != message.digest) {
        refuse(arrival, Error{"intake.key-conflict", ErrorClass::needs_person,
                              fmt::format("the key '{}' came before with other content, as {}; use a new key for a new "
                                          "message",
                                          message.dedupe_key, flow::show_message(result.conflict.owner))});
        return;
    }
    const journal::MessageRepeated record{message.adapter, message.origin, message.dedupe_key};
    journal::Unit unit;
    unit.records.push_back(journal::make_record(record, result.conflict.owner));
    std::vector<journal::Unit> units;
    units.push_back(std::move(unit));
    options_.store->commit(std::move(units), [](const Result<std::vector<journal::UnitResult>>&) {});
    arrival.done({plugins::Verdict::already_known, result.conflict.owner, {}});
    if (message.reply_timeout_ms != 0) arrival.answer({false, result.conflict.owner, {}, {}, {}});
}

void Intake::refuse(Arrival& arrival, Error error, const std::vector<journal::TraceKey>& keys) {
    record_refusal(arrival.message.adapter, arrival.message.origin, error, keys);
    arrival.done({plugins::Verdict::refused, 0, std::move(error)});
}

void Intake::refused(const std::string& adapter, const std::string& origin, const Error& why) {
    record_refusal(adapter, origin, why, {});
}

void Intake::record_refusal(const std::string& adapter, const std::string& origin, const Error& why,
                            const std::vector<journal::TraceKey>& keys) {
    const journal::MessageRefused record{adapter, origin, why.code, why.text};
    const EntityId id = options_.store->allocate_ids(1);
    spdlog::info("{} refused what {} sent, as {}: {} ({})", adapter, origin, flow::show_message(id), why.text,
                 why.code);
    journal::Unit unit;
    unit.records.push_back(journal::make_record(record, id));
    add_keys(keys, id, unit);
    std::vector<journal::Unit> units;
    units.push_back(std::move(unit));
    options_.store->commit(std::move(units), [](const Result<std::vector<journal::UnitResult>>&) {});
}

void Intake::enqueue(PendingMessage message) {
    const std::uint64_t memory_max = options_.flows->deployment().config().intake.memory_bytes;
    {
        const std::lock_guard lock(mutex_);
        if (message.bytes != nullptr) {
            if (queued_bytes_ + message.bytes->size() > memory_max)
                message.bytes.reset();
            else
                queued_bytes_ += message.bytes->size();
        }
        queue_.push_back(std::move(message));
    }
    wake_worker_.notify_one();
}

bool Intake::has_room() {
    const std::lock_guard lock(mutex_);
    was_full_ = queue_.size() + at_gate_.size() >= options_.flows->deployment().config().intake.backlog_messages;
    return !was_full_;
}

std::size_t Intake::backlog() const {
    const std::lock_guard lock(mutex_);
    return queue_.size();
}

}  // namespace crossdock::intake
