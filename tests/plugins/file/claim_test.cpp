// Several hosts at one folder, and hosts that die.
#include "plugins/file/source.hpp"

#include <crossdock/cpp/system_files.hpp>
#include <crossdock/testing/fake_adapter.hpp>

#include <catch2/catch.hpp>
#include <map>

#include "tests/plugins/file/simulated_files.hpp"
#include "tests/plugins/file/temporary_folder.hpp"

using namespace crossdock::sdk::testing;
using crossdock::file::Claims;
using crossdock::file::FileSource;
using crossdock::file::testing::SimulatedFiles;
using crossdock::file::testing::TemporaryFolder;
using crossdock::sdk::AdapterShell;
using crossdock::sdk::Renamed;
using crossdock::sdk::system_files;

namespace {

struct Watcher {
    explicit Watcher(const std::filesystem::path& folder, crossdock::sdk::Files& files = system_files()) {
        host.config.set("folder", folder.string());
        adapter.emplace(host, AdapterShell::release(std::make_unique<FileSource>(host.raw(), files)));
        REQUIRE(adapter->begin().ok());
        host.intake.grant(1000);
        host.intake.replenish(true);
    }
    void poll() {
        REQUIRE(adapter->poll().ok());
        adapter->drain();
    }
    FakeHost host;
    std::optional<FakeAdapter> adapter;
};

}  // namespace

TEST_CASE("of two hosts that watch one folder each file is taken by one") {
    const TemporaryFolder folder;
    for (int number = 0; number < 200; ++number) folder.write("f" + std::to_string(number), std::to_string(number));
    Watcher one(folder.path());
    Watcher other(folder.path());
    std::vector<Watcher*> both{&one, &other};
    for (Watcher* watcher : both) watcher->poll();
    for (Watcher* watcher : both) watcher->host.scheduler.advance(2000);
    bool other_polled = false;
    std::thread beside([&] { other_polled = other.adapter->poll().ok(); });
    const bool one_polled = one.adapter->poll().ok();
    beside.join();
    REQUIRE(one_polled);
    REQUIRE(other_polled);
    for (Watcher* watcher : both) watcher->adapter->drain();
    std::map<std::string, int> taken;
    for (Watcher* watcher : both)
        for (const auto& message : watcher->host.intake.messages())
            if (message.state == MessageState::settled) ++taken[message.origin];
    CHECK(taken.size() == 200);
    for (const auto& [name, times] : taken) CHECK(times == 1);
    CHECK(folder.files("archive").size() == 200);
}

TEST_CASE("a claim is won once, and a name that is claimed waits") {
    const TemporaryFolder folder;
    Claims one(system_files(), folder.path(), [] { return std::string("one"); });
    Claims other(system_files(), folder.path(), [] { return std::string("other"); });
    one.open();
    other.open();
    folder.write("a", "first");
    CHECK(one.take("a") == Renamed::yes);
    CHECK(other.take("a") == Renamed::source_missing);
    folder.write("a", "second");
    CHECK(one.take("a") == Renamed::target_exists);
    CHECK_FALSE(one.give_back("a"));
    CHECK(folder.read("a") == "second");
}

TEST_CASE("claims of a host that lives are left alone, those of one that died are taken over") {
    const TemporaryFolder folder;
    folder.write("a", "x");
    Claims mine(system_files(), folder.path(), [] { return std::string("mine"); });
    mine.open();
    auto living = std::make_unique<Claims>(system_files(), folder.path(), [] { return std::string("living"); });
    living->open();
    REQUIRE(living->take("a") == Renamed::yes);
    std::vector<std::string> taken;
    const auto take = [&](const std::string& name) { taken.push_back(name); };
    mine.take_over(take);
    CHECK(taken.empty());
    living.reset();
    mine.take_over(take);
    CHECK(taken == std::vector<std::string>{"a"});
    CHECK_FALSE(folder.has(".crossdock/claimed/living"));
    CHECK(mine.path_of("a") == folder.path() / ".crossdock/claimed/mine/a");
}

