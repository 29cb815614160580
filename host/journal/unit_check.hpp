// Whether a unit makes sense in itself, before anything is decided about it.
#pragma once

#include "host/journal/types.hpp"

namespace crossdock::journal {

// Fails with `bad_unit` and says which part is wrong.
Status check_unit(const Unit& unit, std::uint64_t unit_bytes_max);

}  // namespace crossdock::journal
