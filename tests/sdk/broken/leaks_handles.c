/* Opens a file in each `start` and never closes it. */
#define BROKEN_IN_START open_file
#include <stdio.h>
#include "frame.h"
static FILE* volatile lost = NULL;
static crossdock_status open_file(broken_adapter* sink, crossdock_error* error) {
    (void)sink, (void)error;
#ifdef _WIN32
    lost = fopen("NUL", "r");
#else
    lost = fopen("/dev/null", "r");
#endif
    return CROSSDOCK_OK;
}
