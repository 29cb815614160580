// Putting numbers from sequences into payloads and trace keys.
#pragma once

#include "host/journal/types.hpp"

namespace crossdock::journal {

// The payload with each slot replaced by its number, which may be longer than the slot. `first_numbers` has one for
// each of `requests`; the slots were checked.
std::string fill_slots(const NewPayload& payload, const std::vector<NumberRequest>& requests,
                       const std::vector<std::uint64_t>& first_numbers);

// The texts of the unit's trace keys with its numbers in them; empty where no key is a number.
std::vector<std::string> numbered_trace_keys(const Unit& unit, const std::vector<std::uint64_t>& first_numbers);

}  // namespace crossdock::journal
