// A plugin's shared object, opened and checked against the ABI.
#pragma once

#include <crossdock/abi.h>

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "host/base/result.hpp"
#include "host/plugins/wake_handles.hpp"

namespace crossdock::plugins {

// Opened once and never closed: code may still run in it when the last adapter is gone. Opening runs the plugin's
// code, so the digest must have been verified before. Thread-safe: read-only after `open`, but for its wake handles.
class PluginLibrary {
public:
    // Opens, finds the entry, checks versions and tables, calls the plugin's `init`. Each way in which a plugin can be
    // broken has its own code: `plugin.cannot-open`, `plugin.no-entry`, `plugin.bad-entry`, `plugin.wrong-major`,
    // `plugin.newer-minor`, `plugin.missing-hook`, `plugin.no-factory`, `plugin.bad-factory`, `plugin.bad-type`,
    // `plugin.init-failed`.
    static Result<std::unique_ptr<PluginLibrary>> open(const std::filesystem::path& file);
    PluginLibrary(const PluginLibrary&) = delete;
    PluginLibrary& operator=(const PluginLibrary&) = delete;
    // Calls the plugin's `deinit`; no adapter of it may be left.
    ~PluginLibrary();

    [[nodiscard]] const crossdock_entry& entry() const { return entry_; }
    [[nodiscard]] const crossdock_adapter_factory& factory() const { return factory_; }
    [[nodiscard]] WakeHandles& wake_handles() const { return *wake_handles_; }
    [[nodiscard]] std::uint64_t type_count() const { return factory_.type_count(); }
    [[nodiscard]] crossdock_adapter_type type_at(std::uint64_t index) const;
    [[nodiscard]] std::optional<crossdock_adapter_type> find_type(std::string_view name) const;
    // The property at `index` of a type, whatever size the plugin's struct has.
    [[nodiscard]] static crossdock_property property_at(const crossdock_adapter_type& type, std::uint64_t index);

private:
    PluginLibrary() = default;
    Status check_entry(const crossdock_entry* entry, const std::string& name);
    Status check_types(const std::string& name) const;

    crossdock_entry entry_{};
    crossdock_adapter_factory factory_{};
    std::unique_ptr<WakeHandles> wake_handles_ = std::make_unique<WakeHandles>();
    bool initialised_ = false;
};

// The libraries that one host uses. A process opens each once, for all of its hosts, and deinitialises it when the last
// of their caches is gone. Thread-safe.
class LibraryCache {
public:
    LibraryCache() = default;
    LibraryCache(const LibraryCache&) = delete;
    LibraryCache& operator=(const LibraryCache&) = delete;
    ~LibraryCache();

    // Valid as long as the cache.
    Result<const PluginLibrary*> load(const std::filesystem::path& file);

private:
    std::mutex mutex_;
    std::map<std::filesystem::path, const PluginLibrary*> libraries_;
};

}  // namespace crossdock::plugins
