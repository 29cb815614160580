// A journal that cannot write waits, and loses nothing.
#include <catch2/catch.hpp>
#include <chrono>
#include <future>
#include <thread>

#include "tests/host/journal/full_disk.hpp"
#include "tests/host/journal/journal_fixture.hpp"

using namespace crossdock;
using namespace crossdock::journal;
using namespace std::chrono_literals;

namespace {

using Results = Result<std::vector<UnitResult>>;

class FullDiskFixture : public JournalFixture {
public:
    FullDiskFixture() {
        store.reset();
        options.files = &files;
        options.disk_low_water_bytes = 0;
        open();
    }
    ~FullDiskFixture() { store.reset(); }
    FullDiskFixture(const FullDiskFixture&) = delete;
    FullDiskFixture& operator=(const FullDiskFixture&) = delete;

    std::future<Results> commit_patiently(Unit unit) {
        auto promise = std::make_shared<std::promise<Results>>();
        std::vector<Unit> units;
        units.push_back(std::move(unit));
        store->commit_patiently(std::move(units),
                                [promise](Results results) { promise->set_value(std::move(results)); });
        return promise->get_future();
    }
    bool wait_until_stalled() const {
        for (int tries = 0; tries < 500 && !store->is_stalled(); ++tries) std::this_thread::sleep_for(10ms);
        return store->is_stalled();
    }

    FullDisk files;
};

}  // namespace

TEST_CASE_METHOD(FullDiskFixture, "what is committed patiently waits for room, in its order, and is then written") {
    files.full = true;
    auto first = commit_patiently(unit_advancing(5, 0));
    auto second = commit_patiently(unit_advancing(5, 1));
    REQUIRE(wait_until_stalled());
    CHECK(first.wait_for(600ms) == std::future_status::timeout);
    CHECK_FALSE(store->accepts_intake());
    files.full = false;
    CHECK(first.get().value().front().applied);
    CHECK(second.get().value().front().applied);
    CHECK_FALSE(store->is_stalled());
    CHECK(store->accepts_intake());
    reopen();
    CHECK(store->find_live(5).value().version == 2);
}

TEST_CASE_METHOD(FullDiskFixture, "what may be refused is refused while the disk is full, and taken again later") {
    files.full = true;
    auto waiting = commit_patiently(unit_about(5));
    REQUIRE(wait_until_stalled());
    std::vector<Unit> units{unit_about(6)};
    const Results refused = store->commit_and_wait(std::move(units));
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == "journal.disk-full");
    CHECK(refused.error().error_class == ErrorClass::retry);
    files.full = false;
    CHECK(waiting.get().ok());
    CHECK(commit(unit_about(7)).applied);
    CHECK(store->history(6).value().empty());
}

TEST_CASE_METHOD(FullDiskFixture, "once patience ends, what waited fails and nothing of it is kept") {
    REQUIRE(commit(unit_about(4)).applied);
    files.full = true;
    auto waiting = commit_patiently(unit_about(5));
    REQUIRE(wait_until_stalled());
    store->end_patience();
    const Results ended = waiting.get();
    REQUIRE_FALSE(ended.ok());
    CHECK(ended.error().code == "journal.disk-full");
    files.full = false;
    reopen();
    CHECK(store->history(5).value().empty());
    CHECK(store->history(4).value().size() == 1);
}

TEST_CASE_METHOD(FullDiskFixture, "a sync that fails stops the journal, whoever commits") {
    files.fail_syncs = true;
    const Results failed = commit_patiently(unit_about(5)).get();
    REQUIRE_FALSE(failed.ok());
    CHECK(failed.error().code == "journal.failed");
    CHECK_FALSE(store->is_stalled());
    CHECK_FALSE(store->accepts_intake());
}
