#include "tests/host/plugins/running_host.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "tests/patience.hpp"

namespace crossdock::testing {

using namespace plugins;
using namespace std::chrono_literals;

void KeepingReceiver::received(std::vector<Arrival> arrivals) {
    const std::lock_guard lock(mutex_);
    largest_batch = std::max(largest_batch.load(), arrivals.size());
    for (Arrival& arrival : arrivals) {
        ++count_;
        if (keeps) messages_.push_back(std::move(arrival.message));
        if (holds_receipts) {
            held_.push_back(std::move(arrival));
            continue;
        }
        const auto id = static_cast<journal::EntityId>(count_);
        arrival.done(Receipt{Verdict::accepted, id, {}});
        if (arrival.answer) arrival.answer(Reply{true, id, "answer " + std::to_string(id), "text/plain", {}});
    }
    changed_.notify_all();
}

void KeepingReceiver::refused(const std::string& adapter, const std::string& /*origin*/, const Error& why) {
    FAIL("refused by " << adapter << ": " << why.text);
}

bool KeepingReceiver::wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, 20s * patience(), [&] { return count_ >= count; });
}

void KeepingReceiver::release() {
    const std::lock_guard lock(mutex_);
    for (const Arrival& arrival : held_) arrival.done(Receipt{Verdict::accepted, 1, {}});
}

std::vector<ReceivedMessage> KeepingReceiver::messages() {
    const std::lock_guard lock(mutex_);
    return messages_;
}

std::filesystem::path good_plugins() { return std::filesystem::path(CROSSDOCK_BINARY_DIR) / "tests/plugins/good"; }
std::filesystem::path broken_plugins() { return std::filesystem::path(CROSSDOCK_BINARY_DIR) / "tests/plugins/broken"; }
std::filesystem::path worker_program() { return std::filesystem::path(CROSSDOCK_BINARY_DIR) / "bin/crossdock-worker"; }

AdapterHostOptions options_in(const std::filesystem::path& folder) {
    AdapterHostOptions options;
    options.site = folder;
    options.run_folder = folder / "run";
    options.plugin_folders = {good_plugins()};
    options.worker_program = worker_program();
    options.allow_plugins_without_manifest = true;
    return options;
}

AdapterSettings adapter(std::string name, std::string type, Isolation isolation, std::vector<PropertyText> properties) {
    AdapterSettings settings;
    settings.name = std::move(name);
    settings.plugin = "trial";
    settings.type = std::move(type);
    settings.isolation = isolation;
    settings.properties = std::move(properties);
    settings.lane.width = 2;
    settings.lane.deadline_ms = 1'000 * patience();
    settings.lane.stop_within_ms = 3'000 * patience();
    settings.lane.poll_every_ms = 20;
    return settings;
}

RunningHost::RunningHost(std::vector<AdapterSettings> adapters, const std::function<void(KeepingReceiver&)>& prepare) {
    if (prepare) prepare(receiver);
    AdapterHostOptions options = options_in(folder.path());
    options.store = &store;
    options.plugin_folders.push_back(good_plugins().parent_path() / "throwing");
    options.log = [this](std::string_view name, std::uint32_t, std::string_view text) {
        const std::lock_guard lock(mutex_);
        log_.push_back(std::string(name) + ": " + std::string(text));
        logged_.notify_all();
    };
    auto made = make_adapter_host(options, std::move(adapters));
    INFO((made.ok() ? "" : describe(made.error())));
    REQUIRE(made.ok());
    host = *std::move(made);
    const Status started = host->start(receiver);
    INFO((started.ok() ? "" : describe(started.error())));
    REQUIRE(started.ok());
}

RunningHost::~RunningHost() { host.reset(); }

namespace {

template <typename Begin>
Outcome wait_for_outcome(Begin&& begin) {
    auto promise = std::make_shared<std::promise<Outcome>>();
    auto future = promise->get_future();
    begin([promise](Outcome outcome) { promise->set_value(std::move(outcome)); });
    if (future.wait_for(20s * patience()) != std::future_status::ready)
        return Outcome{Error{"test.no-outcome", ErrorClass::permanent, "no outcome came"}, {}, {}};
    return future.get();
}

template <typename Condition>
bool eventually(Condition&& condition) {
    for (int tries = 0; tries < 1'000 * static_cast<int>(patience()); ++tries) {
        if (condition()) return true;
        std::this_thread::sleep_for(10ms);
    }
    return false;
}

}  // namespace

Outcome RunningHost::call(const std::string& name, const std::string& operation, const std::string& request) {
    return wait_for_outcome([&](auto done) { host->call(name, Call{operation, "key", request}, done); });
}

Outcome RunningHost::submit(const std::string& name, const std::string& payload, const std::string& key) {
    return wait_for_outcome([&](auto done) {
        host->submit(name, Delivery{key, "text/plain", std::make_shared<const std::string>(payload), {{"a", "b"}}},
                     done);
    });
}

Outcome RunningHost::check(const std::string& name, const std::string& key) {
    return wait_for_outcome([&](auto done) { host->check_delivery(name, key, done); });
}

AdapterHost::AdapterState RunningHost::state(const std::string& name) {
    for (const auto& state : host->states())
        if (state.name == name) return state;
    return {};
}

bool RunningHost::wait_for_state(const std::string& name, const std::string& wanted) {
    return eventually([&] { return state(name).state == wanted; });
}

bool RunningHost::wait_for_restarts(const std::string& name, std::uint32_t count) {
    return eventually([&] { return state(name).restarts >= count; });
}

bool RunningHost::has_logged(const std::string& part) {
    const std::lock_guard lock(mutex_);
    return std::any_of(log_.begin(), log_.end(),
                       [&](const std::string& line) { return line.find(part) != std::string::npos; });
}

bool RunningHost::wait_for_log(const std::string& part) {
    std::unique_lock lock(mutex_);
    return logged_.wait_for(lock, 10s * patience(), [&] {
        return std::any_of(log_.begin(), log_.end(),
                           [&](const std::string& line) { return line.find(part) != std::string::npos; });
    });
}

}  // namespace crossdock::testing
