// The program's command line, and plugins that are right.
#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/sdk/validator/plugin_check.hpp"

using namespace crossdock::tests;

namespace {

const std::string good_plugin = CROSSDOCK_BINARY_DIR "/tests/good_c_plugin.so";

}  // namespace

TEST_CASE("a plugin in plain C with all four interfaces passes every check") {
    const std::filesystem::path file = std::filesystem::temp_directory_path() / "crossdock-good-c-plugin.txt";
    std::ofstream(file) << "one\ntwo\n";
    for (const char* type : {"plain-sink", "plain-service", "plain-lines"}) {
        const CheckRun run = run_plugin_check(good_plugin + " --deadline 60 --type " + type);
        INFO(run.output);
        CHECK(run.exit_status == 0);
    }
    const CheckRun source =
        run_plugin_check(good_plugin + " --deadline 60 --type plain-source --config path=" + file.string());
    INFO(source.output);
    CHECK(source.exit_status == 0);
    CHECK(source.has("ok", "plain-source: source: it takes every verdict"));
    std::filesystem::remove(file);
}

TEST_CASE("without --type every type is checked, with values made up for what is required") {
    const CheckRun run = run_plugin_check(good_plugin + " --deadline 60 --cycles 50");
    INFO(run.output);
    CHECK(run.exit_status == 0);
    for (const char* check : {"plain-source: source: without credit it waits", "plain-sink: sink: stop completes",
                              "plain-service: service: every call completes", "plain-lines: format: decode survives"})
        CHECK(run.has("ok", check));
}

TEST_CASE("the check answers JSON with every check and its result") {
    const CheckRun good = run_plugin_check(broken_plugin("right") + " --json");
    CHECK(good.exit_status == 0);
    CHECK(good.output.find("\"failed\":0") != std::string::npos);
    CHECK(good.output.find(R"({"name":"library: it opens","result":"ok"})") != std::string::npos);
    const CheckRun bad = run_plugin_check(broken_plugin("wrong_major") + " --json");
    CHECK(bad.exit_status == 1);
    CHECK(bad.output.find(R"("problems":[{"expected":"ABI major 0","found":"major 1: build it against this SDK"}])") !=
          std::string::npos);
}

TEST_CASE("what cannot be checked ends with status 2 and a reason") {
    const std::pair<const char*, const char*> cases[] = {
        {"", "name the plugin's FILE"},
        {"no/such/file.so", "there is no file no/such/file.so"},
        {"a.so b.so", "one FILE at a time"},
        {"a.so --frobnicate", "there is no option --frobnicate"},
        {"a.so --deadline", "--deadline needs a value"},
        {"a.so --deadline soon", "--deadline takes a number"},
        {"a.so --deadline 0", "--deadline takes a number"},
        {"a.so --deadline 0.", "--deadline takes a number"},
        {"a.so --deadline .5", "--deadline takes a number"},
        {"a.so --deadline -1", "--deadline takes a number"},
        {"a.so --deadline 0.0001", "--deadline takes a number"},
        {"a.so --deadline 1000001", "--deadline takes a number"},
        {"a.so --cycles 0.5", "--cycles takes a number"},
        {"a.so --config name", "--config takes NAME=VALUE"},
    };
    for (const auto& [arguments, reason] : cases) {
        const CheckRun run = run_plugin_check(arguments);
        INFO(run.output);
        CHECK(run.exit_status == 2);
        CHECK(run.output.find(reason) != std::string::npos);
    }
    const CheckRun type = run_plugin_check(good_plugin + " --type no-such-type");
    CHECK(type.exit_status == 2);
    CHECK(type.output.find("the plugin has no adapter type 'no-such-type'") != std::string::npos);
}

TEST_CASE("a file that is no library fails, and so does an unknown property") {
    const CheckRun text = run_plugin_check(CROSSDOCK_SOURCE_DIR "/CMakeLists.txt");
    CHECK(text.exit_status == 1);
    CHECK(text.output.find("neither a 64-bit ELF shared object nor a Windows library") != std::string::npos);
    const CheckRun property = run_plugin_check(good_plugin + " --type plain-service --config colour=red --cycles 10");
    CHECK(property.exit_status == 1);
    CHECK(property.has("FAILED", "properties: those given for this check are declared"));
}

TEST_CASE("a damaged library is refused without a crash") {
    const std::filesystem::path cut = std::filesystem::temp_directory_path() / "crossdock-cut-plugin.so";
    std::ifstream whole(good_plugin, std::ios::binary);
    std::string bytes(std::istreambuf_iterator<char>(whole), {});
    for (const std::size_t size : {std::size_t{20}, std::size_t{64}, bytes.size() / 2}) {
        std::ofstream(cut, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(size));
        CHECK(run_plugin_check(cut.string()).exit_status == 1);
    }
    std::filesystem::remove(cut);
}
