// Every broken plugin is named by the check that is about its fault, and survived.
#include <catch2/catch.hpp>

#include <filesystem>
#include <set>

#include "tests/sdk/validator/plugin_check.hpp"

using namespace crossdock::tests;

namespace {

struct Broken {
    const char* plugin;
    const char* check;
    const char* found;
    int deadline_s = 30;
};

const Broken all[] = {
    {"no_entry", "library: it exports the entry and nothing else", "no such symbol"},
    {"extra_symbol", "library: it exports the entry and nothing else", "broken_extra_symbol"},
    {"undefined_symbol", "library: it opens", "broken_missing_function"},
    {"wrong_entry_size", "entry: it answers its table", "found:    16"},
    {"wrong_major", "entry: its ABI version fits", "major 1: build it against this SDK"},
    {"newer_minor", "entry: its ABI version fits", "minor 2: build it against this SDK"},
    {"no_build_id", "entry: it names itself and its build", "found:    NULL"},
    {"no_factory_function", "entry: it has all its functions", "expected: the entry has get_factory"},
    {"no_adapter_factory", "factory: it is there and whole", "found:    NULL"},
    {"duplicate_property", "properties: names are unique", "property 'color' comes twice"},
    {"bad_default", "properties: defaults and allowed values fit", "'purple'"},
    {"no_start", "life: create makes a whole adapter", "expected: the adapter has start"},
    {"wrong_adapter_size", "life: create makes a whole adapter", "found:    24"},
    {"asks_in_create", "life: create makes a whole adapter", "create asked the host for crossdock.log/1"},
    {"throws_in_init", "life: init and start answer OK", "thrown across the ABI"},
    {"crashes_in_init", "life: init and start answer OK", "the plugin crashed with"},
    {"exits_in_init", "life: init and start answer OK", "ended the process with exit code 0"},
    {"hangs_in_start", "life: init and start answer OK", "it hangs: no answer within 2000 ms", 2},
    {"silent_failure", "life: init and start answer OK", "expected: start sets the error's text for a person"},
    {"ignores_order", "life: calls out of order answer BAD_STATE", "expected: a second init answers BAD_STATE"},
    {"crashes_in_submit", "sink: every delivery completes exactly once", "the plugin crashed with"},
    {"hangs_in_submit", "sink: every delivery completes exactly once", "it hangs", 2},
    {"completes_twice", "sink: every delivery completes exactly once", "operation 1 was completed twice"},
    {"never_completes", "sink: every delivery completes exactly once", "it returned OK and never completed", 2},
    {"never_completes", "sink: stop completes what is pending", "it returned OK and never completed", 2},
    {"wrong_thread", "sink: every delivery completes exactly once", "checkpoint.save is [main]"},
    {"leaks_buffers", "life: start and stop alternate", "2 buffer(s) never released"},
    {"leaks_threads", "left over: threads and handles", "expected: "},
    {"leaks_handles", "left over: threads and handles", "open handle(s), as before create"},
    {"leaks_memory", "left over: memory does not grow", "bytes a cycle"},
};

}  // namespace

TEST_CASE("each broken plugin is named by the check of its fault, and survived") {
    for (const Broken& broken : all) {
        const CheckRun run = run_plugin_check(broken_plugin(broken.plugin, broken.deadline_s));
        INFO(broken.plugin << '\n' << run.output);
        CHECK(run.exit_status == 1);
        CHECK(run.has("FAILED", broken.check));
        CHECK(run.output.find(broken.found) != std::string::npos);
        CHECK(run.output.find(" failed") != std::string::npos);
    }
}

TEST_CASE("every broken plugin of the folder is in this test") {
    std::set<std::string> known{"right"};
    for (const Broken& broken : all) known.insert(broken.plugin);
    for (const auto& entry : std::filesystem::directory_iterator(CROSSDOCK_BINARY_DIR "/tests/broken-plugins"))
        if (entry.path().extension() == ".so") CHECK(known.contains(entry.path().stem().string()));
}

TEST_CASE("the frame of the broken plugins has no other fault") {
    const CheckRun run = run_plugin_check(broken_plugin("right"));
    INFO(run.output);
    CHECK(run.exit_status == 0);
}

TEST_CASE("after a crash the checks go on in a new process") {
    const CheckRun run = run_plugin_check(broken_plugin("crashes_in_submit"));
    INFO(run.output);
    CHECK(run.has("FAILED", "sink: every delivery completes exactly once"));
    CHECK(run.has("FAILED", "sink: deliveries at once complete"));
    CHECK(run.has("ok", "left over: threads and handles are gone after destroy"));
}
