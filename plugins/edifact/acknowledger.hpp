// Turns what was found in an interchange, or in one of its groups, into a syntax acknowledgement (CONTRL).
#pragma once

#include "plugins/edi/catalog.hpp"
#include "plugins/edifact/dialect.hpp"

#include <crossdock/format.h>

#include <string>

namespace crossdock::edifact {

// Writes the document to the tape and answers its type, `edifact/syntax-3/CONTRL`, of the interchange's syntax version.
// ISO 9735-4 (and version 3, part 1, CONTRL). Messages are listed with their result; what is wrong inside one follows
// its segment. Throws sdk::Failure (configuration) where the dictionaries have no CONTRL. Re-entrant.
[[nodiscard]] std::string acknowledge(const Catalog& catalog, const crossdock_group_report& report,
                                      crossdock_tape_writer& tape);

}  // namespace crossdock::edifact
