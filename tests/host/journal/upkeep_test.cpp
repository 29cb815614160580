#include <catch2/catch.hpp>

#include "tests/host/journal/journal_fixture.hpp"

using namespace crossdock;
using namespace crossdock::journal;

namespace fs = std::filesystem;

namespace {

std::vector<std::string> faults_of(const Store& store) {
    std::vector<std::string> faults;
    const auto count = store.verify([&](const Error& error) { faults.push_back(error.code); });
    CHECK(count.value() == faults.size());
    return faults;
}

}  // namespace

TEST_CASE_METHOD(JournalFixture, "verify names damage in the log, in a payload's file and in the index") {
    options.payload_in_log_bytes_max = 100;
    options.index_run_entries = 10;
    reopen();
    const LogPosition first = commit(unit_with_payload("some bytes")).position;
    Digest digest{};
    auto writer = store->write_payload().value();
    REQUIRE(writer->write(as_bytes(std::string(500, 'x'))).ok());
    Unit unit = unit_about(2);
    unit.payloads.push_back(writer->finish(digest).value());
    REQUIRE(commit(unit).applied);
    for (EntityId entity = 3; entity < 40; ++entity)
        REQUIRE(commit(unit_claiming(std::to_string(entity), entity)).applied);
    reopen();
    CHECK(faults_of(*store).empty());
    const std::string name = to_hex(digest);
    const fs::path blob = options.folder / "blobs" / name.substr(0, 2) / name;
    flip_byte(blob, 100);
    CHECK(faults_of(*store) == std::vector<std::string>{"journal.damaged"});
    flip_byte(blob, 100);
    fs::path run;
    for (const auto& entry : fs::directory_iterator(options.folder / "index"))
        if (entry.path().extension() == ".run") run = entry.path();
    flip_byte(run, 4096 + 3);
    CHECK(faults_of(*store) == std::vector<std::string>{"journal.index-damaged"});
    flip_byte(run, 4096 + 3);
    CHECK(faults_of(*store).empty());
    flip_byte(first_segment(), first + 100);
    CHECK(faults_of(*store) == std::vector<std::string>{"journal.damaged"});
}

TEST_CASE_METHOD(JournalFixture, "a backup is whole, opens and goes on by itself") {
    options.payload_in_log_bytes_max = 100;
    options.segment_bytes = 1000;
    reopen();
    for (EntityId entity = 1; entity <= 30; ++entity)
        REQUIRE(commit(unit_claiming(std::to_string(entity), entity)).applied);
    auto writer = store->write_payload().value();
    REQUIRE(writer->write(as_bytes(std::string(500, 'x'))).ok());
    Digest digest{};
    Unit unit = unit_advancing(31, 0);
    unit.payloads.push_back(writer->finish(digest).value());
    const PayloadRef blob = commit(unit).payloads[0];
    const fs::path target = folder / "backups" / "one";
    REQUIRE(store->backup(target).ok());
    CHECK(store->backup(target).error().code == "journal.backup-not-empty");
    REQUIRE(commit(unit_claiming("later", 99)).applied);

    StoreOptions of_backup = options;
    of_backup.folder = target;
    auto copy = open_store(of_backup).value();
    CHECK(faults_of(*copy).empty());
    CHECK(copy->find_claim("space", "30").value()->owner == 30);
    CHECK_FALSE(copy->find_claim("space", "later").value().has_value());
    CHECK(copy->find_live(31)->version == 1);
    CHECK(copy->read_payload(blob, 0, 1000).value() == std::string(500, 'x'));
    CHECK(copy->commit_and_wait({unit_claiming("own", 50)}).value()[0].applied);
}

TEST_CASE_METHOD(JournalFixture,
                 "a purge drops what is old and keeps claims, sequences, live entities and payloads in use") {
    options.segment_bytes = 2000;
    options.index_run_entries = 20;
    options.payload_in_log_bytes_max = 300;
    reopen();
    const auto fill = [&](EntityId first) {
        for (EntityId entity = first; entity < first + 40; ++entity) {
            Unit unit = unit_about(entity, std::string(100, 'f'));
            unit.numbers.push_back({"s"});
            REQUIRE(commit(unit).applied);
        }
    };
    REQUIRE(commit(unit_claiming("for ever", 1)).applied);
    REQUIRE(commit(unit_claiming("short", 2, 50)).applied);
    auto writer = store->write_payload().value();
    REQUIRE(writer->write(as_bytes(std::string(500, 'x'))).ok());
    Digest digest{};
    Unit with_blob = unit_about(3);
    with_blob.payloads.push_back(writer->finish(digest).value());
    REQUIRE(commit(with_blob).applied);
    fill(100);
    const std::uint64_t before = store->figures()->log_bytes;
    reopen();  // so that no writer of this process still holds the blob
    clock.now += 1000;
    fill(200);
    REQUIRE(commit(unit_advancing(500, 0)).applied);
    const UnitResult stored = commit(unit_with_payload("used again and again"));
    const LogPosition live_at = stored.position;
    fill(300);
    const WallTimeMs claimed_at = store->find_claim("space", "for ever").value()->claimed_at_ms;

    CHECK(store->purge(clock.now - 2000, {}).value() == 0);
    clock.now += 1000;
    const std::uint64_t freed = store->purge(clock.now, {}).value();
    CHECK(freed > before / 2);
    CHECK(store->figures()->oldest_ms > 1'000'000);
    for (int starts = 0; starts < 3; ++starts) {
        CHECK(faults_of(*store).empty());
        CHECK(store->history(100).value().empty());
        CHECK(store->history(3).value().empty());
        CHECK(store->history(339).value().size() == 1);
        CHECK(store->find_claim("space", "for ever").value()->owner == 1);
        CHECK(store->find_claim("space", "for ever").value()->claimed_at_ms == claimed_at);
        CHECK_FALSE(commit(unit_claiming("for ever", 9)).applied);
        CHECK_FALSE(store->find_claim("space", "short").value().has_value());
        CHECK(store->last_number("s") == 120);
        CHECK(store->find_live(500)->version == 1);
        CHECK(payload(stored.payloads[0]) == "used again and again");
        CHECK(store->unit_at(live_at).ok());
        CHECK(store->figures()->blob_bytes == 0);
        store.reset();
        if (starts == 1) fs::remove_all(options.folder / "index");
        open();
    }
    CHECK(store->allocate_ids(1) == 501);
    CHECK(commit(unit_advancing(500, 1, true)).applied);
    fill(600);
    clock.now += 1;
    CHECK(store->purge(clock.now, {}).value() > 0);
    CHECK(faults_of(*store).empty());
    CHECK(store->unit_at(live_at).error().code == "journal.not-found");
    CHECK(commit(unit_with_payload("used again and again")).payloads[0].position != live_at);
}

