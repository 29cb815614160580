// What the bus thread tells a thread that waits, or does not.
#include <catch2/catch.hpp>

#include "host/plugins/hub/told.hpp"

using namespace crossdock::plugins;
using namespace std::chrono_literals;

TEST_CASE("what is told in time is the answer") {
    std::promise<int> promise;
    auto future = promise.get_future();
    promise.set_value(7);
    CHECK(told_within(future, 0ms) == 7);
}

TEST_CASE("what is not told in time is no answer") {
    std::promise<int> promise;
    auto future = promise.get_future();
    CHECK_FALSE(told_within(future, 1ms));
}

TEST_CASE("a task that is dropped tells nothing, and lets nobody wait") {
    auto promise = std::make_unique<std::promise<int>>();
    auto future = promise->get_future();
    promise.reset();
    CHECK_FALSE(told_within(future, 20s));
}
