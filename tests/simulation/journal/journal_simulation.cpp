#include "tests/simulation/journal/journal_simulation.hpp"

#include <fmt/format.h>

#include "host/base/binary.hpp"

namespace crossdock::simulation {

using namespace journal;

namespace {

const std::filesystem::path folder = "/site/data/journal";
constexpr std::int64_t claim_keep_ms = 5'000;

}  // namespace

class JournalSimulation::SkipOne final : public SyncPolicy {
public:
    explicit SkipOne(std::optional<SyncPoint> skipped) : skipped_(skipped) {}
    bool wanted(SyncPoint point) override { return point != skipped_; }

private:
    std::optional<SyncPoint> skipped_;
};

JournalSimulation::JournalSimulation(std::uint64_t seed, std::optional<SyncPoint> skipped)
    : random_(seed), files_(seed ^ 0x5EED), skip_(std::make_unique<SkipOne>(skipped)) {}

JournalSimulation::~JournalSimulation() = default;

StoreOptions JournalSimulation::options() {
    StoreOptions options;
    options.folder = folder;
    options.files = &files_;
    options.clock = &clock_;
    options.segment_bytes = 2'500;
    options.payload_in_log_bytes_max = 300;
    options.payload_reach_bytes = 8'000;
    options.disk_low_water_bytes = 0;
    options.index_run_entries = 24;
    options.own_threads = false;
    options.syncs = skip_.get();
    return options;
}

void JournalSimulation::add_payloads(ModelUnit& made) {
    NewPayload payload;
    const std::uint64_t kind = draw(4);
    if (kind == 0) {
        // One of few, so that it was stored before.
        payload.bytes = std::string(40 + draw(3), static_cast<char>('a' + draw(3)));
        made.payloads.emplace_back(payload.bytes.view());
    } else if (kind == 1) {
        payload.bytes = "number [0] of " + made.name;
        payload.slots.push_back({8, 1, static_cast<std::uint32_t>(draw(6)), 0, 0});
        made.unit.numbers.push_back(
            {draw(2) == 0 ? "in" : "out", 1 + static_cast<std::uint32_t>(draw(3)), 1, 1'000'000});
        made.payloads.push_back("number [#] of " + made.name);
    } else if (kind == 2) {
        auto writer = store_->write_payload();
        if (!writer) return;
        const std::string bytes(400 + draw(400), static_cast<char>('A' + draw(4)));
        Digest digest{};
        if (!(*writer)->write(as_bytes(bytes)).ok()) return;
        auto finished = (*writer)->finish(digest);
        if (!finished) return;
        payload = std::move(finished).value();
        made.payloads.push_back(bytes);
    } else {
        return;
    }
    made.unit.payloads.push_back(std::move(payload));
}

ModelUnit JournalSimulation::make_unit() {
    ModelUnit made;
    made.name = fmt::format("unit-{}", next_name_++);
    const EntityId entity = store_->allocate_ids(3);
    made.unit.records.push_back({1, 1, entity, entity + draw(3), made.name});
    if (draw(2) == 0) {
        const std::string key = fmt::format("key-{}", draw(25));
        made.unit.claims.push_back({"space", key, entity, {}, draw(4) == 0 ? 0 : claim_keep_ms});
    }
    if (draw(3) == 0) made.unit.trace_keys.push_back({"order", made.name, entity});
    if (draw(3) == 0) made.unit.advances.push_back({entity, 7, 0, false, "new"});
    const auto& live = model_.live();
    if (!live.empty() && draw(2) == 0) {
        const auto& chosen = std::next(live.begin(), static_cast<std::ptrdiff_t>(draw(live.size())))->second;
        const std::uint32_t version = chosen.version + (draw(8) == 0 ? 1 : 0);
        made.unit.advances.push_back({chosen.id, chosen.kind, version, draw(3) != 0, made.name});
    }
    if (draw(2) == 0) add_payloads(made);
    return made;
}

JournalSimulation::Violation JournalSimulation::commit() {
    std::vector<ModelUnit> made;
    std::vector<Unit> units;
    for (std::uint64_t count = 1 + draw(4); count != 0; --count) {
        made.push_back(make_unit());
        if (files_.power_is_cut()) return std::nullopt;
        units.push_back(made.back().unit);
    }
    const WallTimeMs now = clock_.wall_ms();
    auto results = store_->commit_and_wait(std::move(units));
    if (!results) {
        const bool refused = results.error().code == "journal.disk-full";
        for (ModelUnit& unit : made) {
            unit.committed_at_ms = now;
            if (refused) {
                model_.refuse(unit.name);
            } else {
                in_doubt_.emplace(unit.name, unit);
            }
        }
        if (refused || files_.power_is_cut()) return std::nullopt;
        return "a commit failed: " + describe(results.error());
    }
    for (std::size_t at = 0; at < made.size(); ++at) {
        const auto expected = model_.expected_conflict(made[at].unit, now);
        const UnitResult& result = (*results)[at];
        if (expected.has_value() == result.applied)
            return fmt::format("{} was {} against the model", made[at].name, result.applied ? "applied" : "refused");
        if (expected &&
            (result.conflict.with != expected->with || result.conflict.index != expected->index ||
             result.conflict.owner != expected->owner || result.conflict.claimed_at_ms != expected->claimed_at_ms))
            return made[at].name + " met another conflict than the model";
        if (!result.applied) {
            model_.refuse(made[at].name);
            continue;
        }
        made[at].result = result;
        made[at].committed_at_ms = now;
        ++accepted_;
        if (auto violation = model_.accept(std::move(made[at]))) return violation;
    }
    return std::nullopt;
}

JournalSimulation::Violation JournalSimulation::purge() {
    const auto purged = store_->purge(clock_.wall_ms() - static_cast<WallTimeMs>(draw(4'000)), {});
    if (!purged && !files_.power_is_cut() && purged.error().code != "journal.disk-full")
        return "a purge failed: " + describe(purged.error());
    if (!purged) return std::nullopt;
    const auto scanned = store_->scan(0, [&](const StoredUnit& oldest) {
        model_.forget_before(oldest.position);
        return false;
    });
    return scanned.ok() || files_.power_is_cut() ? std::nullopt : Violation("the purged log cannot be read");
}

JournalSimulation::Violation JournalSimulation::back_up() {
    Backup backup{fmt::format("/backups/{}", next_name_++), {}};
    for (const ModelUnit& unit : model_.units()) backup.names.push_back(unit.name);
    // The folder that backups go to is there and durable.
    if (!files_.create_directories("/backups").ok() || !files_.sync_directory("/").ok()) return std::nullopt;
    const auto made = store_->backup(backup.folder);
    if (made.ok()) {
        backups_.push_back(std::move(backup));
    } else if (!files_.power_is_cut()) {
        return "a backup failed: " + describe(made.error());
    }
    return std::nullopt;
}

// A disk that is full for the next few commits.
void JournalSimulation::squeeze_disk() { files_.leave_room(draw(1'500)); }

JournalSimulation::Violation JournalSimulation::step() {
    clock_.advance_ms(static_cast<std::int64_t>(draw(400)));
    const std::uint64_t choice = draw(100);
    Violation violation;
    if (choice < 86) {
        violation = commit();
    } else if (choice < 90) {
        violation = purge();
    } else if (choice < 92) {
        files_.set_capacity(UINT64_MAX);
        violation = back_up();
    } else if (choice < 96) {
        squeeze_disk();
    } else {
        files_.set_capacity(UINT64_MAX);
    }
    if (!files_.power_is_cut()) {
        const auto there = files_.exists(folder / "index" / "checkpoint");
        checkpoint_expected_ = checkpoint_expected_ || (there && *there);
    }
    return violation;
}

JournalSimulation::Violation JournalSimulation::start() {
    auto opened = open_store(options());
    if (!opened) {
        if (files_.power_is_cut()) return std::nullopt;
        return "the journal does not open: " + describe(opened.error());
    }
    store_ = std::move(opened).value();
    return check_after_start();
}

// Ends the process. A killed one loses nothing that it wrote; a power cut loses what was not synced.
JournalSimulation::Violation JournalSimulation::stop() {
    const std::uint64_t choice = draw(10);
    files_.set_capacity(UINT64_MAX);
    if (choice == 0 && !files_.power_is_cut()) {
        store_.reset();
        const auto there = files_.exists(folder / "index" / "checkpoint");
        checkpoint_expected_ = checkpoint_expected_ || (there && *there);
        files_.restart_process();
        return std::nullopt;
    }
    files_.cut_power();
    store_.reset();
    ++cuts_;
    if (choice <= 4) {
        files_.restart_process();
        return std::nullopt;
    }
    files_.restart();
    return check_backups();
}

JournalSimulation::Violation JournalSimulation::run(int lives) {
    for (int life = 0; life < lives; ++life) {
        // Half of the cuts fall into the start itself or soon after it; some are aimed at names being made durable.
        const std::uint64_t aim = draw(6);
        if (aim == 0) files_.cut_power_at_name_sync(1 + draw(3));
        if (aim > 2) files_.cut_power_after(1 + draw(draw(2) == 0 ? 12 : 120));
        if (auto violation = start()) return fmt::format("in life {}: {}", life, *violation);
        for (std::uint64_t steps = draw(draw(2) == 0 ? 5 : 40); steps != 0 && store_ && !files_.power_is_cut(); --steps)
            if (auto violation = step()) return fmt::format("in life {}: {}", life, *violation);
        if (auto violation = stop()) return fmt::format("after life {}: {}", life, *violation);
    }
    if (auto violation = start()) return "at the end: " + *violation;
    store_.reset();
    return std::nullopt;
}

}  // namespace crossdock::simulation
