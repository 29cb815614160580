/* The sink of a right frame: it completes each delivery at once. */
#ifndef CROSSDOCK_TESTS_BROKEN_INTERFACE_SINK_H
#define CROSSDOCK_TESTS_BROKEN_INTERFACE_SINK_H

#define BROKEN_INTERFACE CROSSDOCK_INTERFACE_SINK
#define BROKEN_EXTENSION CROSSDOCK_SINK

#ifdef BROKEN_SUBMIT
static crossdock_status BROKEN_SUBMIT(broken_adapter* sink, const crossdock_delivery* delivery, crossdock_error* error);
#endif

static crossdock_status CROSSDOCK_CALL broken_submit(void* self, const crossdock_delivery* delivery,
                                                     crossdock_error* error) {
#ifdef BROKEN_SUBMIT
    return BROKEN_SUBMIT((broken_adapter*)self, delivery, error);
#else
    (void)error;
    return broken_complete((broken_adapter*)self, delivery->operation);
#endif
}

static void CROSSDOCK_CALL broken_cancel(void* self, uint64_t operation) { (void)self, (void)operation; }

static const crossdock_sink broken_table = {(uint32_t)sizeof(crossdock_sink), CROSSDOCK_AT_LEAST_ONCE, broken_submit,
                                            NULL, broken_cancel};

#endif
