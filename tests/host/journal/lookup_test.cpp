#include <catch2/catch.hpp>

#include "tests/host/journal/journal_fixture.hpp"

using namespace crossdock;
using namespace crossdock::journal;

namespace {

std::vector<std::string> bodies(const std::vector<StoredUnit>& units) {
    std::vector<std::string> found;
    for (const StoredUnit& unit : units) found.push_back(unit.records.front().body);
    return found;
}

}  // namespace

TEST_CASE_METHOD(JournalFixture, "the history of an entity holds the records of its runs and of no neighbour") {
    const auto about = [&](EntityId first, EntityId last, std::string body) {
        Unit unit = unit_about(first, std::move(body));
        unit.records[0].last_entity = last;
        REQUIRE(commit(unit).applied);
    };
    about(100, 199, "hundred");
    about(150, 150, "one");
    about(151, 151, "neighbour");
    about(1, 65'536, "widest");
    about(200, 210, "after");
    const auto check = [&] {
        CHECK(bodies(store->history(150).value()) == std::vector<std::string>{"hundred", "one", "widest"});
        CHECK(bodies(store->history(100).value()) == std::vector<std::string>{"hundred", "widest"});
        CHECK(bodies(store->history(199).value()) == std::vector<std::string>{"hundred", "widest"});
        CHECK(bodies(store->history(200).value()) == std::vector<std::string>{"widest", "after"});
        CHECK(bodies(store->history(65'536).value()) == std::vector<std::string>{"widest"});
        CHECK(store->history(65'537).value().empty());
    };
    check();
    reopen();
    check();
}

TEST_CASE_METHOD(JournalFixture, "a unit is read back as it was committed") {
    Unit unit;
    unit.records = {{7, 3, 10, 12, std::string("\0binary\xFF", 8)}, {8, 1, 13, 13, ""}};
    unit.claims = {{"space", "key", 10, digest_of(as_bytes("c")), 5000}, {"other", "", 11, {}, 0}};
    unit.advances = {{10, 4, 0, false, "state"}, {11, 4, 0, true, ""}};
    unit.trace_keys = {{"order", "4711", 12}};
    unit.numbers = {{"seq", 2, 3, 9}};
    unit.payloads = {{"payload one", {}, {}}, {"payload two", {}, {}}};
    const UnitResult result = commit(unit);
    reopen();
    const StoredUnit stored = store->unit_at(result.position).value();
    CHECK(stored.committed_at_ms == clock.now);
    REQUIRE(stored.records.size() == 2);
    CHECK(stored.records[0].kind == 7);
    CHECK(stored.records[0].version == 3);
    CHECK(stored.records[0].last_entity == 12);
    CHECK(stored.records[0].body == unit.records[0].body);
    REQUIRE(stored.claims.size() == 2);
    CHECK(stored.claims[0].content == unit.claims[0].content);
    CHECK(stored.claims[0].keep_ms == 5000);
    CHECK(stored.claims[1].space == "other");
    REQUIRE(stored.advances.size() == 2);
    CHECK(stored.advances[0].state == "state");
    CHECK(stored.advances[1].closed);
    CHECK(stored.trace_keys[0].key == "4711");
    CHECK(stored.numbers[0].last == 9);
    CHECK(stored.first_numbers == std::vector<std::uint64_t>{3});
    REQUIRE(stored.payloads.size() == 2);
    CHECK(payload(stored.payloads[1]) == "payload two");
    CHECK(store->unit_at(result.position + 8).error().code == "journal.damaged");
    CHECK(store->unit_at(1 << 30).error().code == "journal.not-found");
    PayloadRef strange = stored.payloads[0];
    strange.digest = digest_of(as_bytes("never stored"));
    CHECK(store->read_payload(strange, 0, 1).error().code == "journal.not-found");
}

TEST_CASE_METHOD(JournalFixture, "a scan shows every unit in order, over segments, from where it is asked to") {
    options.segment_bytes = 500;
    reopen();
    std::vector<LogPosition> positions;
    for (EntityId entity = 1; entity <= 30; ++entity) positions.push_back(commit(unit_about(entity)).position);
    CHECK(store->figures()->segments > 3);
    std::vector<LogPosition> seen;
    const auto collect = [&](const StoredUnit& unit) {
        seen.push_back(unit.position);
        return true;
    };
    REQUIRE(store->scan(0, collect).ok());
    CHECK(seen == positions);
    seen.clear();
    REQUIRE(store->scan(positions[20], collect).ok());
    CHECK(seen == std::vector<LogPosition>(positions.begin() + 20, positions.end()));
    int count = 0;
    REQUIRE(store->scan(0, [&](const StoredUnit&) { return ++count < 5; }).ok());
    CHECK(count == 5);
}

TEST_CASE_METHOD(JournalFixture, "many keys spread over many runs are all found, and none that was never there") {
    options.index_run_entries = 64;
    reopen();
    constexpr EntityId count = 3'000;
    for (EntityId from = 1; from <= count; from += 100) {
        std::vector<Unit> units;
        for (EntityId entity = from; entity < from + 100; ++entity)
            units.push_back(unit_claiming("k" + std::to_string(entity), entity));
        const bool kept = store->commit_and_wait(std::move(units)).ok();
        REQUIRE(kept);
    }
    for (int starts = 0; starts < 2; ++starts) {
        for (EntityId entity = 1; entity <= count; entity += 7) {
            REQUIRE(store->find_claim("space", "k" + std::to_string(entity)).value()->owner == entity);
            REQUIRE_FALSE(store->find_claim("space", "n" + std::to_string(entity)).value().has_value());
            REQUIRE(store->history(entity).value().size() == 1);
        }
        CHECK(store->verify([](const Error&) {}).value() == 0);
        reopen();
    }
    std::size_t runs = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(options.folder / "index")) ++runs;
    CHECK(runs < 40);
}
