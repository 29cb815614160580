/* Writes through a null pointer in `submit`. */
#define BROKEN_SUBMIT crash
#include "frame.h"
static int* volatile nowhere = NULL;
static crossdock_status crash(broken_adapter* sink, const crossdock_delivery* delivery, crossdock_error* error) {
    (void)sink, (void)delivery, (void)error;
    *nowhere = 1;
    return CROSSDOCK_OK;
}
