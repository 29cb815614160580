/* Lets a plugin assert that it is where the contract says. A debug host checks its own side the same way. */
#ifndef CROSSDOCK_EXT_THREAD_CHECK_H
#define CROSSDOCK_EXT_THREAD_CHECK_H

#include <crossdock/host.h>

#define CROSSDOCK_THREAD_CHECK "crossdock.thread-check/1"

typedef struct crossdock_thread_check {
    uint32_t struct_size;
    uint32_t reserved;
    /* [any-thread] 1 on the adapter's main thread. */
    uint32_t(CROSSDOCK_CALL* is_main)(const crossdock_host* host);
    /* [any-thread] 1 on a thread of the adapter's lane. */
    uint32_t(CROSSDOCK_CALL* is_lane)(const crossdock_host* host);
} crossdock_thread_check;

CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_thread_check, is_main) == 8, "thread_check.is_main");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_thread_check, is_lane) == 16, "thread_check.is_lane");

#endif
