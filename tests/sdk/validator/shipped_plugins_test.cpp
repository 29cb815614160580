// Every plugin that this build ships keeps the contract.
#include <catch2/catch.hpp>

#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/sdk/validator/plugin_check.hpp"

using namespace crossdock::tests;

namespace {

// What crossdock-plugin-check is told where a value made up for a required property would not do; one run each. A
// plugin that is not named here is checked as it is.
const std::map<std::string, std::vector<std::string>> runs = {
    {"file", {"--type file-source", "--type file-sink --config 'name={key}.out'"}},
    {"http",
     {"--type http-source --config port=0 --config path=/orders --config anonymous=yes", "--type http-sink",
      "--type http-service --config 'operation=validate-customer POST /customers/validate safe'"}},
};

// Those that have a test of their own, which may run beside the others.
const std::set<std::string> alone = {"file", "http", "x12"};

// Checks the plugins of this build that are wanted; answers how many.
std::size_t check_shipped(const std::function<bool(const std::string&)>& wanted) {
    std::size_t plugins = 0;
    for (const auto& entry : std::filesystem::directory_iterator(CROSSDOCK_BINARY_DIR "/plugins")) {
        const std::string name = entry.path().stem().string();
        if (entry.path().extension() != ".so" || !wanted(name)) continue;
        ++plugins;
        const auto found = runs.find(name);
        for (const std::string& arguments : found == runs.end() ? std::vector<std::string>{""} : found->second) {
            const CheckRun run = run_plugin_check(entry.path().string() + " --deadline 60 " + arguments);
            INFO(name << " " << arguments << '\n' << run.output);
            CHECK(run.exit_status == 0);
        }
    }
    if (plugins == 0) WARN("this build has no such plugin: nothing was checked");
    return plugins;
}

void check_alone(const std::string& plugin) {
    REQUIRE(alone.contains(plugin));
    CHECK(check_shipped([&](const std::string& name) { return name == plugin; }) <= 1);
}

}  // namespace

TEST_CASE("the shipped file plugin keeps the contract", "[shipped-file]") { check_alone("file"); }
TEST_CASE("the shipped http plugin keeps the contract", "[shipped-http]") { check_alone("http"); }
TEST_CASE("the shipped x12 plugin keeps the contract", "[shipped-x12]") { check_alone("x12"); }
TEST_CASE("every other shipped plugin keeps the contract", "[shipped]") {
    check_shipped([](const std::string& name) { return !alone.contains(name); });
}
