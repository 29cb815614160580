#include "host/journal/claims.hpp"

#include <limits>

namespace crossdock::journal {

WallTimeMs claim_expiry(const KeyClaim& claim, WallTimeMs claimed_at_ms) {
    constexpr WallTimeMs never = std::numeric_limits<WallTimeMs>::max();
    return claim.keep_ms == 0 || claim.keep_ms > never - claimed_at_ms ? never : claimed_at_ms + claim.keep_ms;
}

WallTimeMs claimed_at(const DecodedUnit& unit, std::size_t index) {
    return unit.unit.committed_at_ms - static_cast<WallTimeMs>(unit.decisions.claim_ages_ms[index]);
}

std::optional<Conflict> find_claim_in(const DecodedUnit& unit, std::string_view space, std::string_view key,
                                      WallTimeMs now) {
    for (std::size_t at = 0; at < unit.unit.claims.size(); ++at) {
        const KeyClaim& claim = unit.unit.claims[at];
        if (claim.key != key || claim.space != space) continue;
        const WallTimeMs since = claimed_at(unit, at);
        if (claim_expiry(claim, since) > now)
            return Conflict{Conflict::With::claim, 0, claim.owner, claim.content, since};
    }
    return std::nullopt;
}

}  // namespace crossdock::journal
