/* Fails without a word. */
#define BROKEN_INTERFACE_HEADER "interface_service.h"
#define BROKEN_CALL fail
#include "frame.h"
static crossdock_status fail(broken_adapter* service, const crossdock_call* call, crossdock_error* error) {
    (void)service, (void)call, (void)error;
    return CROSSDOCK_FAILED;
}
