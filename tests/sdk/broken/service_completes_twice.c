/* Completes each call twice. */
#define BROKEN_INTERFACE_HEADER "interface_service.h"
#define BROKEN_CALL twice
#include "frame.h"
static crossdock_status twice(broken_adapter* service, const crossdock_call* call, crossdock_error* error) {
    const uint64_t operation = call->operation;
    (void)error;
    broken_complete(service, operation);
    broken_complete(service, operation);
    return CROSSDOCK_OK;
}
