/* Log lines of a plugin, with the adapter's name added by the host. */
#ifndef CROSSDOCK_EXT_LOG_H
#define CROSSDOCK_EXT_LOG_H

#include <crossdock/host.h>

#define CROSSDOCK_LOG "crossdock.log/1"

typedef uint32_t crossdock_log_level;
#define CROSSDOCK_LOG_TRACE 1u
#define CROSSDOCK_LOG_DEBUG 2u
#define CROSSDOCK_LOG_INFO 3u
#define CROSSDOCK_LOG_WARNING 4u
#define CROSSDOCK_LOG_ERROR 5u
#define CROSSDOCK_LOG_PEER 6u /* the other side broke the contract: a partner, a server, a client */

typedef struct crossdock_log {
    uint32_t struct_size;
    uint32_t reserved;
    /* [any-thread] 1 when a line of this level would be kept: ask before making an expensive one. */
    uint32_t(CROSSDOCK_CALL* enabled)(const crossdock_host* host, crossdock_log_level level);
    /* [any-thread] */
    void(CROSSDOCK_CALL* write)(const crossdock_host* host, crossdock_log_level level, crossdock_text_view text);
} crossdock_log;

CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_log, enabled) == 8, "log.enabled");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_log, write) == 16, "log.write");

#endif
