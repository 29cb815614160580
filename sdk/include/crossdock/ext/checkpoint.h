/* A few bytes that an adapter wants to find again after a restart: where it stopped reading. Kept in the journal. */
#ifndef CROSSDOCK_EXT_CHECKPOINT_H
#define CROSSDOCK_EXT_CHECKPOINT_H

#include <crossdock/host.h>

#define CROSSDOCK_CHECKPOINT "crossdock.checkpoint/1"
#define CROSSDOCK_CHECKPOINT_SIZE_MAX 65536u

typedef struct crossdock_checkpoint {
    uint32_t struct_size;
    uint32_t reserved;
    /* [main] The last one saved; NOT_FOUND when there is none. The caller releases `bytes`. */
    crossdock_status(CROSSDOCK_CALL* load)(const crossdock_host* host, crossdock_buffer* bytes, crossdock_error* error);
    /* [main] Replaces it; durable once this answers OK. */
    crossdock_status(CROSSDOCK_CALL* save)(const crossdock_host* host, crossdock_bytes_view bytes,
                                           crossdock_error* error);
} crossdock_checkpoint;

CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_checkpoint, load) == 8, "checkpoint.load");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_checkpoint, save) == 16, "checkpoint.save");

#endif
