// From slices to canonical documents: agreement, decode, decide, map.
#include <fmt/format.h>

#include <algorithm>

#include "host/intake/intake_worker.hpp"
#include "host/intake/source_keys.hpp"
#include "host/schema/canonical.hpp"
#include "host/schema/validate.hpp"

namespace crossdock::intake {

namespace {

// In one exchange with the format: enough that nothing waits for the exchange, few enough that what comes back is still
// in the processor's cache when it is mapped.
constexpr std::size_t decoded_at_once_max = 100;

partner::ReleaseRule release_rule(const Interchange& interchange) {
    return interchange.agreement == nullptr ? partner::ReleaseRule::group : interchange.agreement->release;
}

}  // namespace

// What stands in an interchange outside of groups has no other trailer than the interchange's.
bool Intake::Worker::leaves_with_interchange(const Interchange& interchange, const Group& group) {
    const partner::ReleaseRule rule = release_rule(interchange);
    return rule == partner::ReleaseRule::interchange ||
           (rule == partner::ReleaseRule::group && interchange.envelope && !group.envelope);
}

void Intake::Worker::find_agreements(Work& work) {
    const partner::Directory& partners = deployment().partners();
    for (std::size_t index = work.settled; index < work.reading.interchanges.size(); ++index) {
        Interchange& interchange = work.reading.interchanges[index];
        if (interchange.agreement != nullptr || interchange.refused) continue;
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
}

void Intake::Worker::decode(const std::string& format, const partner::Agreement& agreement,
                            std::span<const Decoding> items) {
    for (; !items.empty(); items = items.subspan(std::min(items.size(), decoded_at_once_max))) {
        const auto some = items.first(std::min(items.size(), decoded_at_once_max));
        const std::vector<plugins::DecodeItem> requests = decode_requests(agreement, some);
        auto client = formats_.client(format);
        const auto take = [&](std::size_t index, plugins::Decoded decoded) {
            this->take(some[index], agreement, std::move(decoded));
        };
        const Status done = client.ok()
                                ? client.value()->decode_each(requests, agreement.options, deployment().names(), take)
                                : Status(client.error());
        if (!done.ok())
            for (const Decoding& item : some) item.transaction->parked = done.error();
    }
}

std::vector<plugins::DecodeItem> Intake::Worker::decode_requests(const partner::Agreement& agreement,
                                                                 std::span<const Decoding> items) {
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
    return requests;
}

// What was decoded is mapped at once, while it is at hand: whether its group lets it through is known only later.
void Intake::Worker::take(const Decoding& item, const partner::Agreement& agreement, plugins::Decoded decoded) {
    Transaction& transaction = *item.transaction;
    std::move(decoded.findings.begin(), decoded.findings.end(), std::back_inserter(transaction.findings));
    transaction.decision = decide(transaction.findings);
    if (decoded.status.ok()) {
        if (transaction.decision != plugins::Decision::rejected) map(*decoded.document, item, agreement);
        if (transaction.canonical == nullptr)
            transaction.keys = source_keys(deployment().find_type(transaction.slice.type), *decoded.document);
        return;
    }
    const Error& error = decoded.status.error();
    // Only what is wrong with the document itself is held against the partner.
    if (error.error_class != ErrorClass::permanent) {
        transaction.parked = error;
        return;
    }
    transaction.decision = plugins::Decision::rejected;
    if (!transaction.findings.empty()) return;
    plugins::Finding& finding = transaction.findings.emplace_back();
    finding.code = error.code;
    finding.text = error.text;
    finding.offset = error.position.offset;
}

// `rejected`: for what is not among its own findings.
void Intake::Worker::decide_group(const Interchange& interchange, Group& group, bool rejected) const {
    group.decision = rejected ? plugins::Decision::rejected : decide(group.findings);
    if (release_rule(interchange) == partner::ReleaseRule::transaction || group.decision != plugins::Decision::rejected)
        return;
    for (Transaction& transaction : group.transactions) {
        transaction.decision = plugins::Decision::rejected;
        transaction.parked.reset();
        if (transaction.canonical == nullptr) continue;
        const mapping::Map& map = *deployment().find_map(interchange.agreement->receive(transaction.slice.type)->map);
        transaction.keys = source_keys(deployment().find_type(map.to()), *transaction.canonical);
        transaction.canonical = nullptr;
    }
}

void Intake::Worker::decide_groups(Interchange& interchange) const {
    const bool interchange_bad =
        interchange.envelope && (!interchange.ended || decide(interchange.findings) == plugins::Decision::rejected);
    for (Group& group : interchange.groups)
        decide_group(interchange, group,
                     (group.envelope && !group.end.complete) ||
                         (interchange_bad && leaves_with_interchange(interchange, group)));
}

void Intake::Worker::map(Document& source, const Decoding& item, const partner::Agreement& agreement) {
    Transaction& transaction = *item.transaction;
    const partner::Receive* receive = agreement.receive(transaction.slice.type);
    if (receive == nullptr) {
        transaction.parked = Error{"intake.not-agreed", ErrorClass::needs_person,
                                   fmt::format("agreement {} receives no {}; add <receive type=\"{}\" …/> to it",
                                               agreement.name, transaction.slice.type, transaction.slice.type)};
        return;
    }
    const mapping::Map& map = *deployment().find_map(receive->map);
    const std::string message = flow::show_message(item.work->message.id);
    const std::string_view channel = item.interchange->envelope ? "edi" : "web";
    const mapping::Variable variables[] = {
        {"partner", agreement.partner}, {"channel", channel}, {"agreement", agreement.name}, {"message", message}};
    mapping::MapContext context;
    context.received_at_ms = item.work->message.received_at_ms;
    context.variables = variables;
    auto canonical = std::make_shared<Document>(deployment().names());
    canonical->reserve(nodes_expected_);
    std::vector<mapping::MapFailure> failures;
    if (Status status = mapping::run(map, source, context, *canonical, failures); !status.ok()) {
        std::string text = fmt::format("map {} cannot make {} of this {}", map.name(), map.to(), map.from());
        for (const mapping::MapFailure& failure : failures) text += "\n" + mapping::describe(failure);
        transaction.parked = Error{"intake.map-failed", ErrorClass::needs_person, std::move(text)};
        return;
    }
    if (map.to() == acknowledgement_type) {
        auto found = correlate(*options_.store, deployment().partners(), agreement, *canonical);
        if (!found.ok()) {
            transaction.parked = std::move(found).error();
            return;
        }
        transaction.acknowledges = std::make_shared<const Correlation>(std::move(found).value());
        say_correlation(transaction);
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
    nodes_expected_ = canonical->size();
    canonical->take_texts(std::move(source));
    schema::write_canonical(type, *canonical, transaction.json);
    transaction.canonical = std::move(canonical);
}

}  // namespace crossdock::intake
