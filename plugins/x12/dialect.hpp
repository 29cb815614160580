// X12 for the engine that reads and writes transaction sets.
#pragma once

#include "plugins/edi/dialect.hpp"
#include "plugins/x12/binary_segments.hpp"

namespace crossdock::x12 {

using namespace edi;  // this plugin is the engine with X12's envelopes around it

// The acknowledgement of an interchange: one segment between ISA and the groups (ASC X12.5, TA1).
inline constexpr std::string_view interchange_acknowledgement_type = "x12/interchange/TA1";

inline constexpr Dialect dialect{
    .name = "x12",
    .title = "X12",
    .transaction = "transaction set",
    .right_header = "ISA, 16 elements, 106 bytes with the terminator, and four different delimiters",
    .header = "ST",
    .trailer = "SE",
    .border = "",
    .standard_code = &Rule::x12_code,
    .binary = binary_segments,
};

}  // namespace crossdock::x12
