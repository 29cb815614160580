/* Takes deliveries and forgets them, on cancel and on stop too. */
#define BROKEN_SUBMIT forget
#include "frame.h"
static crossdock_status forget(broken_adapter* sink, const crossdock_delivery* delivery, crossdock_error* error) {
    (void)sink, (void)delivery, (void)error;
    return CROSSDOCK_OK;
}