TEST_CASE_METHOD(JournalFixture,
                 "a purge writes what is to be kept once more, payloads too, and holds nothing back for it") {
    options.segment_bytes = 1000;
    options.payload_in_log_bytes_max = 300;
    reopen();
    auto writer = store->write_payload().value();
    REQUIRE(writer->write(as_bytes(std::string(500, 'x'))).ok());
    Digest digest{};
    Unit kept = unit_about(1, "kept");
    kept.trace_keys.push_back({"deployment", "today", 1});
    kept.payloads.push_back({"small", {}, {}});
    kept.payloads.push_back(writer->finish(digest).value());
    REQUIRE(commit(kept).applied);
    const LogPosition dropped_at = commit(unit_about(2, "dropped")).position;
    reopen();  // so that no writer of this process still holds the blob
    for (int purges = 0; purges < 3; ++purges) {
        for (EntityId entity = 10; entity < 30; ++entity)
            REQUIRE(commit(unit_about(entity, std::string(100, 'f'))).applied);
        clock.now += 1000;
        REQUIRE(commit(unit_about(40, std::string(1000, 'f'))).applied);
        REQUIRE(commit(unit_about(41)).applied);
        CHECK(store->purge(clock.now, {1}).value() > 1000);
        CHECK(store->figures()->oldest_ms == clock.now);
        CHECK(faults_of(*store).empty());
        const auto found = store->find_traced("deployment", "today", 10).value();
        REQUIRE(found == std::vector<EntityId>{1});
        const auto units = store->history(1).value();
        REQUIRE(units.size() == 1);
        CHECK(units[0].records[0].body == "kept");
        CHECK(payload(units[0].payloads.at(0)) == "small");
        CHECK(payload(units[0].payloads.at(1)) == std::string(500, 'x'));
    }
    CHECK(store->unit_at(dropped_at).error().code == "journal.not-found");
    CHECK(store->history(2).value().empty());
}

TEST_CASE_METHOD(JournalFixture, "a payload that comes again and again does not hold a purge back") {
    options.segment_bytes = 1000;
    options.payload_reach_ms = 100;
    reopen();
    const LogPosition first = commit(unit_with_payload("again")).payloads[0].position;
    clock.now += 100;
    CHECK(commit(unit_with_payload("again")).payloads[0].position == first);
    clock.now += 1;
    const LogPosition second = commit(unit_with_payload("again")).payloads[0].position;
    CHECK(second > first);
    CHECK(commit(unit_with_payload("again")).payloads[0].position == second);
}

TEST_CASE_METHOD(JournalFixture, "a purge sees a reference from the far end of a long batch") {
    options.segment_bytes = 1000;
    options.payload_reach_bytes = 3000;
    reopen();
    REQUIRE(commit(unit_with_payload("used at the end of the batch")).applied);
    for (EntityId entity = 10; entity < 12; ++entity)
        REQUIRE(commit(unit_about(entity, std::string(1000, 'f'))).applied);
    clock.now += 1000;
    std::vector<Unit> batch;
    for (EntityId entity = 20; entity < 40; ++entity) batch.push_back(unit_about(entity, std::string(1000, 'f')));
    batch.push_back(unit_with_payload("used at the end of the batch"));
    const auto results = store->commit_and_wait(std::move(batch)).value();
    REQUIRE(store->purge(clock.now, {}).ok());
    CHECK(faults_of(*store).empty());
    CHECK(payload(results.back().payloads[0]) == "used at the end of the batch");
}

TEST_CASE_METHOD(JournalFixture,
                 "intake is refused below the low-water mark, and told so without delay after it is passed") {
    CHECK(store->accepts_intake());
    options.disk_low_water_bytes = UINT64_MAX;
    reopen();
    CHECK_FALSE(store->accepts_intake());
    CHECK(commit(unit_about(1)).applied);
}

TEST_CASE_METHOD(JournalFixture, "the figures count what is there") {
    REQUIRE(commit(unit_advancing(4, 0)).applied);
    REQUIRE(commit(unit_about(7)).applied);
    const StoreFigures figures = store->figures().value();
    CHECK(figures.units == 2);
    CHECK(figures.syncs >= 2);
    CHECK(figures.live_entities == 1);
    CHECK(figures.last_entity == 7);
    CHECK(figures.segments == 1);
    CHECK(figures.log_bytes > 100);
    CHECK(figures.unindexed_bytes > 0);
    CHECK(figures.unindexed_bytes <= figures.log_bytes);
    CHECK(figures.free_bytes > 0);
    CHECK(figures.oldest_ms == clock.now);
}
