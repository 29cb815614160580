#include "host/journal/key_run.hpp"

#include <catch2/catch.hpp>

#include "host/journal/key_table.hpp"
#include "tests/host/journal/journal_fixture.hpp"

using namespace crossdock;
using namespace crossdock::journal;

TEST_CASE_METHOD(JournalFixture, "a run finds every position of a key, over the borders of blocks") {
    const Disk disk(system_file_system(), nullptr);
    auto writer = KeyRunWriter::create(disk, folder / run_name(1), 2000).value();
    for (std::uint64_t key = 0; key < 1000; key += 2)
        for (LogPosition position = 0; position < (key == 500 ? 700u : 1u); ++position)
            REQUIRE(writer.add({key, 8 * position + key}).ok());
    REQUIRE(writer.finish({0, 10'000, 77}).ok());
    const auto run = KeyRun::open(disk, folder, 1).value();
    CHECK(run->scope().entries == 1199);
    CHECK(run->scope().claims_until_ms == 77);
    std::vector<LogPosition> found;
    REQUIRE(run->find(500, found).ok());
    CHECK(found.size() == 700);
    for (std::uint64_t key = 0; key < 1000; ++key) {
        found.clear();
        REQUIRE(run->find(key, found).ok());
        if (key != 500) REQUIRE(found.size() == (key % 2 == 0 ? 1 : 0));
    }
}

TEST_CASE("a filter never denies a key that was inserted and seldom lets a foreign one through") {
    KeyFilter filter(10'000);
    for (std::uint64_t key = 0; key < 10'000; ++key) filter.insert(claim_key("s", std::to_string(key)));
    int foreign = 0;
    for (std::uint64_t key = 0; key < 10'000; ++key) {
        REQUIRE(filter.may_contain(claim_key("s", std::to_string(key))));
        foreign += filter.may_contain(claim_key("t", std::to_string(key))) ? 1 : 0;
    }
    CHECK(foreign < 300);
}

TEST_CASE("a key table keeps several positions of a key and forgets all when it is cleared") {
    KeyTable table;
    for (std::uint64_t key = 0; key < 5000; ++key) table.insert({key % 1000, key});
    std::vector<LogPosition> found;
    table.find(7, [&](LogPosition position) { found.push_back(position); });
    std::sort(found.begin(), found.end());
    CHECK(found == std::vector<LogPosition>{7, 1007, 2007, 3007, 4007});
    table.clear();
    table.find(7, [&](LogPosition) { FAIL("the table is empty"); });
    CHECK(table.size() == 0);
}
