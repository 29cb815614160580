// The fake host's life cycle, lane and completions.
#include <catch2/catch.hpp>

#include <crossdock/testing/testing.hpp>

#include "tests/sdk/testing/courier.hpp"

using namespace crossdock::sdk;
using namespace crossdock::sdk::testing;

TEST_CASE("an adapter goes through its life in order, and other orders are refused") {
    FakeHost host;
    auto adapter = FakeAdapter::of<Courier>(host);
    CHECK(adapter.start().status == CROSSDOCK_BAD_STATE);
    CHECK(adapter.init().ok());
    CHECK(adapter.init().status == CROSSDOCK_BAD_STATE);
    CHECK(adapter.start().ok());
    CHECK(adapter.stop().ok());
    CHECK(adapter.start().ok());
    adapter.destroy();
    CHECK(host.outstanding().empty());
    CHECK(host.breaches().empty());
}

TEST_CASE("a failed init gives its class, code and text") {
    FakeHost host;
    host.config.set("stubborn", "yes");
    auto adapter = FakeAdapter::of<Courier>(host);
    const Answer answer = adapter.init();
    CHECK(answer.status == CROSSDOCK_FAILED);
    CHECK(answer.error.error_class == CROSSDOCK_ERROR_CONFIGURATION);
    CHECK(answer.error.code == "courier.stubborn");
    CHECK(answer.error.text == "stubborn is yes; set it to no");
}

TEST_CASE("a delivery reports its outcome, a refused one its error") {
    FakeHost host;
    auto adapter = FakeAdapter::of<Courier>(host);
    REQUIRE(adapter.begin().ok());
    const Outcome delivered = adapter.deliver({"a label", {{"number", "4711"}}});
    CHECK(delivered.ok());
    CHECK(delivered.reference == "4711");
    const Outcome refused = adapter.deliver({""});
    CHECK_FALSE(refused.begun);
    CHECK(refused.status == CROSSDOCK_FAILED);
    CHECK(refused.error.code == "courier.empty");
    CHECK(adapter.check("known").ok());
    CHECK(adapter.check("other").status == CROSSDOCK_NOT_FOUND);
    CHECK(host.outstanding().empty());
}

TEST_CASE("a call answers its response") {
    FakeHost host;
    auto adapter = FakeAdapter::of<Courier>(host);
    REQUIRE(adapter.begin().ok());
    CHECK(adapter.call("echo", R"({"a":1})").response == R"({"a":1})");
    CHECK(adapter.service()->operation_count(adapter.self()) == 1);
}

TEST_CASE("a second completion is reported against the plugin") {
    FakeHost host;
    auto adapter = FakeAdapter::of<Courier>(host);
    REQUIRE(adapter.begin().ok());
    const std::uint64_t operation = adapter.submit({"twice"});
    CHECK(adapter.finish(operation).ok());
    adapter.destroy();
    CHECK(host.operations.completed_twice() == std::vector<std::uint64_t>{operation});
    REQUIRE(host.breaches().size() == 1);
}

TEST_CASE("an operation that is never completed is outstanding, and ends by cancel or by stop") {
    FakeHost host;
    auto adapter = FakeAdapter::of<Courier>(host);
    REQUIRE(adapter.begin().ok());
    const std::uint64_t first = adapter.submit({"hold"});
    CHECK_FALSE(adapter.finish(first, 30).completed);
    CHECK(host.outstanding().size() == 1);
    adapter.cancel(first);
    CHECK(adapter.finish(first).status == CROSSDOCK_CANCELLED);
    const std::uint64_t second = adapter.submit({"hold"});
    CHECK_FALSE(adapter.finish(second, 30).completed);
    CHECK(adapter.stop().ok());
    CHECK(adapter.finish(second).status == CROSSDOCK_CANCELLED);
    CHECK(host.outstanding().empty());
}
