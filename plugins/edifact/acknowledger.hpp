// Turns what was found in an interchange into a syntax acknowledgement (CONTRL).
#pragma once

#include "plugins/edi/catalog.hpp"
#include "plugins/edifact/dialect.hpp"

#include <crossdock/format.h>

#include <string>

namespace crossdock::edifact {

// Writes the document to the tape and answers its type, `edifact/syntax-3/CONTRL`, of the syntax version that the
// option `syntax` names, or of the interchange's where the report has no options. Empty, and nothing written, for what
// is not acknowledged: a group by itself, and an interchange that has nothing but CONTRL. ISO 9735-4 (and version 3,
// part 1, CONTRL). Groups and messages are listed with their result, CONTRL are passed over; what is wrong inside a
// message follows its segment. Below a level that is rejected only what has errors of its own is listed. The standard
// has no result between acknowledged (7) and rejected (4): what is accepted with errors is acknowledged, and its
// warnings are not in the message. Throws sdk::Failure (configuration) where the dictionaries have no CONTRL.
// Re-entrant.
[[nodiscard]] std::string acknowledge(const Catalog& catalog, const crossdock_group_report& report,
                                      crossdock_tape_writer& tape);

}  // namespace crossdock::edifact
