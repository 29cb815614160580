// Writes a document as one transaction, ST to SE, with slots for its control number.
#pragma once

#include "plugins/x12/catalog.hpp"
#include "plugins/x12/options.hpp"

#include <crossdock/format.h>

namespace crossdock::x12 {

// The children of each loop may come in any order; they are written in the dictionary's. ST and SE of the document are
// passed over. Throws sdk::Failure (permanent), naming the place, for what the dictionary does not allow: an unknown
// type or name, something mandatory missing, too often, too long or of the wrong type, a closed code list or a
// relational note broken, a delimiter inside data. Text shorter than the dictionary's minimum is written as it is.
// Options: those of `output_syntax`, and `charset` (`ascii`, the default, or `utf-8`). Re-entrant.
void encode(const Catalog& catalog, const crossdock_encode_request& request, crossdock_output& output);

}  // namespace crossdock::x12
