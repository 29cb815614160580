#include <catch2/catch.hpp>
#include <cstdlib>
#include <iostream>

#include "tests/simulation/journal/journal_simulation.hpp"

using namespace crossdock;
using simulation::JournalSimulation;

namespace {

constexpr int lives = 25;

std::uint64_t seeds(std::uint64_t usual) {
    const char* const wanted = std::getenv("CROSSDOCK_SIMULATION_SEEDS");
    return wanted != nullptr ? std::strtoull(wanted, nullptr, 10) : usual;
}

}  // namespace

TEST_CASE("no power cut and no killed process breaks a promise of the journal") {
    std::uint64_t accepted = 0;
    std::uint64_t cuts = 0;
    for (std::uint64_t seed = 1; seed <= seeds(60); ++seed) {
        JournalSimulation simulation(seed, std::nullopt);
        const auto violation = simulation.run(lives);
        INFO("seed " << seed << ": " << violation.value_or(""));
        REQUIRE_FALSE(violation);
        accepted += simulation.units_accepted();
        cuts += simulation.cuts();
    }
    std::cout << accepted << " units accepted over " << cuts << " cuts\n";
    CHECK(accepted > cuts);
}

TEST_CASE("the same seed is the same run") {
    JournalSimulation first(7, std::nullopt);
    JournalSimulation second(7, std::nullopt);
    CHECK(first.run(lives) == second.run(lives));
    CHECK(first.units_accepted() == second.units_accepted());
    CHECK(first.cuts() == second.cuts());
}

TEST_CASE("every sync is needed: leaving one out breaks a promise") {
    for (const auto& [point, name] : journal::sync_point_names) {
        std::optional<std::string> violation;
        std::uint64_t seed = 0;
        while (!violation && seed < 400) violation = JournalSimulation(++seed, point).run(lives);
        INFO("without the sync " << name);
        CHECK(violation);
        std::cout << name << ": " << violation.value_or("NOTHING FOUND") << " (seed " << seed << ")\n";
    }
}
