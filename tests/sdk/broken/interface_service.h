/* The service of a right frame: one operation, answered at once. */
#ifndef CROSSDOCK_TESTS_BROKEN_INTERFACE_SERVICE_H
#define CROSSDOCK_TESTS_BROKEN_INTERFACE_SERVICE_H

#define BROKEN_INTERFACE CROSSDOCK_INTERFACE_SERVICE
#define BROKEN_EXTENSION CROSSDOCK_SERVICE

#ifdef BROKEN_CALL
static crossdock_status BROKEN_CALL(broken_adapter* service, const crossdock_call* call, crossdock_error* error);
#endif
#ifdef BROKEN_CANCEL
static void BROKEN_CANCEL(broken_adapter* service, uint64_t operation);
#endif
#ifndef BROKEN_OPERATION_COUNT
#define BROKEN_OPERATION_COUNT 1
#endif
#ifndef BROKEN_UNDO
#define BROKEN_UNDO NULL
#endif

static uint64_t CROSSDOCK_CALL broken_operation_count(void* self) {
    (void)self;
    return BROKEN_OPERATION_COUNT;
}

static const crossdock_operation* CROSSDOCK_CALL broken_operation_at(void* self, uint64_t index) {
    static const crossdock_operation operation = {
        (uint32_t)sizeof(crossdock_operation), CROSSDOCK_OPERATION_SAFE, "greet", NULL, NULL, BROKEN_UNDO, "Greets."};
    return index < broken_operation_count(self) ? &operation : NULL;
}

static crossdock_status CROSSDOCK_CALL broken_call(void* self, const crossdock_call* call, crossdock_error* error) {
#ifndef BROKEN_TAKES_ANY_NAME
    if (call->name.size != 5 || memcmp(call->name.data, "greet", 5) != 0) {
        broken_fail(error, "broken.unknown-operation", "the only operation here is `greet`");
        return CROSSDOCK_FAILED;
    }
#endif
#ifdef BROKEN_CALL
    return BROKEN_CALL((broken_adapter*)self, call, error);
#else
    (void)error;
    return broken_complete((broken_adapter*)self, call->operation);
#endif
}

static void CROSSDOCK_CALL broken_cancel(void* self, uint64_t operation) {
#ifdef BROKEN_CANCEL
    BROKEN_CANCEL((broken_adapter*)self, operation);
#else
    (void)self, (void)operation;
#endif
}

#ifndef BROKEN_CALL_FUNCTION
#define BROKEN_CALL_FUNCTION broken_call
#endif

static const crossdock_service broken_table = {(uint32_t)sizeof(crossdock_service),
                                               0,
                                               broken_operation_count,
                                               broken_operation_at,
                                               BROKEN_CALL_FUNCTION,
                                               broken_cancel};

static inline void broken_unused(void) { (void)broken_call; }

#endif
