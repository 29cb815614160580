#include "host/plugins/wake_handles.hpp"

#include <algorithm>

namespace crossdock::plugins {

crossdock_wake_handle WakeHandles::of(WakeTarget& target) {
    const std::lock_guard lock(mutex_);
    auto found = std::find_if(handles_.begin(), handles_.end(), [&](const auto& each) {
        const std::lock_guard alone(each->mutex);
        return each->target == &target;
    });
    if (found == handles_.end()) {
        auto made = std::make_unique<Handle>();
        made->target = &target;
        found = handles_.insert(handles_.end(), std::move(made));
    }
    return reinterpret_cast<crossdock_wake_handle>(found->get());
}

void WakeHandles::remove(const WakeTarget& target) {
    const std::lock_guard lock(mutex_);
    for (const auto& each : handles_) {
        const std::lock_guard alone(each->mutex);
        if (each->target == &target) each->target = nullptr;
    }
}

crossdock_status WakeHandles::wake(crossdock_wake_handle handle, std::uint64_t reason) {
    if (handle == 0) return CROSSDOCK_BAD_STATE;
    Handle& named = *reinterpret_cast<Handle*>(handle);
    const std::lock_guard lock(named.mutex);
    return named.target == nullptr ? CROSSDOCK_BAD_STATE : named.target->wake(reason);
}

}  // namespace crossdock::plugins
