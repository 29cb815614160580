/* Calls a [main] function of the host on a thread of the lane. */
#define BROKEN_SUBMIT save_there
#include "frame.h"
static crossdock_status save_there(broken_adapter* sink, const crossdock_delivery* delivery, crossdock_error* error) {
    const crossdock_checkpoint* checkpoint =
        (const crossdock_checkpoint*)sink->host->get_extension(sink->host, CROSSDOCK_CHECKPOINT);
    const crossdock_bytes_view bytes = {(const uint8_t*)"here", 4};
    if (checkpoint != NULL) checkpoint->save(sink->host, bytes, error);
    return broken_complete(sink, delivery->operation);
}
