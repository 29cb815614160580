/* Owned buffers from the host's memory, for a plugin that wants to hand bytes over without a heap of its own. */
#ifndef CROSSDOCK_EXT_BUFFER_H
#define CROSSDOCK_EXT_BUFFER_H

#include <crossdock/host.h>

#define CROSSDOCK_BUFFERS "crossdock.buffer/1"

typedef struct crossdock_buffers {
    uint32_t struct_size;
    uint32_t reserved;
    /* [any-thread] `*writable` is where to write `size` bytes until the buffer is handed on or released. */
    crossdock_status(CROSSDOCK_CALL* allocate)(const crossdock_host* host, uint64_t size, crossdock_buffer* buffer,
                                               uint8_t** writable, crossdock_error* error);
} crossdock_buffers;

CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_buffers, allocate) == 8, "buffers.allocate");

#endif
