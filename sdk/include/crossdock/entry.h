/* The one function a plugin exports, and what it returns. */
#ifndef CROSSDOCK_ENTRY_H
#define CROSSDOCK_ENTRY_H

#include <crossdock/adapter.h>

#define CROSSDOCK_ENTRY_SYMBOL "crossdock_plugin_entry"

/* Static data of the plugin. The major version must equal the host's; a minor above the host's is refused. */
typedef struct crossdock_entry {
    uint32_t struct_size;
    uint32_t abi_major;
    uint32_t abi_minor;
    uint32_t reserved;
    const char* plugin_name;    /* `x12`; a partner's is reverse-DNS, `com.example.labels` */
    const char* plugin_version; /* of the plugin, for people */
    const char* build_id;       /* changes with every build that behaves differently */

    /* [main] Once after the library was opened, before anything else. `plugin_path` is the folder it lies in. */
    crossdock_status(CROSSDOCK_CALL* init)(const char* plugin_path, crossdock_error* error);
    /* [main] Once, after the last adapter was destroyed. */
    void(CROSSDOCK_CALL* deinit)(void);
    /* [any-thread] A factory by id (CROSSDOCK_ADAPTER_FACTORY), static, or NULL. */
    const void*(CROSSDOCK_CALL* get_factory)(const char* id);
} crossdock_entry;

typedef const crossdock_entry*(CROSSDOCK_CALL* crossdock_entry_function)(void);

CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_entry, abi_major) == 4, "entry.abi_major");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_entry, abi_minor) == 8, "entry.abi_minor");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_entry, plugin_name) == 16, "entry.plugin_name");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_entry, plugin_version) == 24, "entry.plugin_version");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_entry, build_id) == 32, "entry.build_id");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_entry, init) == 40, "entry.init");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_entry, deinit) == 48, "entry.deinit");
CROSSDOCK_STATIC_ASSERT(offsetof(crossdock_entry, get_factory) == 56, "entry.get_factory");

#endif
