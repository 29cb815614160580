// Turns what was found in a group into a functional acknowledgement (997, 999) as a document.
#pragma once

#include "plugins/edi/catalog.hpp"
#include "plugins/x12/dialect.hpp"

#include <crossdock/format.h>

#include <string>

namespace crossdock::x12 {

// The option that names release and guide of acknowledgements, `005010X231A1`; the first six characters are the
// release.
inline constexpr std::string_view acknowledgement_version = "acknowledgement-version";

// Writes the document to the tape and answers its type, `x12/004010/997`; empty where the group is not acknowledged: a
// group of acknowledgements, or where the option `acknowledgement` is none. It is a 997, or a 999 where that option
// says so, in the release of the group unless `acknowledgement-version` names another. Notes are left out. A finding in
// a segment becomes an AK3 (IK3) and its elements AK4 (IK4; at most 99 in each); AK5 (IK5) and AK9 carry at most five
// codes. Bad data is repeated only where no delimiter could be in it. Throws sdk::Failure when the dictionary of the
// acknowledgement is missing, an option cannot be, or the tape's limit is reached. Re-entrant.
[[nodiscard]] std::string acknowledge_group(const Catalog& catalog, const crossdock_group_report& report,
                                            crossdock_tape_writer& tape);

}  // namespace crossdock::x12
