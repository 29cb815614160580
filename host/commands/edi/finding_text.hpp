// Findings as text and as JSON.
#pragma once

#include <string>

#include "host/commands/edi/reader.hpp"

namespace crossdock::commands::edi {

// What a finding was found in; any of them may be null.
struct FoundIn {
    const std::string* file = nullptr;
    const plugins::Envelope* interchange = nullptr;
    const plugins::Envelope* group = nullptr;
    const plugins::Slice* transaction = nullptr;
};

// `orders.edi: segment 12, PO102, byte 331: error: PO102 is 'x'; … (x12.bad-number)`.
std::string finding_line(const plugins::Finding& finding, const FoundIn& in);

// One object with every member there, null where it is unknown; docs/reference/commands.md lists them.
std::string finding_json(const plugins::Finding& finding, const FoundIn& in);

// What the sentence of a finding says would be right; empty when it does not.
std::string_view expected_by(const plugins::Finding& finding);

}  // namespace crossdock::commands::edi
