/* Needs a symbol that nothing provides, so it cannot be opened. */
#define BROKEN_IN_INIT call_missing
#include "frame.h"
extern int broken_missing_function(void);
static crossdock_status call_missing(broken_adapter* sink, crossdock_error* error) {
    (void)sink, (void)error;
    return broken_missing_function();
}
