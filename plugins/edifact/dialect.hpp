// EDIFACT (ISO 9735) for the engine that reads and writes messages.
#pragma once

#include "plugins/edi/dialect.hpp"

namespace crossdock::edifact {

using namespace edi;  // this plugin is the engine with EDIFACT's envelopes around it

inline constexpr Dialect dialect{
    .name = "edifact",
    .title = "EDIFACT",
    .transaction = "message",
    .right_header = "UNB and its elements, with a UNA in front where its delimiters are not the usual ones",
    .header = "UNH",
    .trailer = "UNT",
    .border = "UNS",
    .standard_code = &Rule::edifact_code,
};

}  // namespace crossdock::edifact
