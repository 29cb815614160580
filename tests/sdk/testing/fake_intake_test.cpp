// The fake host's half of a source.
#include <catch2/catch.hpp>

#include <crossdock/testing/testing.hpp>

#include "tests/sdk/testing/courier.hpp"

using namespace crossdock::sdk;
using namespace crossdock::sdk::testing;

namespace {

Courier& courier(const FakeAdapter& adapter) { return AdapterShell::adapter<Courier>(adapter.self()); }

}  // namespace

TEST_CASE("a source without credit is told so, and opens nothing") {
    FakeHost host;
    auto adapter = FakeAdapter::of<Courier>(host);
    REQUIRE(adapter.begin().ok());
    bool more = false;
    CHECK(adapter.poll(&more).ok());
    CHECK(more);
    CHECK(host.intake.messages().empty());
    host.intake.grant(1);
    adapter.drain();
    CHECK(courier(adapter).credits == 1);
    CHECK(adapter.poll(&more).ok());
    CHECK_FALSE(more);
    CHECK(host.metrics.values("polls").size() == 2);
}

TEST_CASE("a committed message has its pieces and headers, and its verdict comes on the main thread") {
    FakeHost host;
    auto adapter = FakeAdapter::of<Courier>(host);
    REQUIRE(adapter.begin().ok());
    host.intake.grant(1);
    REQUIRE(adapter.poll().ok());
    const auto messages = host.intake.messages();
    REQUIRE(messages.size() == 1);
    CHECK(messages[0].payload == "first second");
    CHECK(messages[0].origin == "desk");
    CHECK(messages[0].headers == Headers{{"a", "b"}});
    CHECK(courier(adapter).verdicts.empty());
    adapter.drain();
    CHECK(courier(adapter).verdicts == std::vector<std::uint32_t>{CROSSDOCK_ACCEPTED});
}

TEST_CASE("the same key with the same bytes is already known under the first one's id") {
    FakeHost host;
    host.config.set("key", "order-1");
    auto adapter = FakeAdapter::of<Courier>(host);
    REQUIRE(adapter.begin().ok());
    host.intake.grant(2);
    REQUIRE(adapter.poll().ok());
    REQUIRE(adapter.poll().ok());
    adapter.drain();
    CHECK(courier(adapter).verdicts == std::vector<std::uint32_t>{CROSSDOCK_ACCEPTED, CROSSDOCK_ALREADY_KNOWN});
    CHECK(courier(adapter).ids == std::vector<std::string>{"message-1", "message-1"});
}

TEST_CASE("the test decides verdicts, and may hold them back") {
    FakeHost host;
    auto adapter = FakeAdapter::of<Courier>(host);
    REQUIRE(adapter.begin().ok());
    host.intake.grant(1);
    host.intake.decide([](const ReceivedMessage&) {
        return Receipt{CROSSDOCK_REFUSED, {}, {CROSSDOCK_ERROR_RETRY, "disk.low", "there is no room"}};
    });
    host.intake.hold_verdicts();
    REQUIRE(adapter.poll().ok());
    adapter.drain();
    CHECK(courier(adapter).verdicts.empty());
    host.intake.release_verdicts();
    adapter.drain();
    CHECK(courier(adapter).verdicts == std::vector<std::uint32_t>{CROSSDOCK_REFUSED});
}

TEST_CASE("an abandoned message gives its credit back, a refused commit too") {
    FakeHost host;
    host.config.set("gives-up", "yes");
    auto adapter = FakeAdapter::of<Courier>(host);
    REQUIRE(adapter.begin().ok());
    host.intake.grant(1);
    REQUIRE(adapter.poll().ok());
    CHECK(host.intake.messages().at(0).state == MessageState::abandoned);
    CHECK(host.intake.credit() == 1);
    host.config.set("gives-up", "no");
    host.intake.fail_next_commit({CROSSDOCK_ERROR_RETRY, "journal.busy", "try again"});
    const Answer answer = adapter.poll();
    CHECK(answer.status == CROSSDOCK_FAILED);
    CHECK(answer.error.code == "journal.busy");
    CHECK(host.intake.credit() == 1);
    CHECK(host.outstanding().empty());
}
