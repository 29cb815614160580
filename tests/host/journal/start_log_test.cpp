// What a start says of the journal that it finds.
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <catch2/catch.hpp>
#include <sstream>

#include "tests/host/journal/journal_fixture.hpp"

using namespace crossdock;
using namespace crossdock::journal;
using Catch::Contains;

namespace fs = std::filesystem;

namespace {

class LoggedJournal : public JournalFixture {
public:
    LoggedJournal() : before_(spdlog::default_logger()) {
        spdlog::set_default_logger(
            std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::ostream_sink_mt>(lines_, true)));
        spdlog::set_pattern("%l %v");
    }
    ~LoggedJournal() { spdlog::set_default_logger(before_); }
    LoggedJournal(const LoggedJournal&) = delete;
    LoggedJournal& operator=(const LoggedJournal&) = delete;

    // What has been logged since it was asked last.
    std::string said() {
        const std::string text = lines_.str();
        lines_.str({});
        return text;
    }
    void write_at(std::uint64_t offset, const std::string& bytes) const {
        std::fstream file(first_segment(), std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(static_cast<std::streamoff>(offset));
        file << bytes;
    }

private:
    std::ostringstream lines_;
    std::shared_ptr<spdlog::logger> before_;
};

}  // namespace

TEST_CASE_METHOD(LoggedJournal, "blocks that were reserved and not used are nothing to speak of") {
    REQUIRE(commit(unit_about(1)).applied);
    store.reset();
    REQUIRE(fs::file_size(first_segment()) > 1'000'000);
    open();
    CHECK_THAT(said(), Catch::Equals(""));
    store.reset();
    fs::remove_all(options.folder / "index");
    open();
    CHECK_THAT(said(), !Contains("torn") && !Contains("cut off"));
}

TEST_CASE_METHOD(LoggedJournal, "a torn end is told with its place and size") {
    const LogPosition first = commit(unit_about(1)).position;
    store.reset();
    std::uint64_t end = first;
    {
        std::ifstream file(first_segment(), std::ios::binary);
        const std::string bytes((std::istreambuf_iterator<char>(file)), {});
        end = (bytes.find_last_not_of('\0') + 8) / 8 * 8;
    }
    write_at(end, std::string(100, 'x'));
    open();
    CHECK_THAT(said(), Contains("warning the journal's log has a torn end: 100 bytes from " + std::to_string(end)));
    CHECK(store->history(1).value().size() == 1);
    reopen();
    CHECK_THAT(said(), Catch::Equals(""));
}

TEST_CASE_METHOD(LoggedJournal, "damage in what is indexed already is told by the start, and the rest can be read") {
    const LogPosition first = commit(unit_about(1)).position;
    REQUIRE(commit(unit_about(2)).applied);
    store.reset();
    flip_byte(first_segment(), first + 60);
    open();
    CHECK_THAT(said(), Contains("error " + first_segment().string() + " at byte " + std::to_string(first) +
                                ": the journal is damaged: ") &&
                           Contains("crossdock journal verify") && Contains("(journal.damaged)"));
    CHECK(store->history(2).value().size() == 1);
    CHECK(store->history(1).error().code == "journal.damaged");
    CHECK(commit(unit_about(3)).applied);
}