TEST_CASE("what was taken over is known though the disk then fails") {
    SimulatedFiles files;
    files.put("in/.crossdock/claimed/dead/.lock", "");
    for (const char* name : {"a", "b"}) files.put(std::string("in/.crossdock/claimed/dead/") + name, "x");
    Claims mine(files, "in", [] { return std::string("mine"); });
    mine.open();
    std::vector<std::string> taken;
    const auto take = [&](const std::string& name) { taken.push_back(name); };
    int renamed = 0;
    files.after_change = [&] {
        if (++renamed == 2) throw std::runtime_error("the disk failed");
    };
    CHECK_THROWS(mine.take_over(take));
    CHECK(taken == std::vector<std::string>{"a"});
}

TEST_CASE("two instances never share a folder of claims") {
    const TemporaryFolder folder;
    std::vector<std::string> names{"other", "same"};
    Claims one(system_files(), folder.path(), [] { return std::string("same"); });
    one.open();
    Claims other(system_files(), folder.path(), [&] {
        std::string name = names.back();
        names.pop_back();
        return name;
    });
    other.open();
    CHECK(other.path_of("a") == folder.path() / ".crossdock/claimed/other/a");
}

TEST_CASE("a file that a host had claimed when it was destroyed in flight is taken up by the next one") {
    const TemporaryFolder folder;
    folder.write("order.x12", "ISA");
    {
        Watcher first(folder.path());
        first.host.intake.hold_verdicts();
        first.poll();
        first.host.scheduler.advance(2000);
        first.poll();
        CHECK(first.host.intake.messages().size() == 1);
    }
    CHECK(folder.top().empty());
    Watcher second(folder.path());
    second.poll();
    REQUIRE(second.host.intake.messages().size() == 1);
    CHECK(second.host.intake.messages().front().origin == "order.x12");
    CHECK(second.host.log.contains("taken over"));
    CHECK(folder.files("archive").size() == 1);
}

TEST_CASE("a file that grows while it is read is left alone until it rests") {
    SimulatedFiles disk;
    disk.put("/in/order.x12", "ISA*");
    Watcher watcher("/in", disk);
    watcher.poll();
    watcher.host.scheduler.advance(2000);
    bool growing = true;
    disk.after_read = [&](const std::string& path) {
        if (growing) disk.append(path, "more");
    };
    watcher.poll();
    CHECK(watcher.host.log.contains("changed while it was read"));
    watcher.host.scheduler.advance(2000);
    watcher.poll();
    for (const auto& message : watcher.host.intake.messages()) CHECK(message.state == MessageState::abandoned);
    growing = false;
    watcher.host.scheduler.advance(2000);
    watcher.poll();
    REQUIRE(watcher.host.intake.messages().back().state == MessageState::settled);
    CHECK(watcher.host.intake.messages().back().payload.starts_with("ISA*more"));
    CHECK(disk.contents().contains("/in/archive/2026-01-01/order.x12"));
}

TEST_CASE("what was added to a file after it was taken in is kept and reported, not deleted") {
    SimulatedFiles disk;
    disk.put("/in/order.x12", "ISA*");
    Watcher watcher("/in", disk);
    watcher.host.intake.hold_verdicts();
    watcher.poll();
    watcher.host.scheduler.advance(2000);
    watcher.poll();
    for (const auto& [path, content] : disk.contents())
        if (path.ends_with("/order.x12")) disk.append(path, "late");
    watcher.host.intake.release_verdicts();
    watcher.adapter->drain();
    CHECK(watcher.host.log.contains("changed after it was taken in"));
    CHECK(disk.contents().at("/in/archive/2026-01-01/order.x12").bytes == "ISA*late");
}

TEST_CASE("a disk that fails while the next file is looked for costs nothing but time") {
    SimulatedFiles disk;
    disk.put("/in/order.x12", "ISA*");
    Watcher watcher("/in", disk);
    watcher.poll();
    watcher.host.scheduler.advance(2000);
    disk.on_status = [] { throw crossdock::sdk::Failure::retry("test.disk", "the disk does not answer"); };
    CHECK_FALSE(watcher.adapter->poll().ok());
    disk.on_status = [] {};
    for (int again = 0; again < 2; ++again) {
        watcher.host.scheduler.advance(10'000);
        watcher.poll();
    }
    watcher.adapter->drain();
    REQUIRE(watcher.host.intake.messages().back().state == MessageState::settled);
    CHECK(watcher.host.intake.messages().back().payload == "ISA*");
    CHECK(disk.contents().contains("/in/archive/2026-01-01/order.x12"));
}
