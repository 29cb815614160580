// What the partner sends.
#pragma once

#include <cstdint>
#include <string>

namespace crossdock::simulation {

std::string small_interchange(std::uint32_t control, std::uint64_t first_order, std::uint32_t orders);

// Comes in pieces, and the journal keeps it in a file of its own; all of these in one folder. The same for one control
// number, with orders of numbers that no small one has.
std::string large_interchange(std::uint32_t control);

}  // namespace crossdock::simulation
