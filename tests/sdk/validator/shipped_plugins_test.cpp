// Every plugin that this build ships keeps the contract.
#include <catch2/catch.hpp>

#include <filesystem>
#include <map>
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

}  // namespace

TEST_CASE("every shipped plugin keeps the contract") {
    std::size_t plugins = 0;
    for (const auto& entry : std::filesystem::directory_iterator(CROSSDOCK_BINARY_DIR "/plugins")) {
        if (entry.path().extension() != ".so") continue;
        ++plugins;
        const auto found = runs.find(entry.path().stem().string());
        for (const std::string& arguments : found == runs.end() ? std::vector<std::string>{""} : found->second) {
            const CheckRun run = run_plugin_check(entry.path().string() + " --deadline 60 " + arguments);
            INFO(entry.path().stem().string() << " " << arguments << '\n' << run.output);
            CHECK(run.exit_status == 0);
        }
    }
    if (plugins == 0) WARN("this build has no plugins: nothing was checked");
}
