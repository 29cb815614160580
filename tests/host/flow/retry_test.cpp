// What a person's retry does.
#include "tests/host/flow/engine_fixture.hpp"

using namespace crossdock;
using namespace crossdock::flow;
using Catch::Contains;

namespace {

constexpr auto parks_a = R"(<choose><when test="number = 'A'"><park reason="no A"/></when></choose>
<send to="erp" format="json"/>)";
constexpr auto parks_b = R"(<choose><when test="number = 'B'"><park reason="no B"/></when></choose>
<send to="erp" format="json"/>)";

}  // namespace

TEST_CASE_METHOD(EngineFixture, "a run that is tried again takes the present deployment, which was corrected") {
    REQUIRE(start(parks_a).ok());
    const std::string first = flows->deployment().digest();
    publish(R"({"number":"A"})");
    const auto exception = parked();
    CHECK(exception.deployment == first);
    restart(parks_b);
    const auto retried = engine->retry(request(exception));
    REQUIRE(retried.ok());
    CHECK_THAT(retried.value(), Contains("present deployment " + flows->deployment().digest().substr(0, 12)));
    CHECK_THAT(retried.value(), Contains(first.substr(0, 12)));
    REQUIRE(all_done());
    CHECK(adapters.sent() == std::vector<std::string>{"{\"number\":\"A\"}\n"});
}

TEST_CASE_METHOD(EngineFixture, "a run that is tried again with its own deployment does what it did") {
    REQUIRE(start(parks_a).ok());
    publish(R"({"number":"A"})");
    const auto exception = parked();
    const std::string first = flows->deployment().digest();
    restart(parks_b);
    RetryRequest again = request(exception);
    again.with = RetryRequest::With::original;
    REQUIRE(engine->retry(again).ok());
    const auto second = parked();
    CHECK(second.exception != exception.exception);
    CHECK(second.deployment == first);
    CHECK(adapters.sent().empty());
}

TEST_CASE_METHOD(EngineFixture, "where the present flow lacks the step, a run keeps its deployment, and is told why") {
    REQUIRE(start(parks_a).ok());
    publish(R"({"number":"A"})");
    const auto exception = parked();
    restart(R"(<send to="erp" format="json"/>)");
    RetryRequest only_present = request(exception);
    only_present.with = RetryRequest::With::present;
    const auto refused = engine->retry(only_present);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == "exception.deployment-does-not-fit");
    const auto retried = engine->retry(request(exception));
    REQUIRE(retried.ok());
    CHECK_THAT(retried.value(), Contains("that it began with, since the present deployment"));
    CHECK_THAT(retried.value(), Contains("another step 1.1.1, or none"));
}

TEST_CASE_METHOD(EngineFixture, "a step that has an id is found again although others were put before it") {
    REQUIRE(start(R"(<park id="look" reason="no"/><send to="erp" format="json"/>)").ok());
    publish(R"({"number":"A"})");
    const auto exception = parked();
    CHECK(exception.step == "look");
    restart(R"(<validate schema="order/1"/>
<choose><when test="number = 'Z'"><park id="look" reason="no"/></when></choose><send to="erp" format="json"/>)");
    const auto retried = engine->retry(request(exception));
    REQUIRE(retried.ok());
    CHECK_THAT(retried.value(), Contains("present deployment"));
    CHECK(all_done());
    CHECK(adapters.sent().size() == 1);
}

TEST_CASE_METHOD(EngineFixture, "effects that a run had are not repeated with another deployment") {
    const std::string call = R"(<call id="ask" service="crm" operation="check" into="answer"/>)";
    REQUIRE(start(call + R"(<park id="look" reason="no"/>)").ok());
    publish(R"({"number":"A"})");
    const auto exception = parked();
    restart(call + R"(<choose><when test="number = 'Z'"><park id="look" reason="no"/></when></choose>)");
    REQUIRE(engine->retry(request(exception)).ok());
    CHECK(all_done());
    CHECK(adapters.called().size() == 1);
}

TEST_CASE_METHOD(EngineFixture, "a deployment in which a step that was taken asks somebody else does not fit") {
    REQUIRE(start(R"(<call service="crm" operation="check"/><park reason="no"/>)").ok());
    publish(R"({"number":"A"})");
    const auto exception = parked();
    restart(R"(<call service="crm" operation="reserve"/><park reason="no"/>)");
    const auto retried = engine->retry(request(exception));
    REQUIRE(retried.ok());
    CHECK_THAT(retried.value(), Contains("its flow test has another step 1, or none, than R"));
}

TEST_CASE_METHOD(EngineFixture, "who tried again, why and with which deployment is in the journal") {
    REQUIRE(start(parks_a).ok());
    publish(R"({"number":"A"})");
    const auto exception = parked();
    restart(parks_b);
    REQUIRE(engine->retry(request(exception)).ok());
    REQUIRE(all_done());
    bool told = false;
    const std::vector<journal::StoredUnit> units = store->history(exception.parked).value();
    for (const journal::StoredUnit& unit : units) {
        std::string who;
        std::string deployment;
        for (const journal::Record& record : unit.records) {
            if (record.kind == static_cast<std::uint16_t>(journal::RecordKind::exception_resolved))
                who = journal::read_record<journal::ExceptionResolved>(record).value().who;
            if (record.kind == static_cast<std::uint16_t>(journal::RecordKind::runs_created))
                deployment = journal::read_record<journal::RunsCreated>(record).value().deployment;
        }
        told = told || (who == "somebody" && deployment == flows->deployment().digest());
    }
    CHECK(told);
}

