// From slices to canonical documents: agreement, decode, decide, map.
#include <fmt/format.h>

#include "host/intake/intake_worker.hpp"
#include "host/schema/canonical.hpp"
#include "host/schema/validate.hpp"

namespace crossdock::intake {

void Intake::Worker::find_agreements(Work& work) {
    const partner::Directory& partners = deployment().partners();
    for (Interchange& interchange : work.reading.interchanges) {
        // A format may have envelopes without parties; then the transport says who it is.
        const bool has_parties = interchange.envelope && !interchange.envelope->sender.id.empty();
        auto agreement = has_parties ? partners.by_envelope(work.format, interchange.envelope->sender,
                                                            interchange.envelope->receiver, interchange.envelope->test)
                                     : partners.by_name(work.format, work.message.info.partner);
        if (agreement.ok())
            interchange.agreement = agreement.value();
        else
            interchange.refused = std::move(agreement).error();
    }
}

void Intake::Worker::decode_all(std::vector<std::pair<Work*, Block>>& works) {
    std::map<std::pair<std::string, const partner::Agreement*>, std::vector<Decoding>> items;
    for (auto& [work, block] : works)
        for (Interchange& interchange : work->reading.interchanges) {
            if (interchange.agreement == nullptr) continue;
            for (Group& group : interchange.groups)
                for (Transaction& transaction : group.transactions)
                    if (transaction.slice.complete && wanted(*work, interchange, group))
                        items[{work->format, interchange.agreement}].push_back(
                            {&transaction, &interchange, &group, work, &block});
        }
    for (auto& [key, decodings] : items) decode(key.first, *key.second, decodings);
    for (auto& [work, block] : works)
        for (Interchange& interchange : work->reading.interchanges) {
            decide_groups(interchange);
            if (interchange.agreement == nullptr) continue;
            for (Group& group : interchange.groups)
                for (Transaction& transaction : group.transactions)
                    if (transaction.decision != plugins::Decision::rejected && transaction.source != nullptr)
                        map(transaction, interchange, *work);
        }
}

void Intake::Worker::decode(const std::string& format, const partner::Agreement& agreement,
                            std::vector<Decoding>& items) {
    std::vector<plugins::DecodeItem> requests;
    requests.reserve(items.size());
    for (const Decoding& item : items) {
        plugins::Slice& slice = item.transaction->slice;
        if (slice.type.empty() && agreement.receives.size() == 1) slice.type = agreement.receives.front().type;
        plugins::DecodeItem& request = requests.emplace_back();
        request.payload = item.block->bytes;
        request.offset_in_payload = slice.offset - item.block->offset;
        request.source_offset = slice.offset;
        request.first_segment = slice.first_segment;
        request.size = slice.size;
        request.type = slice.type;
        if (item.interchange->envelope) request.interchange_context = item.interchange->envelope->context;
        if (item.group->envelope) request.group_context = item.group->envelope->context;
    }
    auto client = formats_.client(format);
    auto decoded = client.ok() ? client.value()->decode(requests, agreement.options, deployment().names())
                               : Result<std::vector<plugins::Decoded>>(client.error());
    for (std::size_t index = 0; index < items.size(); ++index) {
        Transaction& transaction = *items[index].transaction;
        if (!decoded.ok()) {
            transaction.parked = decoded.error();
            continue;
        }
        plugins::Decoded& each = decoded.value()[index];
        std::move(each.findings.begin(), each.findings.end(), std::back_inserter(transaction.findings));
        transaction.source = std::move(each.document);
        transaction.decision = decide(transaction.findings);
        if (each.status.ok()) continue;
        transaction.source = nullptr;
        const Error& error = each.status.error();
        // What our side cannot do is no fault of the partner's document.
        const bool ours = error.code.starts_with("plugin.");
        if (ours || error.error_class == ErrorClass::retry || error.error_class == ErrorClass::configuration) {
            transaction.parked = error;
            continue;
        }
        transaction.decision = plugins::Decision::rejected;
        if (!transaction.findings.empty()) continue;
        plugins::Finding& finding = transaction.findings.emplace_back();
        finding.code = error.code;
        finding.text = error.text;
        finding.offset = error.position.offset;
    }
}

void Intake::Worker::decide_groups(Interchange& interchange) {
    using partner::ReleaseRule;
    const ReleaseRule rule = interchange.agreement == nullptr ? ReleaseRule::group : interchange.agreement->release;
    const bool interchange_bad =
        interchange.envelope && (!interchange.ended || decide(interchange.findings) == plugins::Decision::rejected);
    for (Group& group : interchange.groups) {
        group.decision = decide(group.findings);
        if (group.envelope && !group.end.complete) group.decision = plugins::Decision::rejected;
        if (rule == ReleaseRule::interchange && interchange_bad) group.decision = plugins::Decision::rejected;
        if (rule == ReleaseRule::transaction || group.decision != plugins::Decision::rejected) continue;
        for (Transaction& transaction : group.transactions) transaction.decision = plugins::Decision::rejected;
    }
}

void Intake::Worker::map(Transaction& transaction, const Interchange& interchange, const Work& work) {
    const partner::Agreement& agreement = *interchange.agreement;
    const partner::Receive* receive = agreement.receive(transaction.slice.type);
    if (receive == nullptr) {
        transaction.parked = Error{"intake.not-agreed", ErrorClass::needs_person,
                                   fmt::format("agreement {} receives no {}; add <receive type=\"{}\" …/> to it",
                                               agreement.name, transaction.slice.type, transaction.slice.type)};
        return;
    }
    const mapping::Map& map = *deployment().find_map(receive->map);
    const std::string message = flow::show_message(work.message.id);
    const std::string_view channel = interchange.envelope ? "edi" : "web";
    const mapping::Variable variables[] = {
        {"partner", agreement.partner}, {"channel", channel}, {"agreement", agreement.name}, {"message", message}};
    mapping::MapContext context;
    context.received_at_ms = work.message.received_at_ms;
    context.variables = variables;
    auto canonical = std::make_shared<Document>(deployment().names());
    std::vector<mapping::MapFailure> failures;
    if (Status status = mapping::run(map, *transaction.source, context, *canonical, failures); !status.ok()) {
        std::string text = fmt::format("map {} cannot make {} of this {}", map.name(), map.to(), map.from());
        for (const mapping::MapFailure& failure : failures) text += "\n" + mapping::describe(failure);
        transaction.parked = Error{"intake.map-failed", ErrorClass::needs_person, std::move(text)};
        return;
    }
    const schema::Type& type = *deployment().find_type(map.to());
    std::vector<schema::Violation> violations;
    if (schema::validate(type, *canonical, violations) != 0) {
        std::string text = fmt::format("map {} made a {} that does not fit its schema", map.name(), map.to());
        for (const schema::Violation& violation : violations)
            text += fmt::format("\n{}: {}", violation.pointer, violation.text);
        transaction.parked = Error{"intake.not-canonical", ErrorClass::needs_person, std::move(text)};
        return;
    }
    canonical->keep_alive(transaction.source);
    schema::write_canonical(type, *canonical, transaction.json);
    transaction.canonical = std::move(canonical);
}

}  // namespace crossdock::intake
