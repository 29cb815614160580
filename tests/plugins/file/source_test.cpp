#include "plugins/file/source.hpp"

#include <crossdock/testing/fake_adapter.hpp>

#include <catch2/catch.hpp>
#include <set>

#include "plugins/file/types.hpp"
#include "tests/plugins/file/temporary_folder.hpp"

using namespace crossdock::sdk::testing;
using crossdock::file::FileSource;
using crossdock::file::testing::TemporaryFolder;

namespace {

// A watched folder with a host that gives as much credit as a test likes.
class Watched {
public:
    explicit Watched(std::uint32_t credit = 100) : credit_(credit) { config().set("folder", folder.path().string()); }
    FakeConfig& config() { return host.config; }

    void begin() {
        adapter.emplace(FakeAdapter::of<FileSource>(host));
        const Answer begun = adapter->begin();
        INFO(begun.error.text);
        REQUIRE(begun.ok());
        host.intake.grant(credit_);
        host.intake.replenish(true);
        adapter->drain();
    }
    bool poll() {
        bool more = false;
        const Answer answer = adapter->poll(&more);
        INFO(answer.error.text);
        REQUIRE(answer.ok());
        return more;
    }
    // Sees what is there, lets it rest, takes it and hears what became of it.
    void take() {
        poll();
        host.scheduler.advance(2000);
        poll();
        adapter->drain();
    }
    [[nodiscard]] std::vector<std::string> origins() const {
        std::vector<std::string> names;
        for (const auto& message : host.intake.messages())
            if (message.state != MessageState::abandoned) names.push_back(message.origin);
        return names;
    }

    TemporaryFolder folder;
    FakeHost host;
    std::optional<FakeAdapter> adapter;

private:
    std::uint32_t credit_;
};

}  // namespace

TEST_CASE("a file that rests is taken, and archived by day after the commit") {
    Watched watched;
    watched.begin();
    watched.folder.write("order.x12", "ISA*00*");
    watched.host.intake.hold_verdicts();
    watched.take();
    REQUIRE(watched.host.intake.messages().size() == 1);
    const ReceivedMessage message = watched.host.intake.messages().front();
    CHECK(message.payload == "ISA*00*");
    CHECK(message.origin == "order.x12");
    CHECK(message.dedupe_key == "order.x12:7:f6b9b5e3ee512cbce4d4be4c20ba3556ca0bda7d8917157cbddb1e2b972c528e");
    CHECK(watched.folder.files("archive").empty());

    watched.host.intake.release_verdicts();
    watched.adapter->drain();
    CHECK(watched.folder.files("archive") == std::vector<std::string>{"2026-01-01/order.x12"});
    CHECK(watched.folder.top().empty());
    CHECK(watched.folder.files(".crossdock").empty());
    CHECK(watched.host.breaches().empty());
}

TEST_CASE("partner and media type of the folder go with each file") {
    Watched watched;
    watched.config().set("partner", "acme");
    watched.config().set("content-type", "application/edi-x12");
    watched.begin();
    watched.folder.write("a", "x");
    watched.take();
    REQUIRE(watched.host.intake.messages().size() == 1);
    CHECK(watched.host.intake.messages().front().partner == "acme");
    CHECK(watched.host.intake.messages().front().content_type == "application/edi-x12");
}

TEST_CASE("a file is not taken while it still changes") {
    Watched watched;
    watched.begin();
    watched.folder.write("order.x12", "ISA");
    watched.poll();
    for (int round = 0; round < 3; ++round) {
        watched.host.scheduler.advance(2000);
        watched.folder.append("order.x12", "*more");
        watched.poll();
        CHECK(watched.origins().empty());
    }
    watched.host.scheduler.advance(1999);
    watched.poll();
    CHECK(watched.origins().empty());
    watched.host.scheduler.advance(1);
    watched.poll();
    CHECK(watched.origins().size() == 1);
}

TEST_CASE("with a marker a file is taken as soon as the marker is there, and the marker goes") {
    Watched watched;
    watched.config().set("done-marker", ".done");
    watched.begin();
    watched.folder.write("order.x12", "ISA");
    watched.folder.write("other.x12", "ISA");
    watched.take();
    CHECK(watched.origins().empty());
    watched.folder.write("order.x12.done", "");
    watched.poll();
    watched.adapter->drain();
    CHECK(watched.origins() == std::vector<std::string>{"order.x12"});
    CHECK(watched.folder.top() == std::vector<std::string>{"other.x12"});
}

