// What becomes of a delivery that is given up, and of the runs that sent it.
#include "tests/host/flow/engine_fixture.hpp"

using namespace crossdock;
using namespace crossdock::flow;
using Catch::Contains;

namespace {

using What = journal::RunsStepped::What;

plugins::Outcome refused() { return {Error{"sink.refused", ErrorClass::permanent, "the sink refuses it"}, {}, {}}; }

bool has(const journal::StoredUnit& unit, journal::RecordKind kind, EntityId about) {
    return std::any_of(unit.records.begin(), unit.records.end(), [&](const journal::Record& record) {
        return record.kind == static_cast<std::uint16_t>(kind) && record.first_entity == about;
    });
}

}  // namespace

TEST_CASE_METHOD(EngineFixture, "a delivery is closed, its exception opened and its run parked in one unit") {
    adapters.sink = [](const plugins::Delivery&) { return refused(); };
    REQUIRE(start(R"(<send to="erp" format="json"/>)").ok());
    publish(R"({"number":"A"})");
    const auto exception = parked();
    CHECK(exception.code == "sink.refused");
    int closing = 0;
    const std::vector<journal::StoredUnit> units = store->history(exception.parked).value();
    for (const journal::StoredUnit& unit : units) {
        if (!has(unit, journal::RecordKind::delivery_attempted, exception.parked)) continue;
        ++closing;
        CHECK(unit.advances.size() == 2);
        CHECK(has(unit, journal::RecordKind::exception_parked, exception.exception));
        CHECK(has(unit, journal::RecordKind::runs_stepped, last_run));
    }
    CHECK(closing == 1);
}

TEST_CASE_METHOD(EngineFixture,
                 "a run that comes to its send after the delivery was given up again is parked with it") {
    adapters.sink = [](const plugins::Delivery&) { return refused(); };
    REQUIRE(start(R"(<once key="{number}"/><send to="erp" format="json"/>)").ok());
    publish(R"({"number":"A"})");
    const auto first = parked();
    // Its delivery begins at once and is refused while the run still waits for its `once`.
    REQUIRE(engine->retry(request(first)).ok());
    REQUIRE(eventually([&] { return steps_of(last_run).back().other > first.exception; }));
    const auto second = parked();
    CHECK(second.exception != first.exception);
    CHECK(steps_of(last_run).back().what == What::parked);
    CHECK(steps_of(last_run).back().other == second.exception);
    CHECK(second.flow == "test");
    CHECK(second.document != 0);
    REQUIRE(eventually([&] { return store->live(journal::entity_kind::run_batch).empty(); }));
    adapters.sink = [](const plugins::Delivery&) { return plugins::Outcome{}; };
    REQUIRE(engine->retry(request(second)).ok());
    REQUIRE(all_done());
    CHECK(steps_of(last_run).back().what == What::finished);
    CHECK(adapters.sent().size() == 1);
}

TEST_CASE_METHOD(EngineFixture, "a delivery that is given up before its run is there again after a restart parks it") {
    const std::string steps = R"(<once key="{number}"/><send to="erp" format="json"/>)";
    adapters.sink = [](const plugins::Delivery&) { return std::nullopt; };
    REQUIRE(start(steps).ok());
    publish(R"({"number":"A"})");
    REQUIRE(eventually([&] { return adapters.asked() == 1; }));
    adapters.sink = [](const plugins::Delivery&) { return refused(); };
    restart(steps, "1");
    REQUIRE(eventually([&] { return store->live(journal::entity_kind::run_batch).empty(); }));
    CHECK(steps_of(last_run).back().what == What::parked);
    CHECK(steps_of(last_run).back().other == parked().exception);
}

TEST_CASE_METHOD(EngineFixture, "a run that is tried again by itself joins its delivery that was given up meanwhile") {
    const std::string steps = R"(<send to="erp" format="json"/>)";
    adapters.sink = [](const plugins::Delivery&) { return std::nullopt; };
    REQUIRE(start(steps).ok());
    publish(R"({"number":"A"})");
    REQUIRE(eventually([&] { return adapters.asked() == 1; }));
    deployments.clear();
    adapters.sink = [](const plugins::Delivery&) { return refused(); };
    restart(steps);
    REQUIRE(eventually([&] { return store->live(journal::entity_kind::exception).size() == 2; }));
    RetryRequest of_run;
    of_run.exception = steps_of(last_run).back().other;
    of_run.who = "somebody";
    REQUIRE(engine->retry(of_run).ok());
    REQUIRE(eventually([&] { return store->live(journal::entity_kind::run_batch).empty(); }));
    const auto exception = parked();
    CHECK(exception.subject == journal::ExceptionParked::Subject::delivery);
    CHECK(steps_of(last_run).back().what == What::parked);
    CHECK(steps_of(last_run).back().other == exception.exception);
    CHECK(exception.deployment == flows->deployment().digest());

    SECTION("and goes on with it") {
        adapters.sink = [](const plugins::Delivery&) { return plugins::Outcome{}; };
        REQUIRE(engine->retry(request(exception)).ok());
        REQUIRE(all_done());
        CHECK(steps_of(last_run).back().what == What::finished);
        CHECK(adapters.sent().size() == 1);
    }
    SECTION("and is discarded with it") {
        REQUIRE(engine->discard(exception.exception, "somebody", "not wanted").ok());
        REQUIRE(all_done());
        CHECK(steps_of(last_run).back().what == What::parked);
    }
}

