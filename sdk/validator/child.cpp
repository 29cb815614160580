// What runs in the child.
#include "child.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <exception>

#include "checks.hpp"
#include "platform.hpp"

namespace crossdock::sdk::validator {

namespace {

void tell(const std::vector<std::string>& fields) { write_line_to_parent(join_fields(fields)); }

Report run_guarded(const Check& check, Subject& subject) {
    Report report;
    try {
        check.run(subject, report);
    } catch (const std::exception& exception) {
        report.problem("no C++ exception leaves a function of the ABI", exception.what());
    } catch (...) {
        report.problem("no C++ exception leaves a function of the ABI", "something unknown was thrown");
    }
    return report;
}

// False when later checks make no sense.
bool run(const Check& check, Subject& subject) {
    tell({"begin", check.name, std::to_string(check.deadlines), check.needed ? "needed" : ""});
    const CheckResult result = run_guarded(check, subject).result(check.name);
    for (const Problem& problem : result.problems) tell({"problem", problem.expected, problem.found});
    if (result.verdict == Verdict::not_applicable)
        tell({"done", "not-applicable", result.reason});
    else
        tell({"done", result.verdict == Verdict::passed ? "passed" : "failed"});
    return result.verdict != Verdict::failed || !check.needed;
}

// What the library's checks found, without telling of those before `end` again.
void repeat_needed(Subject& subject, std::size_t end) {
    Report ignored;
    for (const Check& check : library_checks().first(end))
        if (check.needed) check.run(subject, ignored);
}

void check_library(Subject& subject, std::size_t first) {
    repeat_needed(subject, first);
    for (const Check& check : library_checks().subspan(first))
        if (!run(check, subject)) return;
    for (std::uint64_t index = 0; index < subject.factory->type_count(); ++index) {
        const crossdock_adapter_type* type = subject.factory->type_at(index);
        tell({"type", type->name, std::to_string(type->interfaces)});
    }
    subject.entry->deinit();
}

bool load(Subject& subject, const std::string& type_name) {
    repeat_needed(subject, library_checks().size());
    for (std::uint64_t index = 0; index < subject.factory->type_count(); ++index)
        if (subject.factory->type_at(index)->name == type_name) subject.type = subject.factory->type_at(index);
    return subject.type != nullptr;
}

void check_type(Subject& subject, const std::string& type_name, std::size_t first) {
    if (!load(subject, type_name)) return;
    const std::vector<Check> checks = checks_for(subject.type->interfaces);
    for (std::size_t index = first; index < checks.size(); ++index)
        if (!run(checks[index], subject)) return;
    subject.entry->deinit();
}

}  // namespace

void run_child(const std::vector<std::string>& arguments) {
    end_with_parent();
    Subject subject;
    std::string problem;
    std::size_t first = 0;
    const bool parsed =
        arguments.size() > 3 && parse_options({arguments.begin() + 3, arguments.end()}, subject.options, problem) &&
        std::from_chars(arguments[1].data(), arguments[1].data() + arguments[1].size(), first).ec == std::errc{};
    if (!parsed) std::_Exit(2);
    subject.scratch = arguments[2];
    if (arguments[0].starts_with("type:"))
        check_type(subject, arguments[0].substr(5), first);
    else
        check_library(subject, std::min(first, library_checks().size()));
    tell({"end"});
    std::_Exit(0);
}

}  // namespace crossdock::sdk::validator