TEST_CASE("only names that match are taken, never hidden or unfinished ones, folders or links") {
    Watched watched;
    watched.config().add("pattern", "*.x12");
    watched.config().add("pattern", "*.edi");
    watched.begin();
    for (const char* name : {"a.x12", "B.EDI", "c.txt", ".hidden.x12", "d.x12.tmp", "e.x12~"})
        watched.folder.write(name, "x");
    watched.folder.write("sub.x12/inner.x12", "x");
    std::filesystem::create_symlink("/etc/hostname", watched.folder.path() / "link.x12");
    watched.take();
    const auto origins = watched.origins();
    CHECK(std::set<std::string>(origins.begin(), origins.end()) == std::set<std::string>{"a.x12", "B.EDI"});
    CHECK(watched.folder.has("sub.x12/inner.x12"));
}

TEST_CASE("files are taken oldest first") {
    Watched watched;
    watched.begin();
    const auto now = std::filesystem::file_time_type::clock::now();
    for (int age = 1; age <= 5; ++age) {
        const std::string name = "n" + std::to_string(age);
        watched.folder.write(name, name);
        std::filesystem::last_write_time(watched.folder.path() / name, now - std::chrono::minutes(age));
    }
    watched.take();
    CHECK(watched.origins() == std::vector<std::string>{"n5", "n4", "n3", "n2", "n1"});
}

TEST_CASE("without credit a file stays where it is, and no more are in flight than there is credit") {
    Watched watched(2);
    watched.begin();
    watched.host.intake.hold_verdicts();
    for (int number = 0; number < 5; ++number) watched.folder.write("f" + std::to_string(number), "x");
    watched.poll();
    watched.host.scheduler.advance(2000);
    CHECK(watched.poll());
    CHECK(watched.origins().size() == 2);
    CHECK(watched.folder.top().size() == 3);
    CHECK(watched.poll());
    CHECK(watched.folder.top().size() == 3);

    watched.host.intake.release_verdicts();
    watched.adapter->drain();
    while (watched.poll()) watched.adapter->drain();
    watched.adapter->drain();
    CHECK(watched.origins().size() == 5);
    CHECK(watched.folder.top().empty());
    CHECK(watched.folder.files("archive").size() == 5);
}

