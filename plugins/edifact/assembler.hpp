// Puts messages into an interchange, UNB to UNZ.
#pragma once

#include "plugins/edi/catalog.hpp"
#include "plugins/edifact/dialect.hpp"

#include <crossdock/format.h>

namespace crossdock::edifact {

// All messages in one interchange without groups, with slots for its reference. Options: those of `output_syntax`, and
// `advice` (`always`, `when-needed`, the default, `never`: whether UNA stands in front), `application-reference`,
// `priority`, `acknowledgement-requested` (`yes`, `no`), `agreement`, `password`. Throws sdk::Failure (permanent or
// configuration) for parties, options or messages that do not fit. Re-entrant.
void assemble(const Catalog& catalog, const crossdock_assemble_request& request, crossdock_output& output);

}  // namespace crossdock::edifact
