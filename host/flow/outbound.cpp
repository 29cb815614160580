// An assembled payload becomes a durable delivery: its control numbers are taken in the same commit as its bytes.
#include <algorithm>
#include <array>

#include "host/base/binary.hpp"
#include "host/flow/engine_parts.hpp"

namespace crossdock::flow {

std::string ExpectationState::encode() const {
    std::string text;
    ByteWriter writer(text);
    writer.varint(delivery);
    writer.varint(static_cast<std::uint64_t>(expected_by_ms));
    return text;
}

ExpectationState ExpectationState::decode(std::string_view text) {
    ByteReader reader(as_bytes(text));
    ExpectationState state;
    state.delivery = reader.varint();
    state.expected_by_ms = static_cast<WallTimeMs>(reader.varint());
    return state;
}

EntityId Engine::Parts::prepare(OutboundPayload payload, journal::Unit& unit, journal::DeliveryPrepared& prepared) {
    static constexpr std::array<const char*, 4> levels{"", "interchange", "group", "transaction"};
    const EntityId id = options.store->allocate_ids(1);
    prepared = std::move(payload.prepared);
    if (prepared.idempotency_key.empty()) prepared.idempotency_key = show_delivery(id);
    prepared.headers.emplace_back("id", show_delivery(id));
    prepared.payload = static_cast<std::uint32_t>(unit.payloads.size());
    const std::string prefix = payload.agreement == nullptr ? std::string() : payload.agreement->name + "/out/";
    journal::NewPayload bytes{std::move(payload.encoded.bytes), {}, {}};
    std::array<std::uint32_t, 4> requests{};  // index into the unit's numbers, plus one
    for (const plugins::Slot& slot : payload.encoded.slots) {
        const auto level = static_cast<std::size_t>(slot.kind);
        if (requests[level] == 0) {
            unit.numbers.push_back({prefix + levels[level], 0});
            requests[level] = static_cast<std::uint32_t>(unit.numbers.size());
        }
        std::uint32_t& count = unit.numbers[requests[level] - 1].count;
        count = std::max(count, slot.ordinal + 1);
        bytes.slots.push_back({slot.offset, slot.size, slot.width, requests[level] - 1, slot.ordinal});
    }
    // An acknowledgement finds its delivery by these numbers.
    for (const auto level : {plugins::SlotKind::interchange, plugins::SlotKind::group})
        if (const std::uint32_t request = requests[static_cast<std::size_t>(level)]; request != 0)
            for (std::uint32_t at = 0; at < unit.numbers[request - 1].count; ++at)
                unit.trace_keys.push_back({unit.numbers[request - 1].sequence, {}, id, request - 1, at});
    if (payload.agreement != nullptr) prepared.agreement = payload.agreement->name;
    if (!prepared.expects.empty()) {
        prepared.expectation = options.store->allocate_ids(1);
        unit.advances.push_back({prepared.expectation, journal::entity_kind::expectation, 0, false,
                                 ExpectationState{id, prepared.expected_by_ms}.encode()});
    }
    unit.payloads.push_back(std::move(bytes));
    unit.records.push_back(journal::make_record(prepared, id));
    unit.advances.push_back({id, journal::entity_kind::delivery, 0, false, DeliveryState{}.encode()});
    return id;
}

Status Engine::Parts::resend(EntityId delivery, const std::function<void(Result<EntityId>)>& done) {
    auto found = load_delivery(delivery, 1, {});
    if (!found.ok())
        return Error{"delivery.unknown", ErrorClass::permanent,
                     "there is no delivery " + show_delivery(delivery) + "; 'crossdock trace' names them"};
    const DeliveryPointer again = found.value();
    CROSSDOCK_TRY_ASSIGN(std::string bytes, options.store->read_payload(again->payload, 0, again->payload.size));
    OutboundPayload payload;
    payload.prepared = again->prepared;
    payload.prepared.idempotency_key.clear();
    // It has the numbers of the first one, and that one's acknowledgement is still the one that is expected.
    payload.prepared.expects.clear();
    payload.prepared.expectation = 0;
    std::erase_if(payload.prepared.headers, [](const auto& header) { return header.first == "id"; });
    payload.encoded.bytes = std::move(bytes);
    journal::Unit unit;
    again->id = prepare(std::move(payload), unit, again->prepared);
    again->bytes.reset();
    unit.records.push_back(journal::make_record(again->prepared, delivery));
    turn.commit(std::move(unit), [this, again, done](const journal::UnitResult& result) {
        again->payload = result.payloads.front();
        deliveries.begin(again);
        done(again->id);
    });
    return {};
}

}  // namespace crossdock::flow
