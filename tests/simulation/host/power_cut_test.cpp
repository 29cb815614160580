// CROSSDOCK_SIMULATION_SEEDS sets how many sites live.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <iostream>

#include "tests/simulation/host/site_simulation.hpp"

using namespace crossdock;
using simulation::SiteSimulation;

namespace {

std::uint64_t seeds(std::uint64_t usual) {
    const char* const wanted = std::getenv("CROSSDOCK_SIMULATION_SEEDS");
    return wanted != nullptr ? std::strtoull(wanted, nullptr, 10) : usual;
}

}  // namespace

TEST_CASE("no power cut and no kill costs a site anything that it acknowledged") {
    std::uint64_t orders = 0;
    std::uint64_t cuts = 0;
    std::size_t backups = 0;
    std::size_t purges = 0;
    std::size_t times_full = 0;
    for (std::uint64_t seed = 1; seed <= seeds(20); ++seed) {
        SiteSimulation simulation(seed);
        const auto violation = simulation.run(SiteSimulation::usual_lives);
        INFO("seed " << seed << ": " << violation.value_or(""));
        REQUIRE_FALSE(violation);
        orders += simulation.orders();
        cuts += simulation.cuts();
        backups += simulation.backups_made();
        purges += simulation.purges();
        times_full += simulation.times_full();
    }
    std::cout << orders << " orders over " << cuts << " cuts and kills, with " << backups << " backups, " << purges
              << " purges and a disk that was full " << times_full << " times\n";
    CHECK(cuts > 0);
}
