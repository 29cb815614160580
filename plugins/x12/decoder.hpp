// Decodes one transaction, ST to SE, to a tape, checked against its dictionary.
#pragma once

#include "plugins/x12/catalog.hpp"

#include <crossdock/format.h>

namespace crossdock::x12 {

// OK with findings is the usual end for bad content. Throws sdk::Failure (permanent) when no document comes of it:
// `x12.unknown-transaction-set` (with a finding of that code), `x12.not-a-transaction`, `x12.document-too-large`.
// Re-entrant; the tape's names live as long as the catalog.
void decode(const Catalog& catalog, const crossdock_decode_request& request, std::uint32_t levels,
            crossdock_tape_writer& tape, const crossdock_findings& findings);

}  // namespace crossdock::x12
