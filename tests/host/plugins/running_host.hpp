// A host with the trial plugin's adapters, and what it is told, for tests.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <future>
#include <mutex>

#include "host/plugins/adapter_host.hpp"
#include "host/plugins/message_receiver.hpp"
#include "tests/host/plugins/memory_store.hpp"
#include "tests/temporary_folder.hpp"

namespace crossdock::testing {

// Accepts what comes, with ids from 1, and keeps it.
class KeepingReceiver final : public plugins::MessageReceiver {
public:
    void received(std::vector<Arrival> arrivals) override;
    void refused(const std::string& adapter, const std::string& origin, const Error& why) override;
    bool has_room() override { return room.load(); }

    bool wait_for(std::size_t count);
    // Answers what was held, again at each call.
    void release();
    std::vector<plugins::ReceivedMessage> messages();

    std::atomic<bool> room = true;
    std::atomic<bool> holds_receipts = false;  // answers nothing
    std::atomic<bool> keeps = true;            // or only counts
    std::atomic<std::size_t> largest_batch = 0;

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<plugins::ReceivedMessage> messages_;
    std::vector<Arrival> held_;
    std::size_t count_ = 0;
};

std::filesystem::path good_plugins();
std::filesystem::path broken_plugins();
std::filesystem::path worker_program();
plugins::AdapterHostOptions options_in(const std::filesystem::path& folder);

plugins::AdapterSettings adapter(std::string name, std::string type, plugins::Isolation isolation,
                                 std::vector<plugins::PropertyText> properties = {});

// Started when made, after `prepare` has set up the receiver; `REQUIRE`s that.
class RunningHost {
public:
    explicit RunningHost(std::vector<plugins::AdapterSettings> adapters,
                         const std::function<void(KeepingReceiver&)>& prepare = {});
    ~RunningHost();
    RunningHost(const RunningHost&) = delete;
    RunningHost& operator=(const RunningHost&) = delete;

    plugins::Outcome call(const std::string& adapter, const std::string& operation, const std::string& request = "{}");
    plugins::Outcome submit(const std::string& adapter, const std::string& payload, const std::string& key = "k");
    plugins::Outcome check(const std::string& adapter, const std::string& key);
    bool wait_for_state(const std::string& adapter, const std::string& state);
    bool wait_for_restarts(const std::string& adapter, std::uint32_t count);
    bool wait_for_log(const std::string& part);
    bool has_logged(const std::string& part);
    plugins::AdapterHost::AdapterState state(const std::string& adapter);

    TemporaryFolder folder;
    MemoryStore store;
    KeepingReceiver receiver;
    std::unique_ptr<plugins::AdapterHost> host;

private:
    std::mutex mutex_;
    std::condition_variable logged_;
    std::vector<std::string> log_;
};

}  // namespace crossdock::testing
