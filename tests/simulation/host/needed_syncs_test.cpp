// Proves each sync needed: one is left out, and a promise must break. CROSSDOCK_SIMULATION_SYNCS=all takes every sync
// of journal and file plugin, names with commas between them take some; otherwise those that are found missing soonest.
// CROSSDOCK_SIMULATION_SEEDS sets how many sites are tried for each. Ends with a table of what caught which.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <iostream>

#include "tests/simulation/host/log_watch.hpp"
#include "tests/simulation/host/site_simulation.hpp"
#include "tests/simulation/journal/journal_simulation.hpp"

using namespace crossdock;
using simulation::JournalSimulation;
using simulation::LogWatch;
using simulation::SiteSimulation;

namespace {

constexpr int journal_lives = 25;
constexpr std::uint64_t journal_seeds = 400;
constexpr std::uint64_t site_kinds = 12;

// Syncs that no site misses though it comes to them, and why.
struct NotMissed {
    std::string_view sync;
    std::string_view why;
};
constexpr std::array not_missed_by_a_site{
    NotMissed{"log-cut",
              "a refusal may come of doubt, so who is refused sends the same again under its key; the journal's own "
              "simulation misses it"},
    NotMissed{"plugin: names in ..", "the site's folder was there before any host: it holds the configuration"},
};

std::string from_environment(const char* name) {
    const char* const value = std::getenv(name);
    return value != nullptr ? value : "";
}

std::uint64_t site_seeds() {
    const std::string wanted = from_environment("CROSSDOCK_SIMULATION_SEEDS");
    return std::max<std::uint64_t>(wanted.empty() ? 0 : std::stoull(wanted), 40);
}

// Which there are is what the plugin did at sites of every kind, and what the journal names; sites come to all of them.
std::set<std::string> all_syncs() {
    std::set<std::string> syncs;
    for (std::uint64_t seed = 1; seed <= site_kinds; ++seed) {
        SiteSimulation simulation(seed);
        const auto violation = simulation.run(SiteSimulation::usual_lives);
        INFO("seed " << seed << ": " << violation.value_or(""));
        REQUIRE_FALSE(violation);
        syncs.merge(simulation.syncs());
    }
    for (const auto& [point, name] : journal::sync_point_names) {
        INFO("no site comes to the sync " << name);
        CHECK(syncs.contains(std::string(name)));
        syncs.emplace(name);
    }
    return syncs;
}

std::set<std::string> wanted_syncs() {
    const std::string wanted = from_environment("CROSSDOCK_SIMULATION_SYNCS");
    if (wanted == "all") return all_syncs();
    if (wanted.empty()) return {"log-batch", "index-checkpoint", "plugin: bytes in out/erp"};
    std::set<std::string> syncs;
    for (std::size_t at = 0; at <= wanted.size();) {
        const std::size_t end = std::min(wanted.find(',', at), wanted.size());
        syncs.insert(wanted.substr(at, end - at));
        at = end + 1;
    }
    return syncs;
}

// The seed that caught it, with what was broken; or nothing.
struct Caught {
    std::uint64_t seed = 0;
    std::string broken;
};

std::optional<Caught> caught_by_journal(journal::SyncPoint point) {
    const LogWatch quiet;
    for (std::uint64_t seed = 1; seed <= journal_seeds; ++seed)
        if (auto broken = JournalSimulation(seed, point).run(journal_lives)) return Caught{seed, *std::move(broken)};
    return std::nullopt;
}

// A site that only stands still proves nothing.
std::optional<Caught> caught_by_site(const std::string& sync) {
    for (std::uint64_t seed = 1; seed <= site_seeds(); ++seed) {
        SiteSimulation simulation(seed, sync);
        auto broken = simulation.run(SiteSimulation::usual_lives);
        if (broken && simulation.stalled())
            std::cout << "without " << sync << ", seed " << seed << ", not counted: " << *broken << std::endl;
        else if (broken)
            return Caught{seed, *std::move(broken)};
    }
    return std::nullopt;
}

std::string shown(const std::optional<Caught>& caught) {
    return caught ? fmt::format("seed {}: {}", caught->seed, caught->broken.substr(0, caught->broken.find('\n')))
                  : "NOT CAUGHT";
}

}  // namespace

TEST_CASE("every sync of the host and its file plugin is needed: leaving one out breaks a promise") {
    std::string table;
    for (const std::string& name : wanted_syncs()) {
        INFO("without the sync " << name);
        std::string line = fmt::format("{}\n", name);
        const auto point = std::ranges::find(journal::sync_point_names, name, &journal::SyncPointName::name);
        if (point != journal::sync_point_names.end()) {
            const auto caught = caught_by_journal(point->point);
            CHECK(caught);
            line += fmt::format("    journal  {}\n", shown(caught));
        }
        const auto excused = std::ranges::find(not_missed_by_a_site, name, &NotMissed::sync);
        if (excused == not_missed_by_a_site.end()) {
            const auto caught = caught_by_site(name);
            CHECK(caught);
            line += fmt::format("    site     {}\n", shown(caught));
        } else {
            line += fmt::format("    site     is not missed: {}\n", excused->why);
        }
        std::cout << line << std::flush;
        table += line;
    }
    std::cout << "\nSyncs that were left out, and what caught it:\n" << table;
}
