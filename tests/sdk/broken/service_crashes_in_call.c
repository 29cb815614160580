/* Crashes in `call`. */
#define BROKEN_INTERFACE_HEADER "interface_service.h"
#define BROKEN_CALL crash
#include "frame.h"
static crossdock_status crash(broken_adapter* service, const crossdock_call* call, crossdock_error* error) {
    (void)service, (void)call, (void)error;
    abort();
}
