#include "host/journal/index_key.hpp"

#include <bit>

namespace crossdock::journal {

namespace {

// The kind is in the top bits, so that entries of a kind lie together.
enum class Kind : std::uint64_t { claim = 0, payload = 1, trace = 2, entity = 3 };
constexpr unsigned kind_shift = 61;
constexpr std::uint64_t below_kind = (std::uint64_t{1} << kind_shift) - 1;
constexpr unsigned level_shift = 56;

constexpr std::uint64_t tagged(Kind kind, std::uint64_t value) {
    return static_cast<std::uint64_t>(kind) << kind_shift | (value & below_kind);
}

constexpr std::uint64_t scramble(std::uint64_t value) {
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ull;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EBull;
    return value ^ (value >> 31);
}

std::uint64_t hash(std::string_view text, std::uint64_t seed) {
    std::uint64_t state = seed ^ (text.size() * 0x9E3779B97F4A7C15ull);
    while (text.size() >= 8) {
        state = std::rotl((state ^ load_little_endian<std::uint64_t>(text.data())) * 0x9FB21C651E98DF25ull, 29);
        text.remove_prefix(8);
    }
    char last[8] = {};
    text.copy(last, text.size());
    return scramble(state ^ load_little_endian<std::uint64_t>(last));
}

void append_span(EntityId first, EntityId last, LogPosition position, std::vector<IndexEntry>& into) {
    int level = 0;
    while ((last >> level) - (first >> level) > 1) ++level;
    into.push_back({entity_key(first, level), position});
    if (first >> level != last >> level) into.push_back({entity_key(last, level), position});
}

template <typename Parts>
void append_parts(const Parts& unit, const UnitDecisions& decisions, LogPosition position,
                  std::vector<IndexEntry>& into) {
    for (const KeyClaim& claim : unit.claims) into.push_back({claim_key(claim.space, claim.key), position});
    for (const PayloadPlace& place : decisions.payloads)
        if (place.in != PayloadPlace::In::earlier_frame) into.push_back({payload_key(place.digest), position});
    for (std::size_t at = 0; at < unit.trace_keys.size(); ++at)
        into.push_back(
            {trace_key(decisions.trace_keys.empty() ? unit.trace_keys[at].key : decisions.trace_keys[at]), position});
    for (const Record& record : unit.records) append_span(record.first_entity, record.last_entity, position, into);
}

}  // namespace

std::uint64_t claim_key(std::string_view space, std::string_view key) {
    return tagged(Kind::claim, hash(key, hash(space, 0)));
}

std::uint64_t payload_key(const Digest& digest) {
    return tagged(Kind::payload, load_little_endian<std::uint64_t>(digest.data()));
}

std::uint64_t trace_key(std::string_view key) { return tagged(Kind::trace, hash(key, 1)); }

bool is_decisive(std::uint64_t key) { return key >> kind_shift <= static_cast<std::uint64_t>(Kind::payload); }

bool is_payload_key(std::uint64_t key) { return key >> kind_shift == static_cast<std::uint64_t>(Kind::payload); }

std::uint64_t entity_key(EntityId entity, int level) {
    return tagged(Kind::entity, static_cast<std::uint64_t>(level) << level_shift | entity >> level);
}

void append_entries(const Unit& unit, const UnitDecisions& decisions, LogPosition position,
                    std::vector<IndexEntry>& into) {
    append_parts(unit, decisions, position, into);
}

void append_entries(const DecodedUnit& unit, std::vector<IndexEntry>& into) {
    append_parts(unit.unit, unit.decisions, unit.unit.position, into);
}

}  // namespace crossdock::journal
