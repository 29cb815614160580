// Putting numbers from sequences into a payload.
#pragma once

#include "host/journal/types.hpp"

namespace crossdock::journal {

// The payload with each slot replaced by its number, which may be longer than the slot. `first_numbers` has one for
// each of `requests`; the slots were checked.
std::string fill_slots(const NewPayload& payload, const std::vector<NumberRequest>& requests,
                       const std::vector<std::uint64_t>& first_numbers);

}  // namespace crossdock::journal
