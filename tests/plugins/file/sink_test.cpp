#include "plugins/file/sink.hpp"

#include <crossdock/testing/fake_adapter.hpp>

#include <fmt/format.h>
#include <catch2/catch.hpp>
#include <future>

#include "tests/plugins/file/simulated_files.hpp"
#include "tests/plugins/file/temporary_folder.hpp"

using namespace crossdock::sdk::testing;
using crossdock::file::FileSink;
using crossdock::file::testing::SimulatedFiles;
using crossdock::file::testing::TemporaryFolder;
using crossdock::sdk::AdapterShell;
using crossdock::sdk::Failure;

namespace {

struct Writer {
    explicit Writer(const std::string& name = "{partner}-{number}.xml") {
        host.config.set("folder", folder.path().string());
        host.config.set("name", name);
    }
    Answer begin() {
        adapter.emplace(FakeAdapter::of<FileSink>(host));
        return adapter->begin();
    }
    Outcome deliver(const std::string& payload, const std::string& number = "1", const std::string& key = "k1") {
        return adapter->deliver({payload, {{"partner", "acme"}, {"number", number}}, key});
    }
    TemporaryFolder folder;
    FakeHost host;
    std::optional<FakeAdapter> adapter;
};

Delivery keyed(int number) { return {fmt::format("<order>{}</order>", number), {}, fmt::format("key-{}", number)}; }

// Writes deliveries to a simulated disk and looks, after every change and after each completion, at what a power cut
// would leave. Answers the first thing that is wrong.
std::string worst_of_a_power_cut(bool forgets_sync, bool forgets_folder_sync) {
    SimulatedFiles disk;
    disk.forgets_sync = forgets_sync;
    disk.forgets_folder_sync = forgets_folder_sync;
    FakeHost host;
    host.config.set("folder", "/out");
    host.config.set("name", "{key}.xml");
    std::mutex mutex;
    std::string wrong;
    const auto note = [&](const std::string& what) {
        const std::lock_guard lock(mutex);
        if (wrong.empty()) wrong = what;
    };
    FakeAdapter adapter(host, AdapterShell::release(std::make_unique<FileSink>(host.raw(), disk)));
    if (!adapter.begin().ok()) return "did not start";
    disk.after_change = [&] {
        for (const auto& [path, content] : disk.contents())
            if (path.ends_with(".xml") && !content.bytes_durable) note(path + " could appear torn");
    };
    for (int number = 0; number < 20; ++number) {
        if (!adapter.deliver(keyed(number)).ok()) return "not delivered";
        const auto path = fmt::format("/out/key-{}.xml", number);
        const auto contents = disk.contents();
        if (!contents.contains(path)) return path + " is missing";
        if (!contents.at(path).bytes_durable || !contents.at(path).name_durable) note(path + " could be lost");
    }
    adapter.destroy();
    disk.power_cut();
    for (int number = 0; number < 20; ++number) {
        const auto contents = disk.contents();
        const auto found = contents.find(fmt::format("/out/key-{}.xml", number));
        if (found == contents.end() || found->second.bytes != keyed(number).payload) note("lost by the power cut");
    }
    return wrong;
}

}  // namespace

TEST_CASE("a delivery becomes a file whose name comes from its headers") {
    Writer writer;
    REQUIRE(writer.begin().ok());
    const Outcome outcome = writer.deliver("<order/>", "4711");
    REQUIRE(outcome.ok());
    CHECK(outcome.reference == "acme-4711.xml");
    CHECK(writer.folder.read("acme-4711.xml") == "<order/>");
    CHECK(writer.folder.top() == std::vector<std::string>{"acme-4711.xml"});
    CHECK(writer.adapter->sink()->promise == CROSSDOCK_IDEMPOTENT);
}

TEST_CASE("the same delivery again has the effect of once") {
    Writer writer(GENERATE(as<std::string>{}, "{partner}-{number}.xml", "{key}.xml"));
    REQUIRE(writer.begin().ok());
    REQUIRE(writer.deliver("<order/>").ok());
    REQUIRE(writer.deliver("<order/>").ok());
    CHECK(writer.folder.top().size() == 1);
}

TEST_CASE("a file of another delivery is never written over") {
    Writer writer;
    writer.host.config.set("sync", GENERATE(as<std::string>{}, "file", "none"));
    REQUIRE(writer.begin().ok());
    REQUIRE(writer.deliver("<order>1</order>", "1", "k1").ok());
    const Outcome second = writer.deliver("<order>2</order>", "1", "k2");
    CHECK_FALSE(second.ok());
    CHECK(second.error.code == "file.name-taken");
    CHECK(second.error.error_class == CROSSDOCK_ERROR_NEEDS_PERSON);
    CHECK(writer.folder.read("acme-1.xml") == "<order>1</order>");
    CHECK(writer.folder.top().size() == 1);
}

TEST_CASE("with existing=replace the newer delivery wins") {
    Writer writer;
    writer.host.config.set("existing", "replace");
    REQUIRE(writer.begin().ok());
    REQUIRE(writer.deliver("old", "1", "k1").ok());
    REQUIRE(writer.deliver("new", "1", "k2").ok());
    CHECK(writer.folder.read("acme-1.xml") == "new");
}

TEST_CASE("what a crash left under a temporary name is written over by the next attempt") {
    Writer writer;
    writer.folder.write(".crossdock-" + crossdock::file::short_digest("k1") + ".tmp", "torn and much longer than that");
    REQUIRE(writer.begin().ok());
    REQUIRE(writer.deliver("<order/>").ok());
    CHECK(writer.folder.read("acme-1.xml") == "<order/>");
    CHECK(writer.folder.top().size() == 1);
}

