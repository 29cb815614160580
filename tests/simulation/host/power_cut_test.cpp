// CROSSDOCK_SIMULATION_SEEDS sets how many sites live and how many are tried for each sync;
// CROSSDOCK_SIMULATION_SYNCS=all leaves out every sync that a site does, one after the other, not only those that are
// found missing soonest.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <iostream>

#include "tests/simulation/host/site_simulation.hpp"

using namespace crossdock;
using simulation::SiteSimulation;

namespace {

constexpr int lives = 8;
constexpr std::string_view all = "all";

std::uint64_t seeds(std::uint64_t usual) {
    const char* const wanted = std::getenv("CROSSDOCK_SIMULATION_SEEDS");
    return wanted != nullptr ? std::strtoull(wanted, nullptr, 10) : usual;
}

}  // namespace

TEST_CASE("no power cut and no kill costs a site anything that it acknowledged") {
    std::uint64_t orders = 0;
    std::uint64_t cuts = 0;
    for (std::uint64_t seed = 1; seed <= seeds(20); ++seed) {
        SiteSimulation simulation(seed);
        const auto violation = simulation.run(lives);
        INFO("seed " << seed << ": " << violation.value_or(""));
        REQUIRE_FALSE(violation);
        orders += simulation.orders();
        cuts += simulation.cuts();
    }
    std::cout << orders << " orders over " << cuts << " cuts and kills\n";
    CHECK(cuts > 0);
}

TEST_CASE("every sync of the host and its file plugin is needed: leaving one out breaks a promise") {
    std::set<std::string> syncs{"log-batch", "log-segment-name", "plugin: bytes in out/erp"};
    if (const char* const wanted = std::getenv("CROSSDOCK_SIMULATION_SYNCS"); wanted != nullptr && wanted == all) {
        // Which there are is what sites did that lived through purges, backups and all.
        for (const std::uint64_t seed : {2, 3, 6}) {
            SiteSimulation simulation(seed);
            REQUIRE_FALSE(simulation.run(lives));
            syncs.merge(simulation.syncs());
        }
        CHECK(syncs.size() > 20);
    }
    for (const std::string& name : syncs) {
        std::optional<std::string> violation;
        std::uint64_t seed = 0;
        while (!violation && seed < seeds(40)) violation = SiteSimulation(++seed, name).run(lives);
        INFO("without the sync " << name);
        CHECK(violation);
        std::cout << name << ": " << violation.value_or("NOTHING FOUND") << " (seed " << seed << ")" << std::endl;
    }
}
