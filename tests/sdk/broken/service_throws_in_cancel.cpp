// A call is completed by `cancel` alone, which a C++ exception then leaves.
#include <stdexcept>
#define BROKEN_INTERFACE_HEADER "interface_service.h"
#define BROKEN_CALL wait_for_cancel
#define BROKEN_CANCEL throw_it
#include "frame.h"
static crossdock_status wait_for_cancel(broken_adapter*, const crossdock_call*, crossdock_error*) {
    return CROSSDOCK_OK;
}
static void throw_it(broken_adapter* service, uint64_t operation) {
    broken_complete(service, operation);
    throw std::runtime_error("thrown across the ABI");
}
