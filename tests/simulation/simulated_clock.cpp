#include "tests/simulation/simulated_clock.hpp"

namespace crossdock::simulation {

namespace {

constexpr WallTimeMs start_ms = 1'700'000'000'000;

}  // namespace

WallTimeMs SimulatedClock::wall_ms() const { return start_ms + passed_ms_; }

std::int64_t SimulatedClock::steady_ms() const { return passed_ms_; }

void SimulatedClock::advance_ms(std::int64_t span_ms) { passed_ms_ += span_ms; }

}  // namespace crossdock::simulation
