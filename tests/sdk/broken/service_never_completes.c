/* Takes calls and never answers. */
#define BROKEN_INTERFACE_HEADER "interface_service.h"
#define BROKEN_CALL forget
#include "frame.h"
static crossdock_status forget(broken_adapter* service, const crossdock_call* call, crossdock_error* error) {
    (void)service, (void)call, (void)error;
    return CROSSDOCK_OK;
}
