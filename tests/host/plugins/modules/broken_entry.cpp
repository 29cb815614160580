// Plugins with one fault each in their entry, chosen at build time.
#include <crossdock/abi.h>

#include <cstdlib>
#include <stdexcept>

namespace {

crossdock_status init(const char* /*path*/, crossdock_error* /*error*/) {
#ifdef FAULT_HANG_FREE_THROW
    throw std::runtime_error("thrown through C");
#endif
    return CROSSDOCK_OK;
}

void deinit() {}

const void* get_factory(const char* /*id*/) { return nullptr; }

crossdock_entry make_entry() {
    crossdock_entry entry{};
    entry.struct_size = sizeof entry;
    entry.abi_major = CROSSDOCK_ABI_MAJOR;
    entry.abi_minor = CROSSDOCK_ABI_MINOR;
    entry.plugin_name = "broken";
    entry.plugin_version = "1";
    entry.build_id = "1";
    entry.init = init;
    entry.deinit = deinit;
    entry.get_factory = get_factory;
#ifdef FAULT_WRONG_MAJOR
    entry.abi_major = CROSSDOCK_ABI_MAJOR + 7;
#endif
#ifdef FAULT_NEWER_MINOR
    entry.abi_minor = CROSSDOCK_ABI_MINOR + 7;
#endif
#ifdef FAULT_WRONG_SIZE
    entry.struct_size = 40;
#endif
#ifdef FAULT_MISSING_HOOK
    entry.get_factory = nullptr;
#endif
    return entry;
}

}  // namespace

#ifdef FAULT_NO_ENTRY
extern "C" CROSSDOCK_EXPORT const crossdock_entry* crossdock_another_entry();
extern "C" CROSSDOCK_EXPORT const crossdock_entry* crossdock_another_entry() {
    static const crossdock_entry entry = make_entry();
    return &entry;
}
#else
extern "C" CROSSDOCK_EXPORT const crossdock_entry* crossdock_plugin_entry();
extern "C" CROSSDOCK_EXPORT const crossdock_entry* crossdock_plugin_entry() {
#ifdef FAULT_CRASH_AT_ENTRY
    std::abort();
#endif
    static const crossdock_entry entry = make_entry();
#ifdef FAULT_NULL_ENTRY
    return entry.struct_size == 0 ? &entry : nullptr;
#else
    return &entry;
#endif
}
#endif
