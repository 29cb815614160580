#include "host/commands/retention.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "host/journal/entity_names.hpp"
#include "host/journal/records.hpp"

namespace crossdock::commands {

namespace {

using journal::EntityId;

// What a live entity refers to beside itself.
struct References {
    std::vector<EntityId> entities;
    std::string deployment;
};

// As it stands now: runs may have joined it since it was parked first.
Result<journal::ExceptionParked> read_exception(const journal::Store& store, const journal::LiveEntity& live) {
    CROSSDOCK_TRY_ASSIGN(const journal::StoredUnit unit, store.unit_at(live.position));
    for (const journal::Record& record : unit.records)
        if (record.kind == static_cast<std::uint16_t>(journal::RecordKind::exception_parked) &&
            record.first_entity == live.id)
            return journal::read_record<journal::ExceptionParked>(record);
    return Error{"journal.record", ErrorClass::needs_person,
                 fmt::format("what is known of {} is not complete; run 'crossdock journal verify'",
                             journal::show_exception(live.id))};
}

Result<References> references_of(const journal::Store& store, const journal::LiveEntity& live) {
    References found;
    found.entities.push_back(live.id);
    if (live.kind == journal::entity_kind::exception) {
        CROSSDOCK_TRY_ASSIGN(const auto parked, read_exception(store, live));
        found.entities.insert(found.entities.end(), {parked.parked, parked.message, parked.document});
        found.deployment = parked.deployment;
    } else if (live.kind == journal::entity_kind::run_batch) {
        journal::Record record;
        record.kind = static_cast<std::uint16_t>(journal::RunsCreated::kind);
        record.body = live.state;
        CROSSDOCK_TRY_ASSIGN(const auto created, journal::read_record<journal::RunsCreated>(record));
        found.entities.insert(found.entities.end(), {created.runs.first, created.documents.first});
        found.deployment = created.deployment;
    }
    return found;
}

}  // namespace

Result<journal::StoredUnit> find_deployment(const journal::Store& store, const std::string& digest) {
    CROSSDOCK_TRY_ASSIGN(const std::vector<EntityId> found, store.find_traced("deployment", digest, 1'000));
    for (auto id = found.rbegin(); id != found.rend(); ++id) {
        CROSSDOCK_TRY_ASSIGN(std::vector<journal::StoredUnit> units, store.history(*id));
        if (!units.empty() && !units.back().records.empty()) return std::move(units.back());
    }
    return Error{"flow.deployment-missing", ErrorClass::needs_person,
                 fmt::format("the deployment {} is not in the journal", digest.substr(0, 12))};
}

Result<std::uint64_t> purge_journal(journal::Store& store, WallTimeMs before_ms, const std::string& today) {
    std::set<std::string> deployments;
    if (!today.empty()) deployments.insert(today);
    for (const journal::LiveEntity& live : store.live(0)) {
        CROSSDOCK_TRY_ASSIGN(const References references, references_of(store, live));
        if (!references.deployment.empty()) deployments.insert(references.deployment);
        for (const EntityId entity : references.entities) {
            if (entity == 0) continue;
            CROSSDOCK_TRY_ASSIGN(const std::vector<journal::StoredUnit> units, store.history(entity));
            if (!units.empty()) before_ms = std::min(before_ms, units.front().committed_at_ms);
        }
    }
    std::vector<EntityId> kept;
    for (const std::string& deployment : deployments) {
        CROSSDOCK_TRY_ASSIGN(const journal::StoredUnit recorded, find_deployment(store, deployment));
        kept.push_back(recorded.records.front().first_entity);
    }
    return store.purge(before_ms, kept);
}

}  // namespace crossdock::commands
