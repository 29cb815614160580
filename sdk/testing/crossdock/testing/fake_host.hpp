// A host for unit tests of plugins: every extension of the ABI, in memory, with everything the plugin did to be asked
// for.
#pragma once

#include <crossdock/abi.h>
#include <crossdock/testing/fake_buffers.hpp>
#include <crossdock/testing/fake_config.hpp>
#include <crossdock/testing/fake_intake.hpp>
#include <crossdock/testing/fake_log.hpp>
#include <crossdock/testing/fake_metrics.hpp>
#include <crossdock/testing/fake_operations.hpp>
#include <crossdock/testing/fake_scheduler.hpp>
#include <crossdock/testing/fake_threads.hpp>

#include <atomic>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace crossdock::sdk::testing {

// One for each adapter instance, like the real one. Outlives the adapter. The parts are safe as each says; drive the
// adapter itself through FakeAdapter.
class FakeHost {
public:
    FakeHost();
    FakeHost(const FakeHost&) = delete;
    FakeHost& operator=(const FakeHost&) = delete;

    MainQueue main_queue;
    FakeThreads threads;
    FakeBuffers buffers;
    FakeLog log;
    FakeConfig config;
    FakeMetrics metrics;
    FakeScheduler scheduler{main_queue};
    FakeIntake intake{main_queue};
    FakeOperations operations{main_queue};
    std::optional<std::string> checkpoint;  // main thread only; empty: none saved

    [[nodiscard]] const crossdock_host* raw() const noexcept { return &table_; }
    static FakeHost& of(const crossdock_host* host) noexcept { return *static_cast<FakeHost*>(host->context); }

    // From now on the host has no extension of this id. Before `init` only.
    void withhold(std::string id) { withheld_.insert(std::move(id)); }
    // While true, asking for an extension is a breach: no call into the host is legal inside `create`.
    void set_creating(bool creating) noexcept { creating_ = creating; }

    // What the plugin still holds, a line each: buffers, open messages, operations. Empty after `destroy` of a plugin
    // that is right.
    [[nodiscard]] std::vector<std::string> outstanding() const;
    // Everything the plugin did against the contract: wrong threads, calls for messages that are not
    // open, double completions, double releases.
    [[nodiscard]] std::vector<std::string> breaches() const;

private:
    [[nodiscard]] const void* extension(const char* id);

    crossdock_host table_{};
    std::set<std::string, std::less<>> withheld_;
    std::atomic<bool> creating_ = false;
};

// The tables of the fake host by id, for FakeHost; null for an unknown id.
const void* fake_extension_table(std::string_view id) noexcept;

}  // namespace crossdock::sdk::testing
