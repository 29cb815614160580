// All adapters of a running site: loads them, runs them on threads or in worker processes, restarts what dies, and
// hands out clients to call them by name.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "host/journal/store.hpp"
#include "host/plugins/format_client.hpp"
#include "host/plugins/message_receiver.hpp"
#include "host/plugins/settings.hpp"

namespace crossdock::plugins {

struct Delivery {
    std::string idempotency_key;
    std::string content_type;
    SharedBytes payload;
    std::vector<std::pair<std::string, std::string>> headers;
    std::uint32_t attempt = 1;
};

struct Call {
    std::string operation;  // its name
    std::string idempotency_key;
    std::string request;  // JSON text
    std::uint32_t attempt = 1;
    std::uint32_t deadline_ms = 0;  // 0: the lane's
};

struct Outcome {
    Status status;  // of a check: ok, or code `sink.not-there`
    std::string reference;
    std::string response;  // JSON text, of a call
};

enum class Promise : std::uint32_t { idempotent = 1, checkable = 2, at_least_once = 3 };

// A type that a plugin offers, as `plugins list` shows it.
struct PluginType {
    std::string name;
    std::string version;
    std::string documentation;
    std::uint32_t interfaces = 0;  // CROSSDOCK_INTERFACE_*
    struct Property {
        std::string name;
        std::uint32_t type = 0;   // CROSSDOCK_PROPERTY_*
        std::uint32_t flags = 0;  // CROSSDOCK_PROPERTY_REQUIRED, …
        std::optional<std::string> default_value;
        std::string allowed;
        std::string documentation;
    };
    std::vector<Property> properties;
};

struct PluginInfo {
    std::string name;
    std::filesystem::path file;
    std::string version;
    std::string build_id;
    std::string digest;  // SHA-256 of the file, hex
    std::vector<PluginType> types;
    std::optional<Error> refused;  // why it cannot be loaded
};

struct OperationInfo {
    std::string name;
    std::string request_schema;
    std::string response_schema;
    std::string compensated_by;
    bool safe = false;
    bool idempotent = false;
};

// One figure that an adapter keeps. `value` is a counter's or histogram's sum, or a gauge's level.
struct MetricFigure {
    std::uint32_t kind = 0;  // CROSSDOCK_METRIC_*
    std::string name;
    std::string documentation;
    std::uint64_t count = 0;  // how often it was recorded
    double value = 0;
    double max = 0;
};

// A line that an adapter, or the host about one, has to say. Called from any thread; `level` is CROSSDOCK_LOG_*.
using AdapterLog = std::function<void(std::string_view adapter, std::uint32_t level, std::string_view text)>;

struct AdapterHostOptions {
    std::filesystem::path site;                         // relative paths in properties count from here
    std::filesystem::path run_folder;                   // for sockets
    std::vector<std::filesystem::path> plugin_folders;  // the site's first, then the installation's
    std::filesystem::path worker_program;
    journal::Store* store = nullptr;  // for checkpoints; borrowed
    const Clock* clock = nullptr;     // borrowed; the system's when null
    AdapterLog log{};                 // the default logger of spdlog when empty
    std::uint32_t log_level = 3;      // CROSSDOCK_LOG_*: the least that is kept
    // Loads plugins that have no manifest beside them. A manifest that does not fit is refused all the same.
    bool allow_plugins_without_manifest = false;
};

// Finds the plugins in the folders, verifies their manifests, and reads what they offer by loading each in a worker
// process: opening a library runs its code.
Result<std::vector<PluginInfo>> find_plugins(const AdapterHostOptions& options);

// Checks `settings` against the type: unknown, missing, ill-typed properties and secrets given as text, each with its
// position; fills defaults. Appends what is wrong to `errors`.
void check_settings(const PluginInfo& plugin, AdapterSettings& settings, const std::filesystem::path& site,
                    std::vector<Error>& errors);

// Thread-safe unless said otherwise. `start` brings every adapter to started, sources last; `stop` ends sources first,
// then lets lanes finish within their deadline. A worker that dies or hangs is killed and started again with backoff;
// what it was doing fails with class retry.
class AdapterHost {
public:
    virtual ~AdapterHost() = default;

    virtual Status start(MessageReceiver& receiver) = 0;
    // Instead of `start`: loads and initialises the adapters, so that they can say what they are, and starts none.
    // Answers what failed, with the adapters' names and places; those are left out.
    virtual std::vector<Error> look() = 0;
    virtual void stop_sources() = 0;
    virtual void stop() = 0;

    // For one thread; to be destroyed before the host. Fails with `adapter.unknown` or `adapter.not-a-format`.
    virtual Result<std::unique_ptr<FormatClient>> format(std::string_view adapter) = 0;
    // Callbacks come on the bus thread, exactly once, and must return soon.
    virtual void submit(std::string_view adapter, Delivery delivery, std::function<void(Outcome)> done) = 0;
    virtual void check_delivery(std::string_view adapter, std::string_view idempotency_key,
                                std::function<void(Outcome)> done) = 0;
    virtual void call(std::string_view adapter, Call call, std::function<void(Outcome)> done) = 0;
    virtual Result<Promise> promise(std::string_view adapter) = 0;
    virtual Result<std::vector<OperationInfo>> operations(std::string_view adapter) = 0;

    // Asks the adapter; not to be called on the bus thread. Empty when it does not answer within its deadline.
    virtual std::vector<MetricFigure> metrics(std::string_view adapter) = 0;

    // The receiver has room again: sources get their credit.
    virtual void refresh_credit() = 0;
    // The same, and waits until the sources have it, but no longer than `within_ms`. Not on the bus thread.
    virtual void open_sources(std::int64_t within_ms) = 0;

    struct AdapterState {
        std::string name;
        std::string plugin;
        std::string type;
        std::string state;  // `starting`, `running`, `restarting`, `failed`, `stopped`
        std::uint32_t restarts = 0;
        std::uint64_t in_flight = 0;
        std::string last_error;
    };
    virtual std::vector<AdapterState> states() const = 0;
};

Result<std::unique_ptr<AdapterHost>> make_adapter_host(const AdapterHostOptions& options,
                                                       std::vector<AdapterSettings> adapters);

}  // namespace crossdock::plugins
