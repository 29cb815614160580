/* An adapter in plain C that is right in every respect: a sink, or what BROKEN_INTERFACE_HEADER makes of it. A broken
 * plugin defines one of the macros here or there before it includes this, and so differs from a right one in exactly
 * that. */
#ifndef CROSSDOCK_TESTS_BROKEN_FRAME_H
#define CROSSDOCK_TESTS_BROKEN_FRAME_H

#include <crossdock/abi.h>
#include <stdlib.h>
#include <string.h>

typedef struct broken_adapter {
    crossdock_adapter table;
    const crossdock_host* host;
    int state;       /* 0 created, 1 initialised, 2 started */
    uint32_t credit; /* of a source */
    uint32_t sent;   /* messages that a source brought */
} broken_adapter;

static void broken_fail(crossdock_error* error, const char* code, const char* text) {
    if (error == NULL || error->struct_size < sizeof(crossdock_error)) return;
    error->error_class = CROSSDOCK_ERROR_PERMANENT;
    error->offset = CROSSDOCK_NO_OFFSET;
    memcpy(error->code, code, strlen(code) + 1);
    memcpy(error->text, text, strlen(text) + 1);
}

static crossdock_status broken_complete(broken_adapter* sink, uint64_t operation) {
    crossdock_outcome outcome;
    memset(&outcome, 0, sizeof outcome);
    outcome.struct_size = (uint32_t)sizeof outcome;
    outcome.response.struct_size = (uint32_t)sizeof outcome.response;
    return ((const crossdock_completion*)sink->host->get_extension(sink->host, CROSSDOCK_COMPLETION))
        ->complete(sink->host, operation, &outcome);
}

#ifdef BROKEN_IN_CREATE
static void BROKEN_IN_CREATE(const crossdock_host* host);
#endif
#ifdef BROKEN_IN_INIT
static crossdock_status BROKEN_IN_INIT(broken_adapter* sink, crossdock_error* error);
#endif
#ifdef BROKEN_IN_START
static crossdock_status BROKEN_IN_START(broken_adapter* sink, crossdock_error* error);
#endif

static crossdock_status broken_move(broken_adapter* sink, int from, int to, crossdock_error* error) {
#ifndef BROKEN_IGNORES_ORDER
    if (sink->state != from) {
        broken_fail(error, "broken.order", "this call is not legal in the present state");
        return CROSSDOCK_BAD_STATE;
    }
#else
    (void)from, (void)error;
#endif
    sink->state = to;
    return CROSSDOCK_OK;
}

static crossdock_status CROSSDOCK_CALL broken_init(void* self, crossdock_error* error) {
    const crossdock_status status = broken_move((broken_adapter*)self, 0, 1, error);
#ifdef BROKEN_IN_INIT
    if (status == CROSSDOCK_OK) return BROKEN_IN_INIT((broken_adapter*)self, error);
#endif
    return status;
}

static crossdock_status CROSSDOCK_CALL broken_start(void* self, crossdock_error* error) {
    const crossdock_status status = broken_move((broken_adapter*)self, 1, 2, error);
#ifdef BROKEN_IN_START
    if (status == CROSSDOCK_OK) return BROKEN_IN_START((broken_adapter*)self, error);
#endif
    return status;
}

static crossdock_status CROSSDOCK_CALL broken_stop(void* self, crossdock_error* error) {
    return broken_move((broken_adapter*)self, 2, 1, error);
}

static void CROSSDOCK_CALL broken_destroy(void* self) { free(self); }

#ifndef BROKEN_INTERFACE_HEADER
#define BROKEN_INTERFACE_HEADER "interface_sink.h"
#endif
/* Defines BROKEN_INTERFACE, BROKEN_EXTENSION and `broken_table`. */
#include BROKEN_INTERFACE_HEADER

static const void* CROSSDOCK_CALL broken_get_extension(void* self, const char* id) {
    (void)self;
    return strcmp(id, BROKEN_EXTENSION) == 0 ? &broken_table : NULL;
}

#ifndef BROKEN_PROPERTIES
#define BROKEN_PROPERTIES BROKEN_PROPERTY("color", "red")
#endif
#define BROKEN_PROPERTY(name, value)                                                                          \
    {                                                                                                         \
        (uint32_t)sizeof(crossdock_property), CROSSDOCK_PROPERTY_CHOICE, 0, 0, name, value, "red|green|blue", \
            "The color of nothing."                                                                           \
    }
