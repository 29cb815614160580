#include "host/journal/unit_check.hpp"

#include <fmt/format.h>

namespace crossdock::journal {

namespace {

constexpr std::uint32_t number_width_max = 64;

Error bad(std::string text) { return {bad_unit, ErrorClass::permanent, std::move(text)}; }

Status check_slots(const Unit& unit, std::size_t payload_index) {
    const NewPayload& payload = unit.payloads[payload_index];
    std::uint64_t end = 0;
    for (std::size_t at = 0; at < payload.slots.size(); ++at) {
        const NumberSlot& slot = payload.slots[at];
        if (slot.offset < end || slot.size > payload.bytes.size() || slot.offset > payload.bytes.size() - slot.size)
            return bad(
                fmt::format("slot {} of payload {} lies at {} with {} bytes; slots must ascend and lie within the "
                            "payload's {} bytes",
                            at, payload_index, slot.offset, slot.size, payload.bytes.size()));
        end = slot.offset + slot.size;
        if (slot.request >= unit.numbers.size() || slot.ordinal >= unit.numbers[slot.request].count)
            return bad(
                fmt::format("slot {} of payload {} wants number {} of request {}, which the unit does not ask for", at,
                            payload_index, slot.ordinal, slot.request));
        if (slot.width > number_width_max)
            return bad(fmt::format("slot {} of payload {} wants {} digits; at most {} are possible", at, payload_index,
                                   slot.width, number_width_max));
    }
    return {};
}

Status check_numbers(const Unit& unit) {
    for (const NumberRequest& request : unit.numbers) {
        if (request.sequence.empty()) return bad("a number is asked for without the name of its sequence");
        if (request.first == 0 || request.last < request.first)
            return bad(fmt::format("the sequence {} goes from {} to {}; it must begin at 1 or later and not end before",
                                   request.sequence, request.first, request.last));
        if (request.count == 0 || request.count - 1 > request.last - request.first)
            return bad(fmt::format("{} numbers are asked of the sequence {}, which has {} to {}", request.count,
                                   request.sequence, request.first, request.last));
    }
    return {};
}

Status check_records(const Unit& unit) {
    for (const Record& record : unit.records)
        if (record.first_entity == 0 || record.last_entity < record.first_entity ||
            record.last_entity - record.first_entity >= Record::span_max)
            return bad(fmt::format("a record is about the entities {} to {}; it must name at least one and at most {}",
                                   record.first_entity, record.last_entity, Record::span_max));
    return {};
}

}  // namespace

Status check_unit(const Unit& unit, std::uint64_t unit_bytes_max) {
    CROSSDOCK_TRY(check_numbers(unit));
    CROSSDOCK_TRY(check_records(unit));
    std::uint64_t bytes = 0;
    for (std::size_t at = 0; at < unit.payloads.size(); ++at) {
        const NewPayload& payload = unit.payloads[at];
        CROSSDOCK_TRY(check_slots(unit, at));
        if (!payload.bytes.empty() && payload.blob.size != 0)
            return bad(fmt::format("payload {} has bytes and a blob; give one of them", at));
        bytes += payload.bytes.size() + payload.slots.size() * number_width_max;
    }
    for (const Advance& advance : unit.advances) {
        if (advance.entity == 0) return bad("an advance names no entity");
        if (advance.expected_version == UINT32_MAX)
            return bad(fmt::format("the version of entity {} is used up", advance.entity));
        bytes += advance.state.size() + 64;
    }
    for (const KeyClaim& claim : unit.claims) {
        if (claim.keep_ms < 0) return bad(fmt::format("the claim of {} is kept for a negative time", claim.key));
        bytes += claim.space.size() + claim.key.size() + 128;
    }
    for (const Record& record : unit.records) bytes += record.body.size() + 64;
    for (const TraceKey& key : unit.trace_keys)
        if (key.number != TraceKey::no_number &&
            (key.number >= unit.numbers.size() || key.ordinal >= unit.numbers[key.number].count))
            return bad(fmt::format("a trace key of {} is number {} of request {}, which the unit does not ask for",
                                   key.space, key.ordinal, key.number));
    for (const TraceKey& key : unit.trace_keys) bytes += key.space.size() + key.key.size() + 64;
    if (bytes > unit_bytes_max)
        return bad(fmt::format("the unit has {} bytes, more than {}; give large payloads to write_payload", bytes,
                               unit_bytes_max));
    return {};
}

}  // namespace crossdock::journal
