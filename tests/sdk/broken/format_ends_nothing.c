/* What it says ends an interchange does not. */
#define BROKEN_INTERFACE_HEADER "interface_format.h"
#define BROKEN_IN_FEED begin
#define BROKEN_TRAILERS end_nothing
#include "frame.h"
static void begin(broken_split* split, crossdock_bytes_view piece) {
    crossdock_envelope envelope;
    (void)piece;
    if (split->size != 0) return;
    memset(&envelope, 0, sizeof envelope);
    envelope.struct_size = (uint32_t)sizeof envelope;
    envelope.level = CROSSDOCK_ENVELOPE_INTERCHANGE;
    split->events->envelope_begin(split->events->context, &envelope);
}
static crossdock_status CROSSDOCK_CALL end_nothing(void* self, const crossdock_envelope* interchange,
                                                   const crossdock_envelope* group, uint64_t transactions,
                                                   crossdock_output* output, crossdock_error* error) {
    (void)self, (void)interchange, (void)group, (void)transactions, (void)error;
    return crossdock_output_write(output, "!", 1);
}
