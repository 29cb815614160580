/* What a plugin is handed: the host, one for each adapter instance. All a plugin can ask comes through it. */
#ifndef CROSSDOCK_HOST_H
#define CROSSDOCK_HOST_H

#include <crossdock/types.h>

/* Borrowed by the adapter from `create` until `destroy` returns. The first argument of every host function, those of
 * host extensions included, is this pointer. */
typedef struct crossdock_host {
    uint32_t struct_size;
    uint32_t abi_major;
    uint32_t abi_minor;
    uint32_t reserved;
    void* context; /* the host's own; never touched by a plugin */

    /* [any-thread] A host extension by id (`crossdock.log/1`), or NULL. The table lives as long as the host does.
     * Not to be called inside `create`. */
    const void*(CROSSDOCK_CALL* get_extension)(const struct crossdock_host* host, const char* id);
} crossdock_host;

CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_host, abi_major) == 4, "host.abi_major");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_host, abi_minor) == 8, "host.abi_minor");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_host, context) == 16, "host.context");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_host, get_extension) == 24, "host.get_extension");

#endif
