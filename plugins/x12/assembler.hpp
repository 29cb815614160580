// Puts transactions into an interchange: ISA, a group for each functional identifier and release, IEA.
#pragma once

#include "plugins/edi/catalog.hpp"
#include "plugins/x12/dialect.hpp"

#include <crossdock/format.h>

namespace crossdock::x12 {

// Control numbers are slots: ISA13 and IEA02 (9 digits), GS06 and GE02, and those of the transactions, numbered in the
// order of the output. Groups stand in the order of their first transaction. Times are UTC.
// Options: those of `output_syntax`, which must be what the transactions were encoded with, and `interchange-version`
// (00401), `release` (GS08; the transactions' own), `usage` (production, test, information; by `test` of the request),
// `acknowledgement-requested` (no), `authorization-qualifier`, `authorization`, `security-qualifier`, `security`.
// Throws sdk::Failure (permanent or configuration) for parties, options or transactions that do not fit. Re-entrant.
void assemble(const Catalog& catalog, const crossdock_assemble_request& request, crossdock_output& output);

}  // namespace crossdock::x12
