// Whether a unit makes sense in itself, before anything is decided about it.
#pragma once

#include "host/journal/types.hpp"

namespace crossdock::journal {

// Fails with `journal.bad-unit` and says which part is wrong.
Status check_unit(const Unit& unit);

}  // namespace crossdock::journal
