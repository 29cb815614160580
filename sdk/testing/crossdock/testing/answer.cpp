// Names of the statuses.
#include <crossdock/testing/answer.hpp>

namespace crossdock::sdk::testing {

const char* status_name(crossdock_status status) noexcept {
    switch (status) {
        case CROSSDOCK_OK: return "OK";
        case CROSSDOCK_FAILED: return "FAILED";
        case CROSSDOCK_BAD_STATE: return "BAD_STATE";
        case CROSSDOCK_NOT_SUPPORTED: return "NOT_SUPPORTED";
        case CROSSDOCK_FULL: return "FULL";
        case CROSSDOCK_CANCELLED: return "CANCELLED";
        case CROSSDOCK_NOT_FOUND: return "NOT_FOUND";
        default: return "an unknown status";
    }
}

}  // namespace crossdock::sdk::testing
