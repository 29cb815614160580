/* Time and waking: how an adapter gets back onto its main thread. */
#ifndef CROSSDOCK_EXT_SCHEDULER_H
#define CROSSDOCK_EXT_SCHEDULER_H

#include <crossdock/host.h>

#define CROSSDOCK_SCHEDULER "crossdock.scheduler/1"
#define CROSSDOCK_WAKEABLE "crossdock.wakeable/1"

/* A handle outlives the adapter: waking a destroyed one answers BAD_STATE and touches nothing. */
typedef uint64_t crossdock_wake_handle;

typedef struct crossdock_scheduler {
    uint32_t struct_size;
    uint32_t reserved;
    /* [main] */
    crossdock_wake_handle(CROSSDOCK_CALL* handle)(const crossdock_host* host);
    /* [any-thread] Asks for `woken(reason)` on the main thread. Bounded: FULL when too many are waiting. */
    crossdock_status(CROSSDOCK_CALL* wake)(crossdock_wake_handle handle, uint64_t reason);
    /* [main] The same after `delay_ms`. */
    crossdock_status(CROSSDOCK_CALL* wake_after)(const crossdock_host* host, uint32_t delay_ms, uint64_t reason);
    /* [any-thread] Milliseconds since 1970 UTC, by the host's clock. */
    int64_t(CROSSDOCK_CALL* wall_time_ms)(const crossdock_host* host);
    /* [any-thread] Milliseconds that only grow, by the host's clock. */
    int64_t(CROSSDOCK_CALL* steady_time_ms)(const crossdock_host* host);
} crossdock_scheduler;

/* The adapter's half, found through its `get_extension`. */
typedef struct crossdock_wakeable {
    uint32_t struct_size;
    uint32_t reserved;
    /* [main] */
    void(CROSSDOCK_CALL* woken)(void* self, uint64_t reason);
} crossdock_wakeable;

CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_scheduler, handle) == 8, "scheduler.handle");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_scheduler, wake) == 16, "scheduler.wake");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_scheduler, wake_after) == 24, "scheduler.wake_after");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_scheduler, wall_time_ms) == 32, "scheduler.wall_time_ms");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_scheduler, steady_time_ms) == 40, "scheduler.steady_time_ms");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_wakeable, woken) == 8, "wakeable.woken");

#endif
