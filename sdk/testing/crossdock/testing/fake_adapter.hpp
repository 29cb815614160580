// Drives one adapter as a host would: its life cycle, its main thread's queue, its lane.
#pragma once

#include <crossdock/entry.h>
#include <crossdock/cpp/adapter.hpp>
#include <crossdock/testing/fake_host.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace crossdock::sdk::testing {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Delivery {
    std::string payload{};
    Headers headers{};
    std::string idempotency_key = "key-1";
    std::string content_type = "application/octet-stream";
    std::uint32_t attempt = 1;
    std::uint32_t deadline_ms = 30'000;
};

struct ServiceCall {
    std::string name{};
    std::string request = "{}";
    std::string idempotency_key = "key-1";
    std::uint32_t attempt = 1;
    std::uint32_t deadline_ms = 30'000;
};

// Used by one thread, which is the adapter's main thread; lane calls run on threads of their own, one each, joined when
// the FakeAdapter goes. The host outlives it.
class FakeAdapter {
public:
    // An adapter of a C++ class.
    template <typename Concrete>
    static FakeAdapter of(FakeHost& host) {
        host.set_creating(true);
        const crossdock_adapter* adapter = AdapterShell::release(std::make_unique<Concrete>(host.raw()));
        host.set_creating(false);
        return FakeAdapter(host, adapter);
    }
    // An adapter of a plugin's entry, with the defaults that its type declares. `table()` is null and `created` says
    // why when it could not be made.
    FakeAdapter(FakeHost& host, const crossdock_entry& entry, const std::string& type_name);
    // Takes over one that was made elsewhere.
    FakeAdapter(FakeHost& host, const crossdock_adapter* adapter) noexcept : host_(&host), adapter_(adapter) {}
    FakeAdapter(FakeAdapter&& other) noexcept;
    FakeAdapter& operator=(FakeAdapter&&) = delete;
    ~FakeAdapter();

    Answer created;

    Answer init();
    Answer start();
    Answer stop();
    // Waits up to 5 s for lane calls to return, destroys, joins their threads; nothing may be called afterwards.
    void destroy();
    // `init` and `start`; the first that did not answer OK.
    Answer begin();

    [[nodiscard]] const crossdock_adapter* table() const noexcept { return adapter_; }
    [[nodiscard]] void* self() const noexcept { return adapter_->self; }
    // Interfaces by their ABI's table; null when the adapter has none. Legal after `init`.
    template <typename Table>
    [[nodiscard]] const Table* extension(const char* id) const {
        return static_cast<const Table*>(adapter_->get_extension(adapter_->self, id));
    }
    [[nodiscard]] const crossdock_source* source() const { return extension<crossdock_source>(CROSSDOCK_SOURCE); }
    [[nodiscard]] const crossdock_sink* sink() const { return extension<crossdock_sink>(CROSSDOCK_SINK); }
    [[nodiscard]] const crossdock_service* service() const { return extension<crossdock_service>(CROSSDOCK_SERVICE); }
    [[nodiscard]] const crossdock_format* format() const { return extension<crossdock_format>(CROSSDOCK_FORMAT); }

    // Hands the main thread's waiting events to the adapter (woken, credit, committed, reply), those they cause
    // included; how many there were.
    std::size_t drain();
    // Drains, and moves the fake clock along with real time, until `done` or the time is over; whether `done` held.
    bool run_until(const std::function<bool()>& done, std::uint32_t at_most_ms = 5000);

    // One poll of a source, and whether it said that there is more.
    Answer poll(bool* more = nullptr);

    // Begins on a lane thread; the operation's number. What became of it: `finish`.
    std::uint64_t submit(Delivery delivery);
    std::uint64_t submit_check(std::string idempotency_key);
    std::uint64_t submit_call(ServiceCall call);
    // Asks the adapter to give an operation up, as a host whose deadline passed.
    void cancel(std::uint64_t operation);
    // Runs until the operation was refused or completed, or the time is over.
    Outcome finish(std::uint64_t operation, std::uint32_t at_most_ms = 5000);

    // Runs until no lane call is running, or the time is over; whether none is.
    bool settle_lane(std::uint32_t at_most_ms = 5000);

    // Begins and finishes.
    Outcome deliver(Delivery delivery) { return finish(submit(std::move(delivery))); }
    Outcome check(std::string idempotency_key) { return finish(submit_check(std::move(idempotency_key))); }
    Outcome call(ServiceCall call) { return finish(submit_call(std::move(call))); }
    Outcome call(std::string name, std::string request) { return call({std::move(name), std::move(request)}); }

private:
    struct Begun;
    template <typename Inputs, typename Call>
    std::uint64_t on_lane(std::shared_ptr<Inputs> inputs, Call call);
    Answer life(crossdock_status(CROSSDOCK_CALL* step)(void*, crossdock_error*));
    void hand_over(const MainEvent& event);
    [[nodiscard]] bool lane_settled() const;
    void wait_for_lane(std::uint32_t at_most_ms) const;
    void join_lane();

    FakeHost* host_;
    const crossdock_adapter* adapter_;
    std::map<std::uint64_t, std::shared_ptr<Begun>> begun_;
    std::vector<std::thread> lane_;
};

}  // namespace crossdock::sdk::testing
