// Every broken plugin is named by the check that is about its fault, and survived.
#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "tests/sdk/validator/plugin_check.hpp"

using namespace crossdock::tests;

namespace {

struct Broken {
    const char* plugin;
    const char* check;
    const char* found;
    Deadline deadline = Deadline::ample;
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
    {"hangs_in_start", "life: init and start answer OK", "it hangs: no answer within ", Deadline::reached},
    {"silent_failure", "life: init and start answer OK", "expected: start sets the error's text for a person"},
    {"ignores_order", "life: calls out of order answer BAD_STATE", "expected: a second init answers BAD_STATE"},
    {"crashes_in_submit", "sink: every delivery completes exactly once", "the plugin crashed with"},
    {"hangs_in_submit", "sink: every delivery completes exactly once", "it hangs", Deadline::reached},
    {"completes_twice", "sink: every delivery completes exactly once", "operation 1 was completed twice"},
    {"never_completes", "sink: every delivery completes exactly once", "it returned OK and never completed",
     Deadline::reached},
    {"never_completes", "sink: stop completes what is pending", "it returned OK and never completed",
     Deadline::reached},
    {"wrong_thread", "sink: every delivery completes exactly once", "checkpoint.save is [main]"},
    {"leaks_buffers", "life: start and stop alternate", "2 buffer(s) never released"},
    {"leaks_threads", "left over: threads and handles", "expected: "},
    {"leaks_handles", "left over: threads and handles", "open handle(s), as before create"},
    {"leaks_memory", "left over: memory does not grow", "bytes a cycle"},
    {"source_no_credit", "source: its table is whole", "expected: the source has credit"},
    {"source_no_poll", "source: its table is whole", "expected: a source that polls has poll"},
    {"source_writes_unopened", "source: it takes every verdict", "4711"},
    {"source_leaves_open", "source: it takes every verdict", "3 message(s) neither committed nor abandoned"},
    {"source_no_reply", "source: it takes every verdict", "asked for a reply but the source has no `reply`"},
    {"source_throws_in_poll", "source: it takes every verdict", "thrown across the ABI"},
    {"source_crashes_when_refused", "source: it takes every verdict", "the plugin crashed with"},
    {"source_hangs_in_poll", "source: it takes every verdict", "it hangs", Deadline::reached},
    {"source_silent_failure", "source: it takes every verdict",
     "poll, which answers FAILED, sets the error's text for a person"},
    {"service_no_call", "service: its table is whole", "expected: the service has operation_count"},
    {"service_no_operations", "service: its operations are well declared", "expected: at least one operation"},
    {"service_same_name", "service: its operations are well declared", "expected: operation names are unique"},
    {"service_unknown_undo", "service: its operations are well declared", "no-such-operation"},
    {"service_takes_any_name", "service: every call completes exactly once", "that is not declared is refused"},
    {"service_completes_twice", "service: every call completes exactly once", "operation 1 was completed twice"},
    {"service_never_completes", "service: every call completes exactly once", "it returned OK and never completed",
     Deadline::reached},
    {"service_never_completes", "service: stop completes what is pending", "it returned OK and never completed",
     Deadline::reached},
    {"service_crashes_in_call", "service: every call completes exactly once", "the plugin crashed with"},
    {"service_hangs_in_call", "service: every call completes exactly once", "it hangs", Deadline::reached},
    {"service_silent_failure", "service: every call completes exactly once", "sets the error's text for a person"},
    {"service_throws_in_call", "service: every call completes exactly once", "the plugin crashed with"},
    {"format_no_decode", "format: its table is whole", "expected: the format has every function"},
    {"format_too_sure", "format: probe answers 0 to 100 for any bytes", "found:    200"},
    {"format_slice_outside", "format: a split survives hostile bytes", "expected: a slice lies inside the payload"},
    {"format_slice_again", "format: a split survives hostile bytes",
     "envelopes and slices come in the order in which they lie"},
    {"format_slot_ordinal", "format: encode and assemble survive every document", "begin at 0 and leave none out"},
    {"format_counts_pieces", "format: a split is the same in pieces of any size", "are the same in pieces of"},
    {"format_ends_nothing", "format: trailers end an interchange, or are not supported",
     "a transaction with its headers and trailers is an interchange"},
    {"format_crashes_in_split", "format: a split survives hostile bytes", "the plugin crashed with"},
    {"format_keeps_abandoned", "format: a split can be abandoned", "expected: split_abandon frees its state"},
    {"format_open_tape", "format: decode writes a well-formed tape", "group(s) are never closed"},
    {"format_remembers", "format: four threads at once do not disturb each other", "something else"},
    {"format_silent_failure", "format: decode writes a well-formed tape", "sets the error's text for a person"},
    {"format_hangs_in_decode", "format: decode writes a well-formed tape", "it hangs", Deadline::reached},
    {"service_throws_in_cancel", "service: a cancelled call completes", "thrown across the ABI", Deadline::reached},
    {"format_throws_in_decode", "format: decode writes a well-formed tape", "thrown across the ABI"},
    {"format_forgets_room", "format: encode and assemble survive a full output", "into too small an output fails"},
};

// One for each interface; broken plugins differ from them in one thing.
const char* const right[] = {"right", "source_right", "service_right", "format_right"};

// Concerns, each a test of its own that may run beside the others, and what their checks begin with.
const std::map<std::string, std::set<std::string>> concerns = {
    {"library", {"library", "entry", "factory", "properties"}},
    {"life", {"life", "left over"}},
    {"sink", {"sink"}},
    {"source", {"source"}},
    {"service", {"service"}},
    {"format", {"format"}},
};

bool is_about(const Broken& broken, const std::string& concern) {
    const std::string check = broken.check;
    return concerns.at(concern).contains(check.substr(0, check.find(':')));
}

// Each broken plugin is named by the check of its fault, and survived.
void check_broken(const std::string& concern) {
    std::map<std::string, CheckRun> runs;  // by plugin; some have two faults
    for (const Broken& broken : all) {
        if (!is_about(broken, concern)) continue;
        auto found = runs.find(broken.plugin);
        if (found == runs.end())
            found = runs.emplace(broken.plugin, run_plugin_check(broken_plugin(broken.plugin, broken.deadline))).first;
        const CheckRun& run = found->second;
        INFO(broken.plugin << '\n' << run.output);
        CHECK(run.exit_status == 1);
        CHECK(run.has("FAILED", broken.check));
        std::string expected = broken.found;
        if (expected.ends_with("no answer within ")) expected += reached_deadline_ms();
        CHECK(run.output.find(expected) != std::string::npos);
        CHECK(run.output.find(" failed") != std::string::npos);
    }
    CHECK_FALSE(runs.empty());
}

}  // namespace