TEST_CASE_METHOD(EngineFixture, "a run whose deployment cannot be loaded is parked, and the engine starts") {
    adapters.sink = [](const plugins::Delivery&) { return std::nullopt; };
    REQUIRE(start(R"(<call service="crm" operation="check"/><send to="erp" format="json"/>)").ok());
    adapters.service = [](const plugins::Call&) { return std::nullopt; };
    publish(R"({"number":"A"})");
    REQUIRE(eventually([&] { return adapters.called().size() == 1; }));
    deployments.clear();
    adapters.service = [](const plugins::Call&) { return plugins::Outcome{{}, {}, "{}"}; };
    adapters.sink = [](const plugins::Delivery&) { return plugins::Outcome{}; };
    restart(R"(<send to="erp" format="json"/>)");
    const auto exception = parked();
    CHECK(exception.code == "flow.deployment-unusable");
    CHECK(exception.parked == last_run);
    CHECK(exception.flow == "test");
    CHECK_THAT(exception.input, Contains("\"A\""));
    REQUIRE(eventually([&] { return store->live(journal::entity_kind::run_batch).empty(); }));
    RetryRequest original = request(exception);
    original.with = RetryRequest::With::original;
    const auto refused = engine->retry(original);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == "exception.no-deployment");
    CHECK(store->live(journal::entity_kind::exception).size() == 1);
    REQUIRE(engine->retry(request(exception)).ok());
    REQUIRE(all_done());
    CHECK(adapters.sent().size() == 1);
}

TEST_CASE_METHOD(EngineFixture, "a conflict of keys that a person accepts is processed, and others are still refused") {
    const std::string steps = R"(<once key="{number}"/><send to="erp" format="json"/>)";
    REQUIRE(start(steps).ok());
    publish(R"({"number":"A"})");
    REQUIRE(all_done());
    publish(R"({"number":"A","note":"changed"})");
    const auto exception = parked();
    CHECK(exception.code == "flow.once-conflict");
    CHECK_THAT(exception.text, Contains("the key 'A' came before") && Contains("--accept-conflict") &&
                                   Contains("discard") && Contains("--input"));
    REQUIRE(engine->retry(request(exception)).ok());
    const auto again = parked();
    CHECK(again.code == "flow.once-conflict");
    RetryRequest accepting = request(again);
    accepting.accept_conflict = true;
    REQUIRE(engine->retry(accepting).ok());
    REQUIRE(all_done());
    CHECK(adapters.sent().size() == 2);
    publish(R"({"number":"A","note":"changed again"})");
    CHECK(parked().code == "flow.once-conflict");
}

TEST_CASE_METHOD(EngineFixture, "only a conflict of keys can be accepted") {
    REQUIRE(start(parks_a).ok());
    publish(R"({"number":"A"})");
    RetryRequest accepting = request(parked());
    accepting.accept_conflict = true;
    const auto refused = engine->retry(accepting);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == "exception.no-conflict");
    CHECK(store->live(journal::entity_kind::exception).size() == 1);
}

TEST_CASE_METHOD(EngineFixture, "a notice cannot be tried again, and says what can be done") {
    REQUIRE(start(parks_a).ok());
    journal::ExceptionParked notice;
    notice.subject = journal::ExceptionParked::Subject::interchange;
    notice.exception = store->allocate_ids(2);
    notice.parked = notice.message = notice.exception + 1;
    journal::Unit unit;
    unit.records.push_back(journal::make_record(notice, notice.exception));
    unit.advances.push_back({notice.exception, journal::entity_kind::exception, 0, false, {}});
    const bool applied = commit(std::move(unit)).applied;
    REQUIRE(applied);
    const auto refused = engine->retry(request(notice));
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == "exception.notice");
    CHECK_THAT(refused.error().text, Contains("exceptions discard X") && Contains("trace M"));
    CHECK(engine->discard(notice.exception, "somebody", "read").ok());
    CHECK(store->live(journal::entity_kind::exception).empty());
}

TEST_CASE_METHOD(EngineFixture, "a delivery of many runs is tried again for as many reads as one of few") {
    const auto refuse = [](const plugins::Delivery&) {
        return plugins::Outcome{Error{"sink.refused", ErrorClass::permanent, "the sink refuses it"}, {}, {}};
    };
    REQUIRE(start(R"(<send to="erp" format="json" together="interchange"/>)").ok());
    const auto reads_for = [&](std::size_t runs) {
        adapters.sink = refuse;
        publish(std::vector<std::string>(runs, R"({"number":"A"})"));
        const auto exception = parked();
        REQUIRE(eventually([&] { return engine->active_runs() == 0; }));
        adapters.sink = [](const plugins::Delivery&) { return plugins::Outcome{}; };
        const std::uint64_t before = disk.reads;
        REQUIRE(engine->retry(request(exception)).ok());
        REQUIRE(all_done());
        return disk.reads - before;
    };
    const std::uint64_t few = reads_for(20);
    const std::uint64_t many = reads_for(400);
    CHECK(few > 0);
    CHECK(many < 3 * few);
    CHECK(adapters.sent().size() == 2);
    REQUIRE(eventually([&] { return told().size() == 2 * (20 + 400); }));
}
