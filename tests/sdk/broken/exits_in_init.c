/* Ends the process as if all were well. */
#define BROKEN_IN_INIT leave
#include "frame.h"
static crossdock_status leave(broken_adapter* sink, crossdock_error* error) {
    (void)sink, (void)error;
    exit(0);
}