TEST_CASE("broken libraries are named by their fault, and survived", "[library]") { check_broken("library"); }
TEST_CASE("broken lives are named by their fault, and survived", "[life]") { check_broken("life"); }
TEST_CASE("broken sinks are named by their fault, and survived", "[sink]") { check_broken("sink"); }
TEST_CASE("broken sources are named by their fault, and survived", "[source]") { check_broken("source"); }
TEST_CASE("broken services are named by their fault, and survived", "[service]") { check_broken("service"); }
TEST_CASE("broken formats are named by their fault, and survived", "[format]") { check_broken("format"); }

TEST_CASE("every broken plugin is the concern of one test") {
    for (const Broken& broken : all) {
        INFO(broken.plugin << ": " << broken.check);
        CHECK(std::count_if(concerns.begin(), concerns.end(),
                            [&](const auto& concern) { return is_about(broken, concern.first); }) == 1);
    }
}

TEST_CASE("every broken plugin of the folder is in this test") {
    std::set<std::string> known(std::begin(right), std::end(right));
    for (const Broken& broken : all) known.insert(broken.plugin);
    for (const auto& entry : std::filesystem::directory_iterator(CROSSDOCK_BINARY_DIR "/tests/broken-plugins"))
        if (entry.path().extension() == ".so") CHECK(known.contains(entry.path().stem().string()));
}

TEST_CASE("the frame of the broken plugins has no other fault") {
    for (const char* plugin : right) {
        const CheckRun run = run_plugin_check(broken_plugin(plugin));
        INFO(plugin << '\n' << run.output);
        CHECK(run.exit_status == 0);
    }
}

TEST_CASE("after a crash the checks go on in a new process") {
    const CheckRun run = run_plugin_check(broken_plugin("crashes_in_submit"));
    INFO(run.output);
    CHECK(run.has("FAILED", "sink: every delivery completes exactly once"));
    CHECK(run.has("FAILED", "sink: deliveries at once complete"));
    CHECK(run.has("ok", "left over: threads and handles are gone after destroy"));
}
