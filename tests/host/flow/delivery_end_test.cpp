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
