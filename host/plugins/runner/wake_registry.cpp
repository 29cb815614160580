#include "host/plugins/runner/wake_registry.hpp"

namespace crossdock::plugins {

crossdock_status WakeTarget::wake(std::uint64_t reason) {
    if (waiting_.fetch_add(1) >= waiting_max) {
        waiting_.fetch_sub(1);
        return CROSSDOCK_FULL;
    }
    const bool posted = mailbox_->post([this, reason] {
        waiting_.fetch_sub(1);
        woken_(reason);
    });
    return posted ? CROSSDOCK_OK : CROSSDOCK_BAD_STATE;
}

WakeRegistry& WakeRegistry::of_process() {
    static WakeRegistry registry;
    return registry;
}

crossdock_wake_handle WakeRegistry::add(WakeTarget& target) {
    const std::lock_guard lock(mutex_);
    targets_.emplace(++last_, &target);
    return last_;
}

void WakeRegistry::remove(WakeTarget& target) {
    const std::lock_guard lock(mutex_);
    std::erase_if(targets_, [&](const auto& entry) { return entry.second == &target; });
}

crossdock_status WakeRegistry::wake(crossdock_wake_handle handle, std::uint64_t reason) {
    const std::lock_guard lock(mutex_);
    const auto found = targets_.find(handle);
    return found == targets_.end() ? CROSSDOCK_BAD_STATE : found->second->wake(reason);
}

}  // namespace crossdock::plugins
