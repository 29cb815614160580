/* Adapter types as data, and the life of an adapter: create -> init -> start -> stop -> destroy.
 *
 * A call out of this order answers CROSSDOCK_BAD_STATE. `start` and `stop` may alternate; `destroy` is legal in every
 * state and stops what runs. Threads are named by tags: [main] is one thread per adapter, the same for its whole life;
 * [lane] is any thread of the adapter's lane; [any-thread] needs no promise.
 */
#ifndef CROSSDOCK_ADAPTER_H
#define CROSSDOCK_ADAPTER_H

#include <crossdock/host.h>

typedef uint32_t crossdock_property_type;
#define CROSSDOCK_PROPERTY_TEXT 1u
#define CROSSDOCK_PROPERTY_INTEGER 2u
#define CROSSDOCK_PROPERTY_BOOLEAN 3u  /* yes or no */
#define CROSSDOCK_PROPERTY_DURATION 4u /* 250ms, 5s, 2m, 1h, 7d; read as milliseconds */
#define CROSSDOCK_PROPERTY_SIZE 5u     /* bytes: 512, 64KiB, 1MiB, 2GiB */
#define CROSSDOCK_PROPERTY_CHOICE 6u   /* one of `allowed` */
#define CROSSDOCK_PROPERTY_PATH 7u     /* a file or folder; relative to the site */
#define CROSSDOCK_PROPERTY_URL 8u

#define CROSSDOCK_PROPERTY_REQUIRED 1u
#define CROSSDOCK_PROPERTY_SENSITIVE 2u /* given as env:NAME or file:PATH; masked wherever it would show */
#define CROSSDOCK_PROPERTY_REPEATED 4u  /* may be given several times */

/* One property that a site may set on an adapter of this type. */
typedef struct crossdock_property {
    uint32_t struct_size;
    crossdock_property_type type;
    uint32_t flags;
    uint32_t reserved;
    const char* name;
    const char* default_value; /* NULL: none */
    const char* allowed;       /* for a choice: values separated by `|`; for an integer: `min..max`; else NULL */
    const char* documentation; /* a sentence for the reference page */
} crossdock_property;

#define CROSSDOCK_INTERFACE_SOURCE 1u
#define CROSSDOCK_INTERFACE_SINK 2u
#define CROSSDOCK_INTERFACE_SERVICE 4u
#define CROSSDOCK_INTERFACE_FORMAT 8u

/* Static data of the plugin. Strings end with a zero. */
typedef struct crossdock_adapter_type {
    uint32_t struct_size;
    uint32_t interfaces; /* CROSSDOCK_INTERFACE_* */
    const char* name;    /* what the site says in type="…" */
    const char* version;
    const char* documentation;
    const crossdock_property* properties;
    uint64_t property_count;
    uint64_t property_size; /* sizeof(crossdock_property) as the plugin was built */
} crossdock_adapter_type;

typedef struct crossdock_adapter {
    uint32_t struct_size;
    uint32_t reserved;
    void* self; /* first argument of every function below and of the interfaces' functions */

    /* [main] Reads its configuration, opens nothing that others see. The host's extensions may be used from here on. */
    crossdock_status(CROSSDOCK_CALL* init)(void* self, crossdock_error* error);
    /* [main] Begins to work; returns once it does. */
    crossdock_status(CROSSDOCK_CALL* start)(void* self, crossdock_error* error);
    /* [main] Takes nothing new, completes or cancels what is pending, joins its threads, then returns. */
    crossdock_status(CROSSDOCK_CALL* stop)(void* self, crossdock_error* error);
    /* [main] Frees everything; the pointer is dead afterwards. */
    void(CROSSDOCK_CALL* destroy)(void* self);
    /* [main] An interface (`crossdock.sink/1`) or extension by id, or NULL. Legal after `init`. */
    const void*(CROSSDOCK_CALL* get_extension)(void* self, const char* id);
} crossdock_adapter;

#define CROSSDOCK_ADAPTER_FACTORY "crossdock.adapter-factory/1"

/* Found through the entry's `get_factory`. */
typedef struct crossdock_adapter_factory {
    uint32_t struct_size;
    uint32_t reserved;
    /* [any-thread] */
    uint64_t(CROSSDOCK_CALL* type_count)(void);
    /* [any-thread] The type at `index`, static; NULL past the end. */
    const crossdock_adapter_type*(CROSSDOCK_CALL* type_at)(uint64_t index);
    /* [main] A new instance, owned by the caller until `destroy`. Calls nothing of the host. NULL with `error` filled
     * when the name is unknown or memory is short. */
    const crossdock_adapter*(CROSSDOCK_CALL* create)(const crossdock_host* host, const char* type_name,
                                                     crossdock_error* error);
} crossdock_adapter_factory;

CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_property, type) == 4, "property.type");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_property, flags) == 8, "property.flags");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_property, name) == 16, "property.name");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_property, default_value) == 24, "property.default_value");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_property, allowed) == 32, "property.allowed");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_property, documentation) == 40, "property.documentation");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_adapter_type, interfaces) == 4, "adapter_type.interfaces");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_adapter_type, name) == 8, "adapter_type.name");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_adapter_type, version) == 16, "adapter_type.version");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_adapter_type, documentation) == 24, "adapter_type.documentation");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_adapter_type, properties) == 32, "adapter_type.properties");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_adapter_type, property_count) == 40, "adapter_type.property_count");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_adapter_type, property_size) == 48, "adapter_type.property_size");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_adapter, self) == 8, "adapter.self");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_adapter, init) == 16, "adapter.init");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_adapter, start) == 24, "adapter.start");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_adapter, stop) == 32, "adapter.stop");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_adapter, destroy) == 40, "adapter.destroy");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_adapter, get_extension) == 48, "adapter.get_extension");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_adapter_factory, type_count) == 8, "adapter_factory.type_count");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_adapter_factory, type_at) == 16, "adapter_factory.type_at");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_adapter_factory, create) == 24, "adapter_factory.create");

#endif
