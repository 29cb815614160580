// A message that a person tries again.
#include "host/intake/intake.hpp"
#include "tests/host/flow/engine_fixture.hpp"

using namespace crossdock;
using namespace crossdock::intake;

namespace {

class RetriedIntake : public flow::EngineFixture {
public:
    RetriedIntake() {
        REQUIRE(start(R"(<send to="erp" format="json"/>)").ok());
        IntakeOptions intake_options;
        intake_options.store = store.get();
        intake_options.adapters = &adapters;
        intake_options.engine = engine.get();
        intake_options.clock = &system_clock();
        intake_options.flows = flows;
        intake_options.journal_failed = [this](const Error& error) { failures.push_back(error.code); };
        intake = std::make_unique<Intake>(std::move(intake_options));
    }
    ~RetriedIntake() {
        disk.fail_reads = false;
        intake.reset();
    }

    journal::ExceptionParked receive() {
        journal::ExceptionParked parked;
        parked.parked = parked.message = store->allocate_ids(1);
        journal::MessageReceived received;
        received.adapter = "in";
        journal::Unit unit;
        unit.payloads.push_back({std::string("bytes"), {}, {}});
        unit.records.push_back(journal::make_record(received, parked.message));
        const bool applied = commit(std::move(unit)).applied;
        REQUIRE(applied);
        return parked;
    }

    std::unique_ptr<Intake> intake;
    std::vector<std::string> failures;
};

}  // namespace

TEST_CASE_METHOD(RetriedIntake, "a message is put back on its way") {
    journal::Unit unit;
    const auto after = intake->retry(receive(), unit);
    REQUIRE(after.ok());
    CHECK(unit.advances.size() == 1);
    after.value()();
    CHECK(intake->backlog() == 1);
    CHECK(failures.empty());
}

TEST_CASE_METHOD(RetriedIntake, "a message that cannot be read is not tried again, and that is said") {
    journal::ExceptionParked parked;
    parked.parked = parked.message = store->allocate_ids(1);
    journal::Unit unit;
    const auto refused = intake->retry(parked, unit);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == "journal.record");
    CHECK(unit.advances.empty());
}

TEST_CASE_METHOD(RetriedIntake, "a message that cannot be read once its retry is durable stops the host") {
    journal::Unit unit;
    const auto after = intake->retry(receive(), unit);
    REQUIRE(after.ok());
    disk.fail_reads = true;
    after.value()();
    CHECK(failures == std::vector<std::string>{"file.io"});
    CHECK(intake->backlog() == 0);
}
