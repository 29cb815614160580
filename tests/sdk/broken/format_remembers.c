/* Writes something else each time. */
#define BROKEN_INTERFACE_HEADER "interface_format.h"
#define BROKEN_IN_DECODE remember
#include "frame.h"
static crossdock_status remember(const crossdock_decode_request* request, crossdock_tape_writer* tape,
                                 crossdock_error* error) {
    static volatile uint32_t times = 0;
    static const crossdock_text_view names[] = {{"payload", 7}, {"text", 4}};
    char digit = (char)('0' + ++times % 10);
    crossdock_tape_event event;
    (void)request;
    tape->names = names;
    tape->name_count = 2;
    memset(&event, 0, sizeof event);
    event.kind = CROSSDOCK_TAPE_VALUE;
    event.name = 1;
    if (crossdock_tape_append_text(tape, event, &digit, 1) != CROSSDOCK_OK) return broken_no_room(error);
    return CROSSDOCK_OK;
}
