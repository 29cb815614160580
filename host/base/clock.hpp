// Time as an interface, so that tests and the simulation own it.
#pragma once

#include <cstdint>
#include <string>

namespace crossdock {

// Milliseconds since 1970-01-01T00:00:00Z.
using WallTimeMs = std::int64_t;

// Thread-safe. `steady_ms` only grows and has no relation to the calendar.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual WallTimeMs wall_ms() const = 0;
    [[nodiscard]] virtual std::int64_t steady_ms() const = 0;
};

// The machine's clock; lives as long as the process.
const Clock& system_clock();

// `2026-11-23T04:57:45.123Z`.
std::string format_utc(WallTimeMs time);

}  // namespace crossdock
