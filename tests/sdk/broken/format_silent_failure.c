/* Fails without a word. */
#define BROKEN_INTERFACE_HEADER "interface_format.h"
#define BROKEN_IN_DECODE fail
#include "frame.h"
static crossdock_status fail(const crossdock_decode_request* request, crossdock_tape_writer* tape,
                             crossdock_error* error) {
    (void)request, (void)tape, (void)error;
    return CROSSDOCK_FAILED;
}
