#include <catch2/catch.hpp>

#include "host/journal/log_format.hpp"
#include "tests/host/journal/journal_fixture.hpp"

using namespace crossdock;
using namespace crossdock::journal;

namespace fs = std::filesystem;

TEST_CASE_METHOD(JournalFixture, "a torn end is cut off and what was before it stays") {
    REQUIRE(commit(unit_about(1, "first")).applied);
    const LogPosition second = commit(unit_about(2, "second")).position;
    store.reset();
    fs::remove_all(options.folder / "index");
    flip_byte(first_segment(), second + 60);
    open();
    CHECK(store->history(1).value().size() == 1);
    CHECK(store->history(2).value().empty());
    CHECK(commit(unit_about(3, "third")).position == second);
    reopen();
    CHECK(store->history(3).value().size() == 1);
}

TEST_CASE_METHOD(JournalFixture, "bytes that are no frame behind the end do no harm") {
    REQUIRE(commit(unit_about(1)).applied);
    store.reset();
    std::ofstream(first_segment(), std::ios::app | std::ios::binary) << std::string(3000, 'x');
    open();
    CHECK(store->history(1).value().size() == 1);
    CHECK(commit(unit_about(2)).applied);
}

TEST_CASE_METHOD(JournalFixture, "a bad frame with acknowledged ones behind it is damage: the journal does not open") {
    const LogPosition first = commit(unit_about(1)).position;
    REQUIRE(commit(unit_about(2)).applied);
    REQUIRE(commit(unit_about(3)).applied);
    store.reset();
    fs::remove_all(options.folder / "index");
    flip_byte(first_segment(), first + 58);
    const auto opened = open_store(options);
    REQUIRE_FALSE(opened.ok());
    CHECK(opened.error().code == "journal.damaged");
    CHECK(opened.error().position.source == first_segment().string());
    CHECK(opened.error().position.offset == first);
}

TEST_CASE_METHOD(JournalFixture, "damage in a segment that is complete is never a torn end") {
    options.segment_bytes = 300;
    reopen();
    LogPosition last_of_first = 0;
    for (EntityId entity = 1;
         fs::directory_iterator(options.folder / "log") != fs::directory_iterator() && store->figures()->segments < 2;
         ++entity) {
        const LogPosition position = commit(unit_about(entity, std::string(100, 'b'))).position;
        if (store->figures()->segments < 2) last_of_first = position;
    }
    store.reset();
    fs::remove_all(options.folder / "index");
    flip_byte(first_segment(), last_of_first + 100);
    CHECK(open_error() == "journal.damaged");
}

TEST_CASE_METHOD(JournalFixture, "a missing segment is noticed, in the middle and at the end") {
    options.segment_bytes = 200;
    reopen();
    for (EntityId entity = 1; entity < 12; ++entity) REQUIRE(commit(unit_about(entity, std::string(100, 'b'))).applied);
    store.reset();
    std::vector<fs::path> segments(fs::directory_iterator(options.folder / "log"), {});
    std::sort(segments.begin(), segments.end());
    REQUIRE(segments.size() >= 3);
    fs::rename(segments[1], folder / "aside");
    CHECK(open_error() == "journal.damaged");
    fs::rename(folder / "aside", segments[1]);
    fs::rename(segments.back(), folder / "aside");
    CHECK(open_error() == "journal.behind-index");
    fs::rename(folder / "aside", segments.back());
    CHECK(open_error() == "opened");
}

TEST_CASE_METHOD(JournalFixture, "frames of an earlier life behind the end are not taken for new ones") {
    REQUIRE(commit(unit_about(1, "kept")).applied);
    const LogPosition second = commit(unit_about(2, "gone")).position;
    const LogPosition third = commit(unit_about(3, "gone")).position;
    REQUIRE(third > second);
    store.reset();
    std::ifstream in(first_segment(), std::ios::binary);
    const std::string before((std::istreambuf_iterator<char>(in)), {});
    fs::remove_all(options.folder / "index");
    fs::resize_file(first_segment(), second);
    open();
    // As long as the one that was there, so that the old third frame would follow it exactly.
    CHECK(commit(unit_about(2, "anew")).position == second);
    store.reset();
    fs::remove_all(options.folder / "index");
    {
        std::fstream out(first_segment(), std::ios::in | std::ios::out | std::ios::binary);
        out.seekp(static_cast<std::streamoff>(third));
        out << before.substr(third);
    }
    open();
    CHECK(store->history(3).value().empty());
    CHECK(store->history(2).value().front().records[0].body == "anew");
}

TEST_CASE_METHOD(JournalFixture, "a journal of a newer format is refused by name") {
    store.reset();
    SegmentHeader header;
    header.version = 7;
    header.oldest_reader = 7;
    std::uint32_t checksum = 0;
    const auto bytes = encode(header, checksum);
    std::fstream file(first_segment(), std::ios::in | std::ios::out | std::ios::binary);
    file.write(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    file.close();
    CHECK(open_error() == "journal.newer-format");
}

TEST_CASE_METHOD(JournalFixture, "the index is rebuilt from the log when it is missing or damaged") {
    options.index_run_entries = 50;
    reopen();
    for (EntityId entity = 1; entity <= 200; ++entity) {
        Unit unit = unit_claiming("key-" + std::to_string(entity), entity);
        unit.trace_keys.push_back({"order", "o" + std::to_string(entity % 7), entity});
        unit.advances = unit_advancing(entity, 0, entity % 2 == 0).advances;
        unit.numbers.push_back({"s"});
        REQUIRE(commit(unit).applied);
    }
    const auto check = [&](bool rebuilt) {
        CHECK(store->figures()->index_rebuilt == rebuilt);
        CHECK(store->figures()->unindexed_bytes == 0);
        CHECK(store->find_claim("space", "key-17").value()->owner == 17);
        CHECK_FALSE(store->find_claim("space", "key-201").value().has_value());
        CHECK(store->find_traced("order", "o3", 1000).value().size() == 29);
        CHECK(store->find_traced("", "o3", 5).value() == std::vector<EntityId>{3, 10, 17, 24, 31});
        CHECK(store->live(0).size() == 100);
        CHECK(store->last_number("s") == 200);
        CHECK(store->verify([](const Error&) {}).value() == 0);
    };
    reopen();
    check(false);
    store.reset();
    flip_byte(options.folder / "index" / "checkpoint", 20);
    open();
    check(true);
    store.reset();
    for (const auto& entry : fs::directory_iterator(options.folder / "index"))
        if (entry.path().extension() == ".run") flip_byte(entry.path(), 10);
    open();
    check(true);
    store.reset();
    fs::remove_all(options.folder / "index");
    open();
    check(true);
}

TEST_CASE_METHOD(JournalFixture, "only one may open for writing, any number for reading") {
    REQUIRE(commit(unit_about(1)).applied);
    CHECK(open_error() == "journal.locked");
    auto reader = open_store_read_only(options).value();
    CHECK(reader->history(1).value().size() == 1);
    REQUIRE(commit(unit_claiming("late", 2)).applied);
    CHECK(reader->history(2).value().size() == 1);
    CHECK(reader->find_claim("space", "late").value()->owner == 2);
    CHECK(reader->commit_and_wait({unit_about(3)}).error().code == "journal.read-only");
    CHECK(reader->purge(0, {}).error().code == "journal.read-only");
    CHECK(reader->write_payload().error().code == "journal.read-only");
    CHECK_FALSE(reader->accepts_intake());
    CHECK(reader->verify([](const Error&) {}).value() == 0);
    options.folder = folder / "nothing";
    CHECK(open_store_read_only(options).error().code == "journal.not-found");
}
