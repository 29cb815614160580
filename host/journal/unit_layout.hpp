// How the parts of a unit lie in a frame's meta part.
#pragma once

#include <optional>

#include "host/base/binary.hpp"
#include "host/journal/types.hpp"

namespace crossdock::journal {

// Where the bytes of one of a unit's payloads are.
struct PayloadPlace {
    enum class In : std::uint8_t { this_frame = 0, earlier_frame = 1, blob_file = 2 };
    Digest digest{};
    std::uint64_t size = 0;
    In in = In::this_frame;
    std::uint64_t offset = 0;  // among this frame's payload bytes
    LogPosition earlier = 0;   // the frame that holds it
};

// What was decided about a unit, to be written beside its parts.
struct UnitDecisions {
    std::vector<PayloadPlace> payloads;
    std::vector<std::uint64_t> first_numbers;  // one for each number request
    // When each claim was made, as milliseconds before the commit; empty when they are all new. A purge carries claims
    // forward with their age.
    std::vector<std::uint64_t> claim_ages_ms;
    // The trace keys as they are recorded, where some of them are numbers of the unit; else empty.
    std::vector<std::string> trace_keys;
};

void encode_unit(const Unit& unit, const UnitDecisions& decisions, ByteWriter& out);

// A unit as read back. The position and time of `unit` are left for the caller.
struct DecodedUnit {
    StoredUnit unit;
    UnitDecisions decisions;
};
// Empty when the bytes are no unit.
std::optional<DecodedUnit> decode_unit(Bytes meta);
// Only the payloads, which come first.
std::optional<std::vector<PayloadPlace>> decode_payload_places(Bytes meta);

}  // namespace crossdock::journal
