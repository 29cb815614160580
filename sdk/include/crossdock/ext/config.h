/* The adapter's configuration, already validated against the type's properties; defaults are filled in. */
#ifndef CROSSDOCK_EXT_CONFIG_H
#define CROSSDOCK_EXT_CONFIG_H

#include <crossdock/host.h>

#define CROSSDOCK_CONFIG "crossdock.config/1"

typedef struct crossdock_config {
    uint32_t struct_size;
    uint32_t reserved;
    /* [any-thread] How often the property is set (0 or 1 unless it may repeat). */
    uint64_t(CROSSDOCK_CALL* count)(const crossdock_host* host, const char* property);
    /* [any-thread] Its text at `index`: durations in milliseconds, sizes in bytes, booleans as `yes` or `no`, paths
     * absolute. Valid until `destroy`. NOT_FOUND when unset. A sensitive property is read through secrets.h. */
    crossdock_status(CROSSDOCK_CALL* text)(const crossdock_host* host, const char* property, uint64_t index,
                                           crossdock_text_view* value);
    /* [any-thread] The adapter's name in the site. Valid until `destroy`. */
    crossdock_text_view(CROSSDOCK_CALL* adapter_name)(const crossdock_host* host);
} crossdock_config;

CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_config, count) == 8, "config.count");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_config, text) == 16, "config.text");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_config, adapter_name) == 24, "config.adapter_name");

#endif
