// crossdock-plugin-check: does a plugin keep the contract of the plugin ABI?
#include <cstdio>
#include <exception>
#include <filesystem>

#include "child.hpp"
#include "supervisor.hpp"

namespace {

using namespace crossdock::sdk::validator;

int fail(const std::string& why) {
    std::fprintf(stderr, "crossdock-plugin-check: %s\n", why.c_str());
    return 2;
}

int run(const std::vector<std::string>& arguments) {
    Options options;
    std::string problem;
    if (!parse_options(arguments, options, problem)) return fail(problem + " (see --help)");
    if (options.help) {
        std::fputs(help_text, stdout);
        return 0;
    }
    for (const std::string& file : options.samples)
        if (!std::filesystem::is_regular_file(file)) return fail("there is no file " + file);
    if (!std::filesystem::is_regular_file(options.file)) return fail("there is no file " + options.file);

    const Outcomes outcomes = check_plugin(options, [&](const CheckResult& result) {
        if (options.json) return;
        std::fputs(to_line(result).c_str(), stdout);
        std::fflush(stdout);
    });
    if (!outcomes.failure.empty()) return fail(outcomes.failure);
    const Summary summary = summarize(outcomes.results);
    std::fputs(options.json ? to_json(options.file, outcomes.results).c_str() : to_line(summary).c_str(), stdout);
    return summary.failed == 0 && summary.passed > 0 ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
    try {
        const std::vector<std::string> arguments(words + 1, words + count);
        if (!arguments.empty() && arguments.front() == child_argument)
            run_child({arguments.begin() + 1, arguments.end()});
        return run(arguments);
    } catch (const std::exception& exception) {
        return fail(exception.what());
    }
}
