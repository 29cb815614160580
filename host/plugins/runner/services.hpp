// What the host offers one adapter: the context behind its `crossdock_host`.
#pragma once

#include <crossdock/abi.h>

#include <atomic>
#include <functional>
#include <map>

#include "host/base/clock.hpp"
#include "host/bus/mailbox.hpp"
#include "host/plugins/runner/guarded_call.hpp"
#include "host/plugins/runner/intake.hpp"
#include "host/plugins/runner/mailbox_wake.hpp"
#include "host/plugins/runner/metrics.hpp"
#include "host/plugins/runner/operations.hpp"
#include "host/plugins/wire/setup.hpp"

namespace crossdock::plugins {

// What only the runner's main loop can do for an adapter.
class MainLoop {
public:
    virtual ~MainLoop() = default;
    // Sends `request` and waits for its answer, going on to receive meanwhile. Empty when the runner has to end.
    virtual std::optional<bus::Received> ask_host(bus::Frame request, std::uint64_t operation) = 0;
    virtual void after(std::uint32_t delay_ms, std::function<void()> task) = 0;
    [[nodiscard]] virtual bool on_main_thread() const = 0;
    // [main] Handles what is there and waits a little; see Intake.
    virtual void pump() = 0;
};

// Made before the adapter and destroyed after it. Each function is as thread-safe as the ABI says.
class Services {
public:
    Services(AdapterSetup setup, WakeHandles& wake_handles, bus::Sender& to_host, bus::Mailbox& mailbox, MainLoop& loop,
             const Clock& clock);
    Services(const Services&) = delete;
    Services& operator=(const Services&) = delete;
    ~Services();

    [[nodiscard]] const crossdock_host* host() const { return &host_; }
    static Services& of(const crossdock_host* host) { return *static_cast<Services*>(host->context); }

    // Which properties are secret.
    void describe(const crossdock_adapter_type& type);
    // The adapter whose functions are called from here on; null once it is gone.
    void attach(const crossdock_adapter* adapter) { adapter_ = adapter; }
    // [main] Adds to what may be open and tells the source.
    void give_credit(std::uint32_t messages);

    void log(std::uint32_t level, std::string_view text);
    // Calls a function of the plugin that answers nothing; what it throws is logged.
    template <typename Call>
    void notify(std::string_view function, Call&& call) {
        guarded_notice(
            function, [this](std::string_view text) { log(CROSSDOCK_LOG_ERROR, text); }, std::forward<Call>(call));
    }
    // A line against the plugin, which broke the contract.
    void report_breach(const std::string& text);
    [[nodiscard]] std::uint64_t next_operation() { return ++last_operation_; }

    // Marks the calling thread as one of the adapter's lane.
    void enter_lane() const;
    [[nodiscard]] bool on_lane() const;

    // Values of a property; of a sensitive one they are where to read it.
    [[nodiscard]] const std::vector<std::string>* values(std::string_view property) const;
    [[nodiscard]] bool is_sensitive(std::string_view property) const;

    const AdapterSetup setup;
    WakeHandles& wake_handles;
    const Clock& clock;
    bus::Sender& to_host;
    MainLoop& loop;
    Operations operations;
    Intake intake;
    Metrics metrics;
    MailboxWake wake_target;
    const crossdock_source* source = nullptr;

private:
    crossdock_host host_{};
    const crossdock_adapter* adapter_ = nullptr;
    std::map<std::string, std::vector<std::string>, std::less<>> values_;
    std::vector<std::string> sensitive_;
    std::atomic<std::uint64_t> last_operation_ = 0;
};

// A host extension's table by id, or null.
const void* host_extension(std::string_view id);

}  // namespace crossdock::plugins
