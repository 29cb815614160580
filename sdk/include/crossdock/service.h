/* Service: request in, response out. Documents cross as JSON text. */
#ifndef CROSSDOCK_SERVICE_H
#define CROSSDOCK_SERVICE_H

#include <crossdock/completion.h>

#define CROSSDOCK_SERVICE "crossdock.service/1"

#define CROSSDOCK_OPERATION_SAFE 1u       /* changes nothing on the other side */
#define CROSSDOCK_OPERATION_IDEMPOTENT 2u /* the same idempotency key twice has the effect of once */

/* What a service can do, as data. Strings end with a zero and live until the adapter is destroyed. */
typedef struct crossdock_operation {
    uint32_t struct_size;
    uint32_t flags; /* CROSSDOCK_OPERATION_* */
    const char* name;
    const char* request_schema;  /* closed JSON Schema, or NULL: any object */
    const char* response_schema; /* likewise */
    const char* compensated_by;  /* the operation that undoes this one, or NULL */
    const char* documentation;
} crossdock_operation;

typedef struct crossdock_call {
    uint32_t struct_size;
    uint32_t attempt;
    uint64_t operation;
    uint32_t deadline_ms;
    uint32_t reserved;
    crossdock_text_view name; /* of the operation */
    crossdock_text_view idempotency_key;
    crossdock_bytes_view request; /* JSON text */
} crossdock_call;

typedef struct crossdock_service {
    uint32_t struct_size;
    uint32_t reserved;
    /* [main] How many operations this instance offers; legal after `init`. */
    uint64_t(CROSSDOCK_CALL* operation_count)(void* self);
    /* [main] NULL past the end. */
    const crossdock_operation*(CROSSDOCK_CALL* operation_at)(void* self, uint64_t index);
    /* [lane] Begins a call; completes through the completion like a sink's `submit`. */
    crossdock_status(CROSSDOCK_CALL* call)(void* self, const crossdock_call* call, crossdock_error* error);
    /* [any-thread] */
    void(CROSSDOCK_CALL* cancel)(void* self, uint64_t operation);
} crossdock_service;

CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_operation, flags) == 4, "operation.flags");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_operation, name) == 8, "operation.name");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_operation, request_schema) == 16, "operation.request_schema");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_operation, response_schema) == 24, "operation.response_schema");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_operation, compensated_by) == 32, "operation.compensated_by");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_operation, documentation) == 40, "operation.documentation");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_call, attempt) == 4, "call.attempt");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_call, operation) == 8, "call.operation");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_call, deadline_ms) == 16, "call.deadline_ms");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_call, name) == 24, "call.name");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_call, idempotency_key) == 40, "call.idempotency_key");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_call, request) == 56, "call.request");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_service, operation_count) == 8, "service.operation_count");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_service, operation_at) == 16, "service.operation_at");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_service, call) == 24, "service.call");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_service, cancel) == 32, "service.cancel");

#endif
