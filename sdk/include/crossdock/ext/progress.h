/* Long operations: say how far they are, notice that they are no longer wanted. */
#ifndef CROSSDOCK_EXT_PROGRESS_H
#define CROSSDOCK_EXT_PROGRESS_H

#include <crossdock/host.h>

#define CROSSDOCK_PROGRESS "crossdock.progress/1"

typedef struct crossdock_progress {
    uint32_t struct_size;
    uint32_t reserved;
    /* [any-thread] `done` of `total` (0: unknown). A report also tells a watchdog that the adapter is alive. */
    void(CROSSDOCK_CALL* report)(const crossdock_host* host, uint64_t operation, uint64_t done, uint64_t total);
    /* [any-thread] 1 once the operation's deadline has passed or it was cancelled. */
    uint32_t(CROSSDOCK_CALL* is_cancelled)(const crossdock_host* host, uint64_t operation);
} crossdock_progress;

CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_progress, report) == 8, "progress.report");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_progress, is_cancelled) == 16, "progress.is_cancelled");

#endif
