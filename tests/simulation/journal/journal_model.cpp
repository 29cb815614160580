#include "tests/simulation/journal/journal_model.hpp"

namespace crossdock::simulation {

using namespace journal;

std::optional<Conflict> JournalModel::expected_claim(const std::string& space, const std::string& key,
                                                     WallTimeMs now) const {
    const auto found = claims_.find({space, key});
    if (found == claims_.end()) return std::nullopt;
    for (const Claim& each : found->second)
        if (each.claim.keep_ms == 0 || each.claimed_at_ms + each.claim.keep_ms > now)
            return Conflict{Conflict::With::claim, 0, each.claim.owner, each.claim.content, each.claimed_at_ms};
    return std::nullopt;
}

std::optional<Conflict> JournalModel::expected_conflict(const Unit& unit, WallTimeMs now) const {
    for (std::uint32_t at = 0; at < unit.claims.size(); ++at)
        if (auto conflict = expected_claim(unit.claims[at].space, unit.claims[at].key, now)) {
            conflict->index = at;
            return conflict;
        }
    for (std::uint32_t at = 0; at < unit.advances.size(); ++at) {
        const auto entity = live_.find(unit.advances[at].entity);
        const std::uint32_t version = entity == live_.end() ? 0 : entity->second.version;
        if (version != unit.advances[at].expected_version) return Conflict{Conflict::With::version, at};
    }
    return std::nullopt;
}

std::optional<std::string> JournalModel::accept(ModelUnit accepted) {
    const WallTimeMs now = accepted.committed_at_ms;
    for (const KeyClaim& claim : accepted.unit.claims) claims_[{claim.space, claim.key}].push_back({claim, now});
    for (const Advance& advance : accepted.unit.advances) {
        if (advance.closed) {
            live_.erase(advance.entity);
        } else {
            live_[advance.entity] = {advance.entity,           advance.kind, advance.expected_version + 1,
                                     accepted.result.position, now,          advance.state};
        }
    }
    for (std::size_t at = 0; at < accepted.unit.numbers.size(); ++at) {
        std::uint64_t& last = numbers_[accepted.unit.numbers[at].sequence];
        const std::uint64_t first = accepted.result.first_numbers[at];
        if (first <= last)
            return "sequence " + accepted.unit.numbers[at].sequence + " gave out " + std::to_string(first) + " after " +
                   std::to_string(last);
        last = first + accepted.unit.numbers[at].count - 1;
    }
    units_.push_back(std::move(accepted));
    return std::nullopt;
}

void JournalModel::forget_before(LogPosition begin) {
    std::erase_if(units_, [&](const ModelUnit& unit) { return unit.result.position < begin; });
}

}  // namespace crossdock::simulation