TEST_CASE("a large file is handed over in pieces") {
    Watched watched;
    watched.begin();
    std::string content;
    for (int line = 0; line < 200'000; ++line) content += std::to_string(line) + "\n";
    watched.folder.write("large.csv", content);
    watched.take();
    REQUIRE(watched.host.intake.messages().size() == 1);
    CHECK(watched.host.intake.messages().front().payload == content);
}

TEST_CASE("an empty file is handed over too") {
    Watched watched;
    watched.begin();
    watched.folder.write("empty", "");
    watched.take();
    CHECK(watched.origins() == std::vector<std::string>{"empty"});
    CHECK(watched.folder.files("archive").size() == 1);
}

TEST_CASE("a file that the host knows already is archived and said to be recognised") {
    Watched watched;
    watched.begin();
    watched.folder.write("order.x12", "ISA");
    watched.take();
    watched.folder.write("order.x12", "ISA");
    watched.take();
    REQUIRE(watched.host.intake.messages().size() == 2);
    CHECK(watched.host.intake.messages()[1].receipt.verdict == CROSSDOCK_ALREADY_KNOWN);
    CHECK(watched.host.log.contains("order.x12: recognised"));
    CHECK(watched.folder.top().empty());
    CHECK(watched.folder.files("archive").size() == 2);
}

TEST_CASE("the same name with other content is another message") {
    Watched watched;
    watched.begin();
    watched.folder.write("order.x12", "ISA-1");
    watched.take();
    watched.folder.write("order.x12", "ISA-2");
    watched.take();
    REQUIRE(watched.host.intake.messages().size() == 2);
    CHECK(watched.host.intake.messages()[1].receipt.verdict == CROSSDOCK_ACCEPTED);
}

TEST_CASE("a refused file lies with the rejected ones, with the reason beside it") {
    Watched watched;
    watched.host.intake.decide([](const ReceivedMessage&) {
        return Receipt{CROSSDOCK_REFUSED, "", {CROSSDOCK_ERROR_PERMANENT, "intake.too-large", "larger than 2 GiB"}};
    });
    watched.begin();
    watched.folder.write("order.x12", "ISA");
    watched.take();
    CHECK(watched.folder.files("rejected") == std::vector<std::string>{"order.x12", "order.x12.reason.txt"});
    CHECK(watched.folder.read("rejected/order.x12") == "ISA");
    CHECK(watched.folder.read("rejected/order.x12.reason.txt") == "intake.too-large: larger than 2 GiB\n");
    CHECK(watched.folder.top().empty());
}

TEST_CASE("a file that the host cannot take now is tried again") {
    Watched watched;
    bool full = true;
    watched.host.intake.decide([&](const ReceivedMessage&) {
        if (full)
            return Receipt{CROSSDOCK_REFUSED, "", {CROSSDOCK_ERROR_RETRY_AFTER, "journal.disk-low", "disk low", 5000}};
        return Receipt{CROSSDOCK_ACCEPTED, "m-1", {}};
    });
    watched.begin();
    watched.folder.write("order.x12", "ISA");
    watched.take();
    CHECK(watched.folder.files("rejected").empty());
    full = false;
    watched.poll();
    CHECK(watched.folder.files("archive").empty());
    watched.host.scheduler.advance(5000);
    watched.poll();
    watched.adapter->drain();
    CHECK(watched.folder.files("archive").size() == 1);
}

TEST_CASE("after-commit=delete leaves nothing behind") {
    Watched watched;
    watched.config().set("after-commit", "delete");
    watched.begin();
    watched.folder.write("order.x12", "ISA");
    watched.take();
    CHECK(watched.origins().size() == 1);
    CHECK(watched.folder.files().empty());
    CHECK_FALSE(watched.folder.has("archive"));
}

TEST_CASE("the host failing in the middle of a file abandons the message and the file is tried again") {
    Watched watched;
    watched.begin();
    watched.folder.write("order.x12", "ISA");
    watched.poll();
    watched.host.scheduler.advance(2000);
    SECTION("while writing") {
        watched.host.intake.fail_next_write({CROSSDOCK_ERROR_RETRY, "journal.disk-full", "the disk is full"});
    }
    SECTION("while committing") {
        watched.host.intake.fail_next_commit({CROSSDOCK_ERROR_RETRY, "journal.disk-full", "the disk is full"});
    }
    watched.poll();
    watched.adapter->drain();
    CHECK(watched.host.log.contains("the disk is full"));
    CHECK(watched.host.intake.open_messages() == 0);
    CHECK(watched.folder.files("archive").empty());
    watched.host.scheduler.advance(30'000);
    watched.poll();
    watched.adapter->drain();
    CHECK(watched.folder.files("archive").size() == 1);
}

TEST_CASE("stopping puts back what was not handed over, and a second start takes it") {
    Watched watched;
    watched.begin();
    watched.folder.write("order.x12", "ISA");
    watched.poll();
    watched.host.scheduler.advance(2000);
    watched.host.intake.fail_next_commit({CROSSDOCK_ERROR_RETRY, "journal.disk-full", "the disk is full"});
    watched.poll();
    CHECK(watched.folder.top().empty());
    REQUIRE(watched.adapter->stop().ok());
    CHECK(watched.folder.top() == std::vector<std::string>{"order.x12"});
    REQUIRE(watched.adapter->start().ok());
    watched.take();
    CHECK(watched.folder.files("archive").size() == 1);
}

TEST_CASE("a missing folder or one that would read itself is a mistake in the site") {
    Watched watched;
    SECTION("missing") { watched.config().set("folder", (watched.folder.path() / "nowhere").string()); }
    SECTION("archive is the folder itself") { watched.config().set("archive", watched.folder.path().string()); }
    auto adapter = FakeAdapter::of<FileSource>(watched.host);
    const Answer answer = adapter.begin();
    REQUIRE_FALSE(answer.ok());
    CHECK(answer.error.error_class == CROSSDOCK_ERROR_CONFIGURATION);
}

TEST_CASE("nothing is left with the host after destroy") {
    Watched watched;
    watched.begin();
    watched.folder.write("order.x12", "ISA");
    watched.take();
    watched.adapter.reset();
    CHECK(watched.host.outstanding().empty());
    CHECK(watched.host.breaches().empty());
    CHECK(std::filesystem::is_empty(watched.folder.path() / ".crossdock" / "claimed"));
}
