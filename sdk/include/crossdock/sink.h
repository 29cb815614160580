/* Sink: takes messages out. */
#ifndef CROSSDOCK_SINK_H
#define CROSSDOCK_SINK_H

#include <crossdock/completion.h>

#define CROSSDOCK_SINK "crossdock.sink/1"

/* One delivery. The same `idempotency_key` and the same bytes come again when it is tried again. */
typedef struct crossdock_delivery {
    uint32_t struct_size;
    uint32_t attempt; /* 1, 2, … */
    uint64_t operation;
    uint32_t deadline_ms; /* from now; the host cancels after it */
    uint32_t reserved;
    crossdock_text_view idempotency_key;
    crossdock_text_view content_type;
    crossdock_bytes_view payload;
    const crossdock_header_view* headers; /* among them what name templates use: `partner`, `number`, `type`, … */
    uint64_t header_count;
} crossdock_delivery;

/* What the host may rely on when it does not know whether a delivery arrived. */
typedef uint32_t crossdock_delivery_promise;
#define CROSSDOCK_IDEMPOTENT 1u    /* the same key twice has the effect of once */
#define CROSSDOCK_CHECKABLE 2u     /* `check` tells whether a key arrived */
#define CROSSDOCK_AT_LEAST_ONCE 3u /* neither */

typedef struct crossdock_sink {
    uint32_t struct_size;
    crossdock_delivery_promise promise;
    /* [lane] Begins a delivery; its outcome comes through the completion, perhaps before this returns. May block until
     * the deadline: the lane's width bounds how many run at once. Anything but OK means that it was not begun. */
    crossdock_status(CROSSDOCK_CALL* submit)(void* self, const crossdock_delivery* delivery, crossdock_error* error);
    /* [lane] Did a delivery with this key arrive? Completes like `submit`. NULL unless CHECKABLE. */
    crossdock_status(CROSSDOCK_CALL* check)(void* self, uint64_t operation, crossdock_text_view idempotency_key,
                                            crossdock_error* error);
    /* [any-thread] Asks to give `operation` up; it still completes, perhaps with success. */
    void(CROSSDOCK_CALL* cancel)(void* self, uint64_t operation);
} crossdock_sink;

CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_delivery, attempt) == 4, "delivery.attempt");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_delivery, operation) == 8, "delivery.operation");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_delivery, deadline_ms) == 16, "delivery.deadline_ms");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_delivery, idempotency_key) == 24, "delivery.idempotency_key");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_delivery, content_type) == 40, "delivery.content_type");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_delivery, payload) == 56, "delivery.payload");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_delivery, headers) == 72, "delivery.headers");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_delivery, header_count) == 80, "delivery.header_count");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_sink, promise) == 4, "sink.promise");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_sink, submit) == 8, "sink.submit");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_sink, check) == 16, "sink.check");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_sink, cancel) == 24, "sink.cancel");

#endif
