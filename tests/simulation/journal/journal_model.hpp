// What a journal must hold, kept beside it in the plainest way.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "host/journal/store.hpp"

namespace crossdock::simulation {

// A unit that was handed in; its first record's body is its name and never comes twice.
struct ModelUnit {
    std::string name;
    journal::Unit unit;
    std::vector<std::string> payloads;  // what to read back; a `#` stands for the number
    journal::UnitResult result;         // once it is known to be in
    WallTimeMs committed_at_ms = 0;
};

// Decides units like the journal must, one after the other, and remembers what is in.
class JournalModel {
public:
    // What the journal must answer to the unit now.
    [[nodiscard]] std::optional<journal::Conflict> expected_conflict(const journal::Unit& unit, WallTimeMs now) const;
    [[nodiscard]] std::optional<journal::Conflict> expected_claim(const std::string& space, const std::string& key,
                                                                  WallTimeMs now) const;
    // The unit is in. Answers what is wrong with its numbers.
    std::optional<std::string> accept(ModelUnit unit);
    void refuse(const std::string& name) { absent_.insert(name); }
    void forget_before(journal::LogPosition begin);

    [[nodiscard]] const std::vector<ModelUnit>& units() const { return units_; }
    [[nodiscard]] const std::map<journal::EntityId, journal::LiveEntity>& live() const { return live_; }
    [[nodiscard]] const std::set<std::string>& absent() const { return absent_; }
    [[nodiscard]] const std::map<std::string, std::uint64_t>& numbers() const { return numbers_; }

private:
    struct Claim {
        journal::KeyClaim claim;
        WallTimeMs claimed_at_ms;
    };
    std::vector<ModelUnit> units_;
    std::map<std::pair<std::string, std::string>, std::vector<Claim>> claims_;
    std::map<journal::EntityId, journal::LiveEntity> live_;
    std::map<std::string, std::uint64_t> numbers_;
    std::set<std::string> absent_;
};

}  // namespace crossdock::simulation
