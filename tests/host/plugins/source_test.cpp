// Sources: credit, receipts, pieces, checkpoints, restarts.
#include <catch2/catch.hpp>

#include <chrono>
#include <set>
#include <thread>

#include "host/base/binary.hpp"
#include "host/base/sha256.hpp"
#include "tests/host/plugins/running_host.hpp"
#include "tests/patience.hpp"

using namespace crossdock;
using namespace crossdock::plugins;
using namespace crossdock::testing;
using namespace std::chrono_literals;

namespace {

Isolation isolation() { return GENERATE(Isolation::thread, Isolation::process); }

}  // namespace

TEST_CASE("a source's messages arrive in order, whole, with their digest") {
    RunningHost running({adapter("emit", "emit", isolation(), {{"count", "500", {}}})});
    REQUIRE(running.receiver.wait_for(500));
    const auto messages = running.receiver.messages();
    REQUIRE(messages.size() == 500);
    CHECK(messages[0].payload.bytes == "message 0 ");
    CHECK(messages[499].payload.bytes == "message 499 ");
    CHECK(messages[499].dedupe_key == "499");
    CHECK(messages[499].headers.at(0).second == "499");
    CHECK(messages[7].digest == sha256(as_bytes(messages[7].payload.bytes)));
    CHECK(messages[7].size == messages[7].payload.bytes.size());
    CHECK(running.wait_for_log("receipt 1 M500"));
}

TEST_CASE("a source without credit waits until a receipt comes") {
    AdapterSettings settings = adapter("emit", "emit", isolation(), {{"count", "100", {}}});
    settings.lane.credit = 8;
    RunningHost running({settings});
    REQUIRE(running.receiver.wait_for(100));
    CHECK(running.receiver.largest_batch <= 8);
}

TEST_CASE("no credit is given while the receiver has no room") {
    AdapterSettings settings = adapter("emit", "emit", isolation(), {{"count", "100", {}}});
    settings.lane.credit = 8;
    RunningHost running({settings}, [](KeepingReceiver& receiver) { receiver.room = false; });
    std::this_thread::sleep_for(150ms);
    CHECK(running.receiver.messages().empty());
    running.receiver.room = true;
    running.host->refresh_credit();
    CHECK(running.receiver.wait_for(100));
}

TEST_CASE("once sources are opened they have their credit") {
    AdapterSettings settings = adapter("emit", "emit", isolation(), {{"count", "0", {}}});
    settings.lane.credit = 8;
    RunningHost running({settings}, [](KeepingReceiver& receiver) { receiver.room = false; });
    CHECK_FALSE(running.has_logged("emit: credit"));
    running.receiver.room = true;
    running.host->open_sources(10'000);
    CHECK(running.has_logged("emit: credit 8"));
}

TEST_CASE("a large message comes in pieces and is whole") {
    RunningHost running({adapter("emit", "emit", isolation(), {{"count", "3", {}}, {"size", "3000000", {}}})});
    REQUIRE(running.receiver.wait_for(3));
    for (const ReceivedMessage& message : running.receiver.messages()) {
        CHECK(message.size == 3'000'000);
        CHECK(message.payload.bytes.size() == 3'000'000);
        CHECK(message.digest == sha256(as_bytes(message.payload.bytes)));
    }
}

TEST_CASE("a reply reaches the source after the receipt") {
    RunningHost running({adapter("emit", "emit", isolation(), {{"count", "2", {}}, {"reply", "yes", {}}})});
    CHECK(running.wait_for_log("reply answer 1"));
    CHECK(running.wait_for_log("reply answer 2"));
}

TEST_CASE("a source whose worker crashes or hangs goes on from its checkpoint, and nothing is lost") {
    const std::string how = GENERATE("crash-at", "hang-at");
    AdapterSettings settings = adapter("emit", "emit", Isolation::process, {{"count", "60", {}}, {how, "40", {}}});
    settings.lane.credit = 10;
    settings.lane.deadline_ms = 1'500 * patience();
    RunningHost running({settings});
    REQUIRE(running.receiver.wait_for(40));
    CHECK(running.wait_for_log(how == "crash-at" ? "ended: killed by signal 6" : "did not come back"));
    // What came twice, before and after the worker's end, counts once.
    std::set<std::string> keys;
    for (int waits = 0; waits < 2'000 * static_cast<int>(patience()) && keys.size() < 40; ++waits) {
        for (const ReceivedMessage& message : running.receiver.messages()) keys.insert(message.dedupe_key);
        std::this_thread::sleep_for(10ms);
    }
    CHECK(keys.size() == 40);
    CHECK(running.wait_for_restarts("emit", 1));
}

TEST_CASE("commits without a receipt are refused when the host stops") {
    AdapterSettings settings = adapter("emit", "emit", isolation(), {{"count", "5", {}}});
    settings.lane.stop_within_ms = 400 * patience();
    RunningHost running({settings}, [](KeepingReceiver& receiver) { receiver.holds_receipts = true; });
    REQUIRE(running.receiver.wait_for(5));
    running.host->stop_sources();
    CHECK(running.wait_for_log("receipt 3"));
    running.host->stop();
    CHECK(running.state("emit").state == "stopped");
}

TEST_CASE("a receipt that comes after the stop finds nobody and harms nothing") {
    AdapterSettings settings = adapter("emit", "emit", isolation(), {{"count", "5", {}}});
    settings.lane.stop_within_ms = 400 * patience();
    RunningHost running({settings, adapter("echo", "echo", Isolation::thread)},
                        [](KeepingReceiver& receiver) { receiver.holds_receipts = true; });
    REQUIRE(running.receiver.wait_for(5));
    running.host->stop();
    CHECK(running.call("echo", "echo").status.error().code == "adapter.stopped");
    running.receiver.release();
    running.host.reset();
    running.receiver.release();
}
