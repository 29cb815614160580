/* Writes through a null pointer in `init`. */
#define BROKEN_IN_INIT crash
#include "frame.h"
static int* volatile nowhere = NULL;
static crossdock_status crash(broken_adapter* sink, crossdock_error* error) {
    (void)sink, (void)error;
    *nowhere = 1;
    return CROSSDOCK_OK;
}
