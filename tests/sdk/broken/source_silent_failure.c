/* Fails without a word. */
#define BROKEN_INTERFACE_HEADER "interface_source.h"
#define BROKEN_MESSAGE fail
#include "frame.h"
static crossdock_status fail(broken_adapter* source, const crossdock_intake* intake, crossdock_error* error) {
    (void)source, (void)intake, (void)error;
    return CROSSDOCK_FAILED;
}
