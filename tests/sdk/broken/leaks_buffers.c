/* Never gives back a buffer of the host. */
#define BROKEN_IN_START keep_buffer
#include "frame.h"
static crossdock_status keep_buffer(broken_adapter* sink, crossdock_error* error) {
    crossdock_buffer buffer;
    uint8_t* writable = NULL;
    const crossdock_buffers* buffers =
        (const crossdock_buffers*)sink->host->get_extension(sink->host, CROSSDOCK_BUFFERS);
    buffer.struct_size = (uint32_t)sizeof buffer;
    return buffers == NULL ? CROSSDOCK_OK : buffers->allocate(sink->host, 100, &buffer, &writable, error);
}
