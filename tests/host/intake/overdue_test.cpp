// When an acknowledgement that has not come is called overdue.
#include "host/intake/intake_worker.hpp"
#include "tests/host/intake/intake_fixture.hpp"

using namespace crossdock;
using namespace crossdock::intake;

namespace {

constexpr WallTimeMs settled = std::numeric_limits<WallTimeMs>::max();

// The worker is asked to look, at times of the test's own.
class Expecting : public IntakeFixture {
public:
    Expecting() {
        intake_options.clock = &clock;
        worker = std::make_unique<Intake::Worker>(intake_options, commits, [](const std::function<void()>&) {});
        begun_ms = clock.now;
    }

    journal::EntityId expect(WallTimeMs by_ms) {
        journal::DeliveryPrepared sent;
        sent.partner = "harbor";
        sent.type = "x12/004010/855";
        sent.expects = "997";
        sent.expected_by_ms = by_ms;
        const journal::EntityId delivery = store->allocate_ids(1);
        sent.expectation = store->allocate_ids(1);
        journal::Unit unit;
        unit.records.push_back(journal::make_record(sent, delivery));
        unit.advances.push_back({sent.expectation, journal::entity_kind::expectation, 0, false,
                                 flow::ExpectationState{delivery, by_ms}.encode()});
        const bool applied = commit(std::move(unit)).applied;
        REQUIRE(applied);
        return delivery;
    }
    std::size_t overdue_at(WallTimeMs since_begin_ms, WallTimeMs settled_ms = settled) {
        clock.now = begun_ms + since_begin_ms;
        worker->look_for_overdue(settled_ms);
        return store->live(journal::entity_kind::exception).size();
    }

    IntakeOptions intake_options = make_options();
    CommitsUnderWay commits;
    std::unique_ptr<Intake::Worker> worker;
    WallTimeMs begun_ms = 0;
};

}  // namespace

TEST_CASE_METHOD(Expecting, "what is due is called overdue once, and then expected no more") {
    const journal::EntityId delivery = expect(begun_ms + 5'000);
    CHECK(overdue_at(4'999) == 0);
    CHECK(overdue_at(6'000) == 1);
    CHECK(store->live(journal::entity_kind::expectation).empty());
    CHECK(overdue_at(8'000) == 1);
    bool told = false;
    const auto units = store->history(delivery).value();
    for (const journal::StoredUnit& unit : units)
        for (const journal::Record& record : unit.records) {
            if (record.kind != static_cast<std::uint16_t>(journal::RecordKind::exception_parked)) continue;
            const auto parked = journal::read_record<journal::ExceptionParked>(record).value();
            CHECK(parked.code == "acknowledgement.overdue");
            CHECK(parked.text.find("harbor has not acknowledged") == 0);
            told = true;
        }
    CHECK(told);
}

TEST_CASE_METHOD(Expecting, "what came before it was due may still be its acknowledgement, until it is read") {
    expect(begun_ms + 5'000);
    CHECK(overdue_at(7'000, begun_ms + 5'000) == 0);
    CHECK(overdue_at(9'000, begun_ms + 5'001) == 1);
}

TEST_CASE_METHOD(Expecting, "what fell due while no host ran gets ten seconds for its acknowledgement to be fetched") {
    expect(begun_ms - 1);
    CHECK(overdue_at(9'999) == 0);
    CHECK(overdue_at(11'000) == 1);
}

TEST_CASE_METHOD(Expecting, "it is looked for once a second") {
    CHECK(overdue_at(5'000) == 0);
    expect(begun_ms + 5'500);
    CHECK(overdue_at(5'999) == 0);
    CHECK(overdue_at(6'000) == 1);
}
