// A message that a person tries again.
#include "tests/host/intake/intake_fixture.hpp"

using namespace crossdock;
using namespace crossdock::intake;

namespace {

class RetriedIntake : public IntakeFixture {
public:
    RetriedIntake() { make_intake(); }

    journal::ExceptionParked parked() {
        journal::ExceptionParked parked;
        parked.parked = parked.message = receive("bytes", false);
        return parked;
    }
};

}  // namespace

TEST_CASE_METHOD(RetriedIntake, "a message is put back on its way") {
    journal::Unit unit;
    const auto after = intake->retry(parked(), unit);
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
    const auto after = intake->retry(parked(), unit);
    REQUIRE(after.ok());
    disk.fail_reads = true;
    after.value()();
    CHECK(failures == std::vector<std::string>{"file.io"});
    CHECK(intake->backlog() == 0);
}
