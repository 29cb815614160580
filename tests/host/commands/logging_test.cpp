#include <crossdock/ext/log.h>
#include <spdlog/spdlog.h>
#include <catch2/catch.hpp>

#include <chrono>
#include <fstream>
#include <iterator>
#include <thread>

#include "host/base/clock.hpp"
#include "host/commands/logging.hpp"
#include "tests/temporary_folder.hpp"

using namespace crossdock;
using namespace crossdock::commands;
using namespace std::chrono_literals;

namespace {

std::string text_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("a line that is no warning is in the log file soon, for whoever follows it") {
    const TemporaryFolder folder;
    const auto before = spdlog::default_logger();
    site::LogConfig config;
    config.file = "log/host.log";
    REQUIRE(open_log(config, folder.path()).ok());
    spdlog::info("something happened");
    const std::int64_t until = system_clock().steady_ms() + 5'000;
    while (text_of(folder.path() / config.file).empty() && system_clock().steady_ms() < until)
        std::this_thread::sleep_for(20ms);
    CHECK(text_of(folder.path() / config.file).find("info    something happened") != std::string::npos);
    spdlog::shutdown();
    spdlog::set_default_logger(before);
}

TEST_CASE("adapters are told the log level of the site") {
    CHECK(adapter_log_level("trace") == CROSSDOCK_LOG_TRACE);
    CHECK(adapter_log_level("debug") == CROSSDOCK_LOG_DEBUG);
    CHECK(adapter_log_level("info") == CROSSDOCK_LOG_INFO);
    CHECK(adapter_log_level("warning") == CROSSDOCK_LOG_WARNING);
    CHECK(adapter_log_level("error") == CROSSDOCK_LOG_ERROR);
}