static const crossdock_property broken_properties[] = {BROKEN_PROPERTIES};

static const crossdock_adapter_type broken_type = {(uint32_t)sizeof(crossdock_adapter_type),
                                                   BROKEN_INTERFACE,
                                                   "broken",
                                                   "1.0.0",
                                                   "An adapter for the tests.",
                                                   broken_properties,
                                                   sizeof broken_properties / sizeof broken_properties[0],
                                                   sizeof(crossdock_property)};

static uint64_t CROSSDOCK_CALL broken_type_count(void) { return 1; }
static const crossdock_adapter_type* CROSSDOCK_CALL broken_type_at(uint64_t index) {
    return index == 0 ? &broken_type : NULL;
}

#ifndef BROKEN_ADAPTER_SIZE
#define BROKEN_ADAPTER_SIZE sizeof(crossdock_adapter)
#endif
#ifndef BROKEN_START_FUNCTION
#define BROKEN_START_FUNCTION broken_start
#endif

static const crossdock_adapter* CROSSDOCK_CALL broken_create(const crossdock_host* host, const char* type_name,
                                                             crossdock_error* error) {
    broken_adapter* sink = NULL;
    if (strcmp(type_name, "broken") != 0) {
        broken_fail(error, "broken.unknown-type", "the only type here is `broken`");
        return NULL;
    }
    sink = (broken_adapter*)calloc(1, sizeof *sink);
    if (sink == NULL) {
        broken_fail(error, "broken.out-of-memory", "memory ran out");
        return NULL;
    }
    sink->host = host;
    sink->table.struct_size = (uint32_t)BROKEN_ADAPTER_SIZE;
    sink->table.self = sink;
    sink->table.init = broken_init;
    sink->table.start = BROKEN_START_FUNCTION;
    sink->table.stop = broken_stop;
    sink->table.destroy = broken_destroy;
    sink->table.get_extension = broken_get_extension;
#ifdef BROKEN_IN_CREATE
    BROKEN_IN_CREATE(host);
#endif
    (void)broken_start;
    return &sink->table;
}

static const crossdock_adapter_factory broken_factory = {(uint32_t)sizeof(crossdock_adapter_factory), 0,
                                                         broken_type_count, broken_type_at, broken_create};

static crossdock_status CROSSDOCK_CALL broken_entry_init(const char* plugin_path, crossdock_error* error) {
    (void)plugin_path, (void)error;
    return CROSSDOCK_OK;
}
static void CROSSDOCK_CALL broken_entry_deinit(void) {}
static const void* CROSSDOCK_CALL broken_get_factory(const char* id) {
    return strcmp(id, CROSSDOCK_ADAPTER_FACTORY) == 0 ? &broken_factory : NULL;
}

#ifndef BROKEN_ENTRY_SIZE
#define BROKEN_ENTRY_SIZE sizeof(crossdock_entry)
#endif
#ifndef BROKEN_MAJOR
#define BROKEN_MAJOR CROSSDOCK_ABI_MAJOR
#endif
#ifndef BROKEN_MINOR
#define BROKEN_MINOR CROSSDOCK_ABI_MINOR
#endif
#ifndef BROKEN_GET_FACTORY
#define BROKEN_GET_FACTORY broken_get_factory
#endif
#ifndef BROKEN_BUILD_ID
#define BROKEN_BUILD_ID "build-1"
#endif
#ifndef BROKEN_ENTRY
#define BROKEN_ENTRY crossdock_plugin_entry
#endif

static const crossdock_entry broken_entry = {
    (uint32_t)BROKEN_ENTRY_SIZE, BROKEN_MAJOR,        BROKEN_MINOR,      0, "broken", "1.0.0", BROKEN_BUILD_ID,
    broken_entry_init,           broken_entry_deinit, BROKEN_GET_FACTORY};

#ifdef __cplusplus
extern "C"
#endif
    CROSSDOCK_EXPORT const crossdock_entry* CROSSDOCK_CALL
    BROKEN_ENTRY(void);
#ifdef __cplusplus
extern "C"
#endif
    CROSSDOCK_EXPORT const crossdock_entry* CROSSDOCK_CALL
    BROKEN_ENTRY(void) {
    (void)broken_get_factory, (void)broken_complete;
    return &broken_entry;
}

#endif
