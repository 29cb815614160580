// Whether there is still room on the volume.
#pragma once

#include <atomic>

#include "host/base/clock.hpp"
#include "host/base/file_system.hpp"

namespace crossdock::journal {

// Looks at the volume at most every quarter of a second. Thread-safe; borrows what it is given.
class DiskGauge {
public:
    DiskGauge(FileSystem& files, std::filesystem::path folder, const Clock& clock, std::uint64_t low_water_bytes)
        : files_(files), folder_(std::move(folder)), clock_(clock), low_water_bytes_(low_water_bytes) {}

    [[nodiscard]] bool above_low_water() const;

private:
    static constexpr std::int64_t interval_ms = 250;

    FileSystem& files_;
    const std::filesystem::path folder_;
    const Clock& clock_;
    const std::uint64_t low_water_bytes_;
    mutable std::atomic<std::int64_t> next_look_ms_ = INT64_MIN;
    mutable std::atomic<bool> above_ = true;
};

}  // namespace crossdock::journal
