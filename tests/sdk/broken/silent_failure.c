/* Answers FAILED to `start` and says nothing about why. */
#define BROKEN_IN_START fail_silently
#include "frame.h"
static crossdock_status fail_silently(broken_adapter* sink, crossdock_error* error) {
    (void)error;
    sink->state = 1;
    return CROSSDOCK_FAILED;
}
