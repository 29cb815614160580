/* The values of sensitive properties, which the site gives as env:NAME or file:PATH. */
#ifndef CROSSDOCK_EXT_SECRETS_H
#define CROSSDOCK_EXT_SECRETS_H

#include <crossdock/host.h>

#define CROSSDOCK_SECRETS "crossdock.secrets/1"

typedef struct crossdock_secrets {
    uint32_t struct_size;
    uint32_t reserved;
    /* [main] The value now, read anew at each call. The caller releases `value`, which wipes it. NOT_FOUND when the
     * property is unset; FAILED when its variable or file cannot be read. */
    crossdock_status(CROSSDOCK_CALL* get)(const crossdock_host* host, const char* property, uint64_t index,
                                          crossdock_buffer* value, crossdock_error* error);
} crossdock_secrets;

CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_secrets, get) == 8, "secrets.get");

#endif
