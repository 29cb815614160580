// When a claim holds, and finding one in a unit that was read back.
#pragma once

#include <optional>
#include <string_view>

#include "host/journal/unit_layout.hpp"

namespace crossdock::journal {

// From this moment on the claim counts as absent; the end of time when it is kept for ever.
WallTimeMs claim_expiry(const KeyClaim& claim, WallTimeMs claimed_at_ms);
// When the claim at `index` of the unit was made: with the unit, or before when a purge carried it forward.
WallTimeMs claimed_at(const DecodedUnit& unit, std::size_t index);
// The unit's claim of the key, unless it has expired, as a conflict with it.
std::optional<Conflict> find_claim_in(const DecodedUnit& unit, std::string_view space, std::string_view key,
                                      WallTimeMs now);

}  // namespace crossdock::journal
