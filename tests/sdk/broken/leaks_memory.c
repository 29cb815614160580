/* Loses a kilobyte in each `init`. */
#define BROKEN_IN_INIT lose
#include "frame.h"
static void* volatile lost = NULL;
static crossdock_status lose(broken_adapter* sink, crossdock_error* error) {
    (void)sink, (void)error;
    lost = malloc(1024);
    return CROSSDOCK_OK;
}
