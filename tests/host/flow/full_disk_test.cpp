// Flows on a disk that is full for a while.
#include "tests/host/flow/engine_fixture.hpp"

using namespace crossdock;
using namespace crossdock::flow;

TEST_CASE_METHOD(EngineFixture, "runs wait while the journal's disk is full and go on once there is room") {
    REQUIRE(start(R"(<once key="{number}"/><send to="erp" format="json"/>)").ok());
    adapters.service = [](const plugins::Call&) { return plugins::Outcome{}; };
    std::atomic<bool> filled = false;
    adapters.sink = [&](const plugins::Delivery&) {
        if (!filled.exchange(true)) disk.full = true;
        return plugins::Outcome{};
    };
    publish(R"({"number":"A"})");
    REQUIRE(eventually([&] { return store->is_stalled(); }));
    CHECK_FALSE(store->live(journal::entity_kind::delivery).empty());
    disk.full = false;
    CHECK(all_done());
    CHECK(adapters.sent().size() == 1);
}

TEST_CASE_METHOD(EngineFixture, "an engine that is stopped on a full disk goes on from what is durable") {
    REQUIRE(start(R"(<send to="erp" format="json"/>)").ok());
    adapters.sink = [&](const plugins::Delivery&) {
        disk.full = true;
        return plugins::Outcome{};
    };
    publish(R"({"number":"A"})");
    REQUIRE(eventually([&] { return store->is_stalled(); }));
    store->end_patience();
    stop();
    disk.full = false;
    adapters.sink = [](const plugins::Delivery&) { return plugins::Outcome{}; };
    restart(R"(<send to="erp" format="json"/>)", "1");
    CHECK(all_done());
    // At least once: the first attempt arrived too, under the same key.
    CHECK(adapters.sent().size() == 2);
}
