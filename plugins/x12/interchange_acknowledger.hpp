// Turns what was found in the envelope of an interchange into an interchange acknowledgement (TA1) as a document.
#pragma once

#include "plugins/edi/catalog.hpp"
#include "plugins/x12/dialect.hpp"

#include <crossdock/format.h>

#include <string>

namespace crossdock::x12 {

// Writes the document to the tape and answers its type, `x12/interchange/TA1`; empty where none is to be sent. The
// option `interchange-acknowledgement` says when one is: `requested` by ISA14 (the default), `always`, for what is
// `rejected` or accepted with errors, `never`. An interchange that has nothing but TA1 never gets one.
// TA105 is the code of the first error, else of the first warning that has one; a warning without a code does not
// count. Throws sdk::Failure (configuration) where the dictionaries have no TA1, or for another value of the option.
// Re-entrant. ASC X12.5, TA1.
[[nodiscard]] std::string acknowledge_interchange(const Catalog& catalog, const crossdock_group_report& report,
                                                  crossdock_tape_writer& tape);

}  // namespace crossdock::x12
