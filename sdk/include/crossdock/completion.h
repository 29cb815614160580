/* How asynchronous work ends: the adapter completes an operation that the host began, exactly once, on cancel and on
 * stop too. The inputs of the operation stay valid until then. */
#ifndef CROSSDOCK_COMPLETION_H
#define CROSSDOCK_COMPLETION_H

#include <crossdock/host.h>

#define CROSSDOCK_COMPLETION "crossdock.completion/1"

/* What became of a delivery, a check or a call. Borrowed during `complete`, but for `response`, which the host takes.
 */
typedef struct crossdock_outcome {
    uint32_t struct_size;
    crossdock_status status;       /* OK, FAILED, CANCELLED; a `check` answers OK (it is there) or NOT_FOUND */
    crossdock_text_view reference; /* how the other side calls it: a file's name, an order id; empty: nothing said */
    crossdock_buffer response;     /* a service's response document as JSON text; empty for a sink */
    const crossdock_error* error;  /* NULL when OK */
} crossdock_outcome;

typedef struct crossdock_completion {
    uint32_t struct_size;
    uint32_t reserved;
    /* [any-thread] Ends `operation`. A second call for the same one answers BAD_STATE and is reported against the
     * plugin. Never blocks. */
    crossdock_status(CROSSDOCK_CALL* complete)(const crossdock_host* host, uint64_t operation,
                                               crossdock_outcome* outcome);
} crossdock_completion;

CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_outcome, status) == 4, "outcome.status");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_outcome, reference) == 8, "outcome.reference");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_outcome, response) == 24, "outcome.response");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_outcome, error) == 64, "outcome.error");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_completion, complete) == 8, "completion.complete");

#endif
