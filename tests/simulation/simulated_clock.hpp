// A clock that stands still until it is told to go on.
#pragma once

#include <atomic>

#include "host/base/clock.hpp"

namespace crossdock::simulation {

// Thread-safe.
class SimulatedClock final : public Clock {
public:
    [[nodiscard]] WallTimeMs wall_ms() const override;
    [[nodiscard]] std::int64_t steady_ms() const override;
    void advance_ms(std::int64_t span_ms);

private:
    std::atomic<std::int64_t> passed_ms_ = 0;
};

}  // namespace crossdock::simulation
