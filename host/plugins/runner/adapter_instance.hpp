// One adapter of a plugin, from `create` to `destroy`, with its interfaces.
#pragma once

#include "host/plugins/library.hpp"
#include "host/plugins/runner/services.hpp"

namespace crossdock::plugins {

// All functions run on the adapter's main thread unless the ABI says otherwise.
class AdapterInstance {
public:
    // Creates and initialises. Error codes are the plugin's, `plugin.unknown-type`, `plugin.bad-adapter` or
    // `plugin.missing-hook`. `services` must outlive it.
    static Result<std::unique_ptr<AdapterInstance>> create(const PluginLibrary& library, Services& services);
    AdapterInstance(const AdapterInstance&) = delete;
    AdapterInstance& operator=(const AdapterInstance&) = delete;
    // Destroys the adapter.
    ~AdapterInstance();

    Status start();
    Status stop();
    [[nodiscard]] bool started() const { return started_; }
    [[nodiscard]] Description describe() const;

    [[nodiscard]] void* self() const { return adapter_->self; }
    [[nodiscard]] const crossdock_source* source() const { return source_ ? &*source_ : nullptr; }
    [[nodiscard]] const crossdock_sink* sink() const { return sink_ ? &*sink_ : nullptr; }
    [[nodiscard]] const crossdock_service* service() const { return service_ ? &*service_ : nullptr; }
    [[nodiscard]] const crossdock_format* format() const { return format_ ? &*format_ : nullptr; }

private:
    AdapterInstance(const crossdock_adapter* adapter, Services& services) : adapter_(adapter), services_(&services) {}
    Status find_interfaces(std::uint32_t declared);

    const crossdock_adapter* adapter_;
    Services* services_;
    bool started_ = false;
    std::uint32_t interfaces_ = 0;
    std::optional<crossdock_source> source_;
    std::optional<crossdock_sink> sink_;
    std::optional<crossdock_service> service_;
    std::optional<crossdock_format> format_;
};

}  // namespace crossdock::plugins
