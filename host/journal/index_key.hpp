// The 64-bit keys under which the index finds frames. A key may lead to frames that do not hold what is looked for, so
// every hit is checked against the frame.
#pragma once

#include "host/journal/unit_layout.hpp"

namespace crossdock::journal {

struct IndexEntry {
    std::uint64_t key = 0;
    LogPosition position = 0;
    friend auto operator<=>(const IndexEntry&, const IndexEntry&) = default;  // NOLINT(modernize-use-nullptr)
};

// Claims and payloads are looked up inside the commit; such keys are also kept in filters.
std::uint64_t claim_key(std::string_view space, std::string_view key);
std::uint64_t payload_key(const Digest& digest);
std::uint64_t trace_key(std::string_view key);
bool is_decisive(std::uint64_t key);
bool is_payload_key(std::uint64_t key);

// An entity is found through blocks of 2^0 … 2^16 neighbours: a record of a run of entities is entered under the one or
// two blocks of the smallest size that cover it.
constexpr int entity_levels = 17;
std::uint64_t entity_key(EntityId entity, int level);

// Everything that a unit enters into the index, with the unit's position. Appends.
void append_entries(const Unit& unit, const UnitDecisions& decisions, LogPosition position,
                    std::vector<IndexEntry>& into);
void append_entries(const DecodedUnit& unit, std::vector<IndexEntry>& into);

}  // namespace crossdock::journal
