// Turns what was found in a group into a functional acknowledgement (997) as a document.
#pragma once

#include "plugins/edi/catalog.hpp"
#include "plugins/x12/dialect.hpp"

#include <crossdock/format.h>

namespace crossdock::x12 {

// The type of the acknowledgement that `acknowledge` makes.
inline constexpr std::string_view acknowledgement_type = "x12/004010/997";

// Notes are left out. A finding in a segment becomes an AK3 and its elements AK4 (at most 99 in each); AK5 and AK9
// carry at most five codes. AK404 repeats bad data only where no delimiter could be in it.
// Throws sdk::Failure when the dictionary of the 997 is missing or the tape's limit is reached. Re-entrant.
void acknowledge(const Catalog& catalog, const crossdock_group_report& report, crossdock_tape_writer& tape);

}  // namespace crossdock::x12
