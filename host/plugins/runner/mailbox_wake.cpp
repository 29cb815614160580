#include "host/plugins/runner/mailbox_wake.hpp"

namespace crossdock::plugins {

crossdock_status MailboxWake::wake(std::uint64_t reason) {
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

}  // namespace crossdock::plugins
