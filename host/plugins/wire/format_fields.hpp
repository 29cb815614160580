// Envelopes, slices, findings and slots in frames: written from the ABI's structs, read as the host's values.
#pragma once

#include <crossdock/format.h>

#include "host/base/binary.hpp"
#include "host/plugins/format_types.hpp"

namespace crossdock::plugins {

// Texts are those of the struct; what lies beyond its `struct_size` counts as zero.
void write(ByteWriter& out, const crossdock_finding& finding);
void write(ByteWriter& out, const crossdock_envelope& envelope);
void write(ByteWriter& out, const crossdock_envelope_end& end);
void write(ByteWriter& out, const crossdock_slice& slice);
void write(ByteWriter& out, const FormatOptions& options);
void write(ByteWriter& out, const GroupReport& report);
void write_slots(ByteWriter& out, const crossdock_slot* slots, std::uint64_t count);

Finding read_finding(ByteReader& in);
Envelope read_envelope(ByteReader& in);
EnvelopeEnd read_envelope_end(ByteReader& in);
Slice read_slice(ByteReader& in);
FormatOptions read_options(ByteReader& in);
GroupReport read_group_report(ByteReader& in);
// As they were written, a kind that is none included.
std::vector<Slot> read_slots(ByteReader& in);

// What a split reports, in order: each event begins with its kind.
enum class EventKind : std::uint8_t { end_of_events = 0, envelope, slice, envelope_end, finding };
std::vector<SplitEvent> read_events(ByteReader& in);

// Views of host values for a call through the ABI; valid as long as the value.
crossdock_finding abi_view(const Finding& finding);
crossdock_envelope abi_view(const Envelope& envelope);
crossdock_envelope_end abi_view(const EnvelopeEnd& end);
crossdock_slot abi_view(const Slot& slot);
crossdock_party_view abi_view(const Party& party);

}  // namespace crossdock::plugins
