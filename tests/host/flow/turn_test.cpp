// The engine's thread: what it runs, and what it drops once it cannot go on.
#include <catch2/catch.hpp>

#include <future>

#include "host/flow/turn.hpp"
#include "tests/host/plugins/memory_store.hpp"

using namespace crossdock;
using namespace crossdock::flow;
using namespace std::chrono_literals;

namespace {

class FailingStore final : public testing::MemoryStore {
public:
    void commit(std::vector<journal::Unit>, journal::CommitCallback done) override {
        done(Error{"journal.failed", ErrorClass::needs_person, "the disk is gone"});
    }
};

// Fails a commit when the test says so.
class LateFailingStore final : public testing::MemoryStore {
public:
    void commit(std::vector<journal::Unit>, journal::CommitCallback done) override { begun.set_value(std::move(done)); }
    std::promise<journal::CommitCallback> begun;
};

// Somebody who waits: hears `value`, or that nobody will ever answer.
struct Waiting {
    std::shared_ptr<std::promise<int>> promise = std::make_shared<std::promise<int>>();
    std::future<int> answer = promise->get_future();

    [[nodiscard]] bool was_dropped() {
        promise.reset();
        if (answer.wait_for(20s) != std::future_status::ready) return false;
        try {
            answer.get();
        } catch (const std::future_error&) {
            return true;
        }
        return false;
    }
};

}  // namespace

TEST_CASE("what follows a commit runs after it, on the same thread") {
    testing::MemoryStore store;
    TurnThread turn(store, system_clock(), [](const Error&) { FAIL("the journal does not fail"); });
    turn.start();
    std::promise<std::pair<std::thread::id, std::thread::id>> ran;
    turn.post([&] {
        turn.commit({}, [&, before = std::this_thread::get_id()](const journal::UnitResult& result) {
            if (result.applied) ran.set_value({before, std::this_thread::get_id()});
        });
    });
    auto future = ran.get_future();
    REQUIRE(future.wait_for(20s) == std::future_status::ready);
    const auto [before, after] = future.get();
    CHECK(before == after);
    CHECK(before != std::this_thread::get_id());
    turn.stop();
}

TEST_CASE("what is posted before the stop is run, what is posted after it is dropped") {
    testing::MemoryStore store;
    TurnThread turn(store, system_clock(), [](const Error&) {});
    turn.start();
    int ran = 0;
    for (int number = 0; number < 100; ++number) turn.post([&] { ++ran; });
    turn.stop();
    CHECK(ran == 100);
    Waiting waiting;
    turn.post([promise = waiting.promise] { promise->set_value(1); });
    CHECK(waiting.was_dropped());
}

TEST_CASE("when the journal fails, that is told once, and whoever waits is let go") {
    FailingStore store;
    std::atomic<int> failures = 0;
    TurnThread turn(store, system_clock(), [&](const Error& error) {
        if (error.code == "journal.failed") ++failures;
    });
    turn.start();
    Waiting for_commit;
    turn.post([&turn, promise = for_commit.promise] {
        turn.commit({}, [promise](const journal::UnitResult&) { promise->set_value(1); });
    });
    CHECK(for_commit.was_dropped());
    Waiting for_task;
    turn.post([promise = for_task.promise] { promise->set_value(1); });
    CHECK(for_task.was_dropped());
    turn.stop();
    CHECK(failures == 1);
}

TEST_CASE("whoever waits for a commit of the turn in which the journal's failure is heard is let go") {
    LateFailingStore store;
    std::promise<void> told;
    TurnThread turn(store, system_clock(), [&](const Error&) { told.set_value(); });
    turn.start();
    turn.post([&] { turn.commit({}, {}); });
    auto begun = store.begun.get_future();
    REQUIRE(begun.wait_for(20s) == std::future_status::ready);
    // While this task keeps the thread, one that commits and then the failure gather for the next turn.
    std::promise<void> held;
    std::promise<void> entered;
    turn.post([&] {
        entered.set_value();
        held.get_future().wait();
    });
    entered.get_future().wait();
    Waiting waiting;
    turn.post([&turn, promise = waiting.promise] {
        turn.commit({}, [promise](const journal::UnitResult&) { promise->set_value(1); });
    });
    begun.get()(Error{"journal.failed", ErrorClass::needs_person, "the disk is gone"});
    held.set_value();
    REQUIRE(told.get_future().wait_for(20s) == std::future_status::ready);
    CHECK(waiting.was_dropped());
    turn.stop();
}
