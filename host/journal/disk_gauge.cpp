#include "host/journal/disk_gauge.hpp"

namespace crossdock::journal {

bool DiskGauge::above_low_water() const {
    const std::int64_t now = clock_.steady_ms();
    std::int64_t due = next_look_ms_.load(std::memory_order_relaxed);
    if (now >= due && next_look_ms_.compare_exchange_strong(due, now + interval_ms)) {
        const auto free = files_.free_bytes(folder_);
        // A volume that cannot be asked takes nothing in.
        above_.store(free && *free >= low_water_bytes_);
    }
    return above_.load();
}

}  // namespace crossdock::journal
