// Holding what a journal says after a start against the model.
#include <fmt/format.h>

#include <algorithm>

#include "tests/simulation/journal/journal_simulation.hpp"

namespace crossdock::simulation {

using namespace journal;

namespace {

Unit unit_from(const StoredUnit& stored) {
    Unit unit;
    unit.claims = stored.claims;
    unit.advances = stored.advances;
    unit.numbers = stored.numbers;
    unit.records = stored.records;
    unit.trace_keys = stored.trace_keys;
    return unit;
}

}  // namespace

JournalSimulation::Violation JournalSimulation::check_after_start() {
    if (files_.power_is_cut()) return std::nullopt;
    if (auto violation = check_units()) return violation;
    return check_state();
}

JournalSimulation::Violation JournalSimulation::check_units() {
    std::map<std::string, StoredUnit> found;
    std::vector<std::string> order;
    Violation violation;
    LogPosition begin = UINT64_MAX;
    const auto scanned = store_->scan(0, [&](const StoredUnit& stored) {
        begin = std::min(begin, stored.position);
        if (stored.records.empty()) return true;  // a purge's
        const std::string& name = stored.records.front().body;
        if (!found.emplace(name, stored).second) violation = name + " is there twice";
        order.push_back(name);
        return !violation;
    });
    if (violation) return violation;
    if (!scanned.ok()) return "the log cannot be read: " + describe(scanned.error());
    if (begin == UINT64_MAX && !model_.units().empty()) return "all units are lost";
    // A purge may have been cut short, with fewer segments gone than meant; what is left must be whole.
    model_.forget_before(begin);
    for (const ModelUnit& unit : model_.units()) {
        const auto stored = found.find(unit.name);
        if (stored == found.end()) return unit.name + " was acknowledged and is lost";
        if (auto wrong = check_unit(unit, stored->second)) return wrong;
    }
    for (const std::string& name : order) {
        if (model_.absent().contains(name)) return name + " was refused or lost before and is there";
        const auto doubtful = in_doubt_.find(name);
        if (doubtful == in_doubt_.end()) continue;
        ModelUnit unit = doubtful->second;
        const StoredUnit& stored = found.at(name);
        unit.unit = unit_from(stored);
        unit.result = {true, {}, stored.position, stored.first_numbers, stored.payloads, {}};
        unit.committed_at_ms = stored.committed_at_ms;
        if (auto wrong = check_unit(unit, stored)) return wrong;
        if (auto wrong = model_.accept(std::move(unit))) return wrong;
        in_doubt_.erase(doubtful);
    }
    for (const auto& [name, unit] : in_doubt_) model_.refuse(name);
    in_doubt_.clear();
    return std::nullopt;
}

JournalSimulation::Violation JournalSimulation::check_unit(const ModelUnit& unit, const StoredUnit& stored) {
    if (stored.position != unit.result.position) return unit.name + " lies elsewhere than it was said";
    if (stored.payloads.size() != unit.payloads.size()) return unit.name + " has lost a payload";
    for (std::size_t at = 0; at < unit.payloads.size(); ++at) {
        std::string expected = unit.payloads[at];
        if (const auto mark = expected.find('#'); mark != std::string::npos) {
            const std::string payload = store_->read_payload(stored.payloads[at], 0, 1'000).ok()
                                            ? store_->read_payload(stored.payloads[at], 0, 1'000).value()
                                            : "";
            const std::string number = std::to_string(stored.first_numbers.front());
            const std::size_t end = payload.find(']');
            std::string digits = end == std::string::npos ? "" : payload.substr(mark, end - mark);
            digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
            if (digits != number) return unit.name + " does not carry its number in its payload";
            expected.replace(mark, 1, payload.substr(mark, end - mark));
        }
        const auto bytes = store_->read_payload(stored.payloads[at], 0, 10'000);
        if (!bytes) return unit.name + "'s payload cannot be read: " + describe(bytes.error());
        if (*bytes != expected) return unit.name + "'s payload is another";
    }
    return std::nullopt;
}

JournalSimulation::Violation JournalSimulation::check_state() {
    const auto live = store_->live(0);
    if (!std::ranges::equal(live, model_.live(), [](const LiveEntity& is, const auto& should) {
            return is.id == should.first && is.version == should.second.version && is.state == should.second.state &&
                   is.position == should.second.position && is.kind == should.second.kind;
        }))
        return fmt::format("{} entities are live, {} should be, or they differ", live.size(), model_.live().size());
    for (const auto& [sequence, number] : model_.numbers())
        if (store_->last_number(sequence) != number)
            return fmt::format("sequence {} is at {} and should be at {}", sequence, store_->last_number(sequence),
                               number);
    for (int key = 0; key < 25; ++key) {
        const std::string name = fmt::format("key-{}", key);
        const auto claim = store_->find_claim("space", name);
        if (!claim) return "a claim cannot be looked up: " + describe(claim.error());
        const auto expected = model_.expected_claim("space", name, clock_.wall_ms());
        if (claim->has_value() != expected.has_value() || (expected && (*claim)->owner != expected->owner))
            return "the claim of " + name + " is not as it should be";
    }
    for (const ModelUnit& unit : model_.units()) {
        if (draw(4) != 0) continue;  // a sample, so that more power cuts fit into the time
        const EntityId entity = unit.unit.records.front().last_entity;
        const auto history = store_->history(entity);
        if (!history || std::ranges::none_of(
                            *history, [&](const StoredUnit& each) { return each.position == unit.result.position; }))
            return unit.name + " is missing in its entity's history";
        for (const TraceKey& key : unit.unit.trace_keys) {
            const auto traced = store_->find_traced("", key.key, 10);
            if (!traced || *traced != std::vector{key.entity}) return unit.name + " is not found by its trace key";
        }
    }
    std::string faults;
    const auto verified = store_->verify([&](const Error& error) { faults += describe(error) + "\n"; });
    if (!verified) return "the journal cannot be verified: " + describe(verified.error());
    if (*verified != 0) return "the journal has faults: " + faults;
    const auto figures = store_->figures();
    if (!figures) return "there are no figures: " + describe(figures.error());
    if (checkpoint_expected_ && figures->index_rebuilt) return "the index did not survive";
    return std::nullopt;
}

JournalSimulation::Violation JournalSimulation::check_backups() {
    for (const Backup& backup : backups_) {
        StoreOptions of_backup = options();
        of_backup.folder = backup.folder;
        auto opened = open_store_read_only(of_backup);
        if (!opened) return "a backup does not open: " + describe(opened.error());
        std::set<std::string> found;
        const auto scanned = (*opened)->scan(0, [&](const StoredUnit& stored) {
            if (!stored.records.empty()) found.insert(stored.records.front().body);
            return true;
        });
        if (!scanned.ok()) return "a backup cannot be read: " + describe(scanned.error());
        for (const std::string& name : backup.names)
            if (!found.contains(name)) return "a backup has lost " + name;
        const auto verified = (*opened)->verify([](const Error&) {});
        if (!verified || *verified != 0) return "a backup has faults";
    }
    backups_.clear();
    return std::nullopt;
}

}  // namespace crossdock::simulation