TEST_CASE_METHOD(EngineFixture,
                 "a run whose delivery was given up and discarded is parked by itself, and not finished") {
    const std::string steps = R"(<send to="erp" format="json"/>)";
    adapters.sink = [](const plugins::Delivery&) { return std::nullopt; };
    REQUIRE(start(steps).ok());
    publish(R"({"number":"A"})");
    REQUIRE(eventually([&] { return adapters.asked() == 1; }));
    deployments.clear();
    adapters.sink = [](const plugins::Delivery&) { return refused(); };
    restart(steps);
    REQUIRE(eventually([&] { return store->live(journal::entity_kind::exception).size() == 2; }));
    const EntityId of_run = steps_of(last_run).back().other;
    for (const journal::LiveEntity& live : store->live(journal::entity_kind::exception))
        if (live.id != of_run) REQUIRE(engine->discard(live.id, "somebody", "not wanted").ok());
    REQUIRE(engine->retry(request(parked())).ok());
    const auto again = parked();
    CHECK(again.exception != of_run);
    CHECK(again.code == "flow.delivery-given-up");
    CHECK_THAT(again.text, Contains("the sink refuses it (sink.refused)") && Contains("'crossdock resend S"));
    CHECK(steps_of(last_run).back().what == What::parked);
}

TEST_CASE_METHOD(EngineFixture, "a run that is tried again after its delivery arrived goes on") {
    const std::string steps = R"(<send to="erp" format="json"/>)";
    adapters.sink = [](const plugins::Delivery&) { return std::nullopt; };
    REQUIRE(start(steps).ok());
    publish(R"({"number":"A"})");
    REQUIRE(eventually([&] { return adapters.asked() == 1; }));
    deployments.clear();
    adapters.sink = [](const plugins::Delivery&) { return plugins::Outcome{}; };
    restart(steps);
    REQUIRE(eventually([&] { return store->live(journal::entity_kind::delivery).empty(); }));
    REQUIRE(engine->retry(request(parked())).ok());
    REQUIRE(all_done());
    CHECK(steps_of(last_run).back().what == What::finished);
    CHECK(adapters.sent().size() == 1);
}

TEST_CASE_METHOD(EngineFixture,
                 "a run that joins its delivery's exception holds those behind it until that is resolved") {
    const std::string steps =
        R"(<once key="{number}"/><in-order by="all" on-park="hold"><send to="erp" format="json"/></in-order>)";
    adapters.sink = [](const plugins::Delivery&) { return refused(); };
    REQUIRE(start(steps).ok());
    publish(R"({"number":"A"})");
    const auto first = parked();
    const EntityId holding = last_run;
    REQUIRE(first.order_keys.size() == 1);
    REQUIRE(engine->retry(request(first)).ok());
    REQUIRE(eventually([&] { return steps_of(holding).back().other > first.exception; }));
    const auto second = parked();
    CHECK(second.order_keys == first.order_keys);
    adapters.sink = [](const plugins::Delivery&) { return plugins::Outcome{}; };
    publish(R"({"number":"B"})");
    restart(steps, "1");
    CHECK(steps_of(last_run).empty());
    CHECK(adapters.sent().empty());
    REQUIRE(engine->discard(second.exception, "somebody", "not wanted").ok());
    REQUIRE(all_done());
    CHECK(steps_of(last_run).back().what == What::finished);
    CHECK(steps_of(holding).back().what == What::parked);
    CHECK(adapters.sent() == std::vector<std::string>{"{\"number\":\"B\"}\n"});
}

TEST_CASE_METHOD(EngineFixture, "whoever waits for a run hears that it is parked with its delivery, or joins that") {
    adapters.sink = [](const plugins::Delivery&) { return refused(); };
    REQUIRE(start(R"(<once key="{number}"/><send to="erp" format="json"/>)").ok());
    publish(R"({"number":"A"})");
    const auto first = parked();
    const auto heard = [&](std::size_t times) {
        return eventually([&] { return told().size() == times; }) && told().back().run == last_run &&
               told().back().state == RunState::parked &&
               told().back().text.find("the sink refuses it") != std::string::npos;
    };
    CHECK(heard(1));
    REQUIRE(eventually([&] { return engine->active_runs() == 0; }));
    // Its delivery begins at once and is refused while the run still waits for its `once`.
    REQUIRE(engine->retry(request(first)).ok());
    CHECK(heard(2));
    REQUIRE(eventually([&] { return engine->active_runs() == 0; }));
}
