// Handles that wake adapters, and outlive them.
#include <catch2/catch.hpp>

#include <atomic>
#include <memory>
#include <optional>
#include <thread>

#include "host/plugins/wake_handles.hpp"

using namespace crossdock::plugins;

namespace {

class Woken final : public WakeTarget {
public:
    crossdock_status wake(std::uint64_t reason) override {
        last = reason;
        return CROSSDOCK_OK;
    }
    std::atomic<std::uint64_t> last = 0;
};

}  // namespace

TEST_CASE("a handle wakes its own adapter") {
    WakeHandles handles;
    Woken one;
    Woken other;
    const auto handle = handles.of(one);
    CHECK(handles.of(other) != handle);
    CHECK(handles.of(one) == handle);
    CHECK(WakeHandles::wake(handle, 7) == CROSSDOCK_OK);
    CHECK(one.last == 7);
    CHECK(other.last == 0);
}

TEST_CASE("a handle whose adapter is gone wakes nobody, and not the one that comes after it") {
    WakeHandles handles;
    std::optional<Woken> adapter(std::in_place);
    const auto handle = handles.of(*adapter);
    handles.remove(*adapter);
    adapter.reset();
    CHECK(WakeHandles::wake(handle, 1) == CROSSDOCK_BAD_STATE);
    adapter.emplace();  // at the same address
    const auto next = handles.of(*adapter);
    CHECK(next != handle);
    CHECK(WakeHandles::wake(handle, 2) == CROSSDOCK_BAD_STATE);
    CHECK(WakeHandles::wake(next, 3) == CROSSDOCK_OK);
    CHECK(adapter->last == 3);
    CHECK(WakeHandles::wake(0, 4) == CROSSDOCK_BAD_STATE);
}

TEST_CASE("an adapter goes away while others try to wake it") {
    WakeHandles handles;
    auto adapter = std::make_unique<Woken>();
    const auto handle = handles.of(*adapter);
    std::atomic<bool> gone = false;
    std::thread waker([&] {
        while (WakeHandles::wake(handle, 1) == CROSSDOCK_OK) {
        }
        gone = true;
    });
    handles.remove(*adapter);
    adapter.reset();
    waker.join();
    CHECK(gone);
}