TEST_CASE("a header that the name needs and the delivery lacks ends the delivery") {
    Writer writer("{type}.xml");
    REQUIRE(writer.begin().ok());
    const Outcome outcome = writer.deliver("<order/>");
    CHECK_FALSE(outcome.ok());
    CHECK(outcome.error.error_class == CROSSDOCK_ERROR_PERMANENT);
    CHECK(outcome.error.text.find("{type}") != std::string::npos);
    CHECK(writer.folder.top().empty());
}

TEST_CASE("a folder that is missing stops the start, and says what to do") {
    Writer writer;
    writer.host.config.set("folder", (writer.folder.path() / "nowhere").string());
    const Answer answer = writer.begin();
    CHECK(answer.error.error_class == CROSSDOCK_ERROR_CONFIGURATION);
    CHECK(answer.error.text.find("make ") != std::string::npos);
}

TEST_CASE("a template that names no file stops the start") {
    Writer writer("orders.xml");
    CHECK(writer.begin().error.error_class == CROSSDOCK_ERROR_CONFIGURATION);
}

TEST_CASE("a folder that goes away later is a mistake in the site, not a lost delivery") {
    Writer writer;
    REQUIRE(writer.begin().ok());
    std::filesystem::remove_all(writer.folder.path());
    const Outcome outcome = writer.deliver("<order/>");
    CHECK_FALSE(outcome.ok());
    CHECK(outcome.error.error_class == CROSSDOCK_ERROR_CONFIGURATION);
}

TEST_CASE("many deliveries at once are all there, and share their syncs") {
    SimulatedFiles disk;
    FakeHost host;
    host.config.set("folder", "/out");
    host.config.set("name", "{key}.xml");
    FakeAdapter adapter(host, AdapterShell::release(std::make_unique<FileSink>(host.raw(), disk)));
    REQUIRE(adapter.begin().ok());
    std::promise<void> all_submitted;
    disk.on_sync = [wait = all_submitted.get_future().share()] { wait.wait(); };
    std::vector<std::uint64_t> operations;
    for (int number = 0; number < 100; ++number) operations.push_back(adapter.submit(keyed(number)));
    CHECK(adapter.settle_lane());
    all_submitted.set_value();
    for (const auto operation : operations) CHECK(adapter.finish(operation).ok());
    CHECK(disk.contents().size() == 100);
    CHECK(disk.sync_calls() <= 4);
    CHECK(host.breaches().empty());
}

TEST_CASE("two attempts of one delivery that wait together are one file, and both are done") {
    SimulatedFiles disk;
    FakeHost host;
    host.config.set("folder", "/out");
    host.config.set("name", "{key}.xml");
    host.config.set("existing", GENERATE(as<std::string>{}, "replace", "refuse"));
    FakeAdapter adapter(host, AdapterShell::release(std::make_unique<FileSink>(host.raw(), disk)));
    REQUIRE(adapter.begin().ok());
    std::promise<void> all_submitted;
    disk.on_sync = [wait = all_submitted.get_future().share()] { wait.wait(); };
    std::vector<std::uint64_t> operations;
    for (const int number : {1, 2, 2, 2}) {
        operations.push_back(adapter.submit(keyed(number)));
        CHECK(adapter.settle_lane());
    }
    all_submitted.set_value();
    for (const auto operation : operations) CHECK(adapter.finish(operation).ok());
    CHECK(disk.contents().size() == 2);
}

TEST_CASE("stopping completes every delivery that was begun") {
    SimulatedFiles disk;
    FakeHost host;
    host.config.set("folder", "/out");
    host.config.set("name", "{key}.xml");
    FakeAdapter adapter(host, AdapterShell::release(std::make_unique<FileSink>(host.raw(), disk)));
    REQUIRE(adapter.begin().ok());
    disk.on_sync = [] { std::this_thread::sleep_for(std::chrono::milliseconds(20)); };
    std::vector<std::uint64_t> operations;
    for (int number = 0; number < 20; ++number) operations.push_back(adapter.submit(keyed(number)));
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    REQUIRE(adapter.stop().ok());
    for (const auto operation : operations) {
        const Outcome outcome = adapter.finish(operation);
        CHECK((outcome.ok() || !outcome.begun));
    }
    CHECK(host.operations.pending() == 0);
    CHECK(host.breaches().empty());
}

TEST_CASE("a full disk fails the delivery for now and leaves nothing behind") {
    SimulatedFiles disk;
    FakeHost host;
    host.config.set("folder", "/out");
    host.config.set("name", "{key}.xml");
    FakeAdapter adapter(host, AdapterShell::release(std::make_unique<FileSink>(host.raw(), disk)));
    REQUIRE(adapter.begin().ok());
    const auto full = [] { throw Failure::retry("file.disk-full", "no space left"); };
    SECTION("while writing") { disk.on_write = full; }
    SECTION("while syncing") { disk.on_sync = full; }
    const Outcome outcome = adapter.deliver(keyed(1));
    CHECK_FALSE(outcome.ok());
    CHECK(outcome.error.code == "file.disk-full");
    CHECK(outcome.error.error_class == CROSSDOCK_ERROR_RETRY);
    CHECK(disk.contents().empty());
    disk.on_write = disk.on_sync = [] {};
    CHECK(adapter.deliver(keyed(1)).ok());
}

TEST_CASE("a delivery that is done survives a power cut, and no file is ever seen torn") {
    CHECK(worst_of_a_power_cut(false, false).empty());
}

TEST_CASE("leaving out either sync is noticed by the test above") {
    CHECK(worst_of_a_power_cut(true, false).find("torn") != std::string::npos);
    CHECK(worst_of_a_power_cut(false, true).find("lost") != std::string::npos);
}
