// Calls of services, and what the journal has of them.
#include "tests/host/flow/engine_fixture.hpp"

using namespace crossdock;
using namespace crossdock::flow;
using Catch::Contains;
using What = journal::RunsStepped::What;

namespace {

plugins::Outcome busy() { return {Error{"crm.busy", ErrorClass::retry, "come back later"}, {}, {}}; }

}  // namespace

TEST_CASE_METHOD(EngineFixture, "each attempt of a call is in the journal, with the answer, in one unit") {
    adapters.service = [](const plugins::Call& call) {
        return call.attempt < 3 ? busy() : plugins::Outcome{{}, {}, R"({"ok":"yes"})"};
    };
    REQUIRE(start(R"(<call service="crm" operation="check"/>)").ok());
    publish(R"({"number":"A"})");
    REQUIRE(all_done());
    const auto steps = steps_of(last_run);
    REQUIRE(steps.size() == 4);
    CHECK(steps[0].what == What::attempted);
    CHECK(steps[0].other == 1);
    CHECK_THAT(steps[0].detail, Contains("come back later (crm.busy)"));
    CHECK(steps[1].what == What::attempted);
    CHECK(steps[1].other == 2);
    CHECK(steps[2].what == What::answered);
    CHECK(steps[2].other == 3);
    CHECK(steps[3].what == What::finished);
    std::size_t units_with_calls = 0;
    const std::vector<journal::StoredUnit> units = store->history(last_run).value();
    for (const journal::StoredUnit& unit : units)
        for (const journal::Record& record : unit.records)
            if (record.kind == static_cast<std::uint16_t>(journal::RecordKind::runs_stepped) &&
                journal::read_record<journal::RunsStepped>(record).value().what == What::answered)
                units_with_calls += unit.records.size() == 3 ? 1 : 0;
    CHECK(units_with_calls == 1);
}

TEST_CASE_METHOD(EngineFixture, "the attempts of a call that was given up are told before the run is parked") {
    adapters.service = [](const plugins::Call&) { return busy(); };
    REQUIRE(start(R"(<call service="crm" operation="check"/>)").ok());
    publish(R"({"number":"A"})");
    CHECK(parked().code == "crm.busy");
    const auto steps = steps_of(last_run);
    REQUIRE(steps.size() == 4);
    CHECK(steps[2].what == What::attempted);
    CHECK(steps[2].other == 3);
    CHECK(steps[3].what == What::parked);
}
