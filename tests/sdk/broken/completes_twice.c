/* Completes each delivery twice. */
#define BROKEN_SUBMIT twice
#include "frame.h"
static crossdock_status twice(broken_adapter* sink, const crossdock_delivery* delivery, crossdock_error* error) {
    const uint64_t operation = delivery->operation;
    (void)error;
    broken_complete(sink, operation);
    broken_complete(sink, operation);
    return CROSSDOCK_OK;
}
