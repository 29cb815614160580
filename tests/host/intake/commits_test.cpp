// Waiting for commits whose callbacks are still to come.
#include <catch2/catch.hpp>

#include <chrono>
#include <functional>
#include <future>

#include "host/intake/commits_under_way.hpp"

using crossdock::WallTimeMs;
using namespace crossdock::intake;
using namespace std::chrono_literals;

TEST_CASE("with no commit under way there is nothing to wait for") {
    CommitsUnderWay commits;
    commits.wait_for_all();
    commits.begin(1).reset();
    commits.wait_for_all();
    SUCCEED();
}

TEST_CASE("a commit is under way until the last copy of its callback is gone, called or not") {
    CommitsUnderWay commits;
    std::function<void()> callback = [token = commits.begin(1)] {};
    std::function<void()> copy = callback;
    auto waited = std::async(std::launch::async, [&] { commits.wait_for_all(); });
    callback();
    CHECK(waited.wait_for(50ms) == std::future_status::timeout);
    callback = {};
    CHECK(waited.wait_for(50ms) == std::future_status::timeout);
    copy = {};
    CHECK(waited.wait_for(20s) == std::future_status::ready);
}

TEST_CASE("the oldest of what commits are about is known while they are under way") {
    CommitsUnderWay commits;
    const WallTimeMs none = commits.oldest_ms();
    auto newer = commits.begin(20);
    CHECK(commits.oldest_ms() == 20);
    auto older = commits.begin(10);
    auto as_old = commits.begin(10);
    CHECK(commits.oldest_ms() == 10);
    older.reset();
    CHECK(commits.oldest_ms() == 10);
    as_old.reset();
    CHECK(commits.oldest_ms() == 20);
    newer.reset();
    CHECK(commits.oldest_ms() == none);
    CHECK(none > 20);
}
