// Results of checks and how they are shown.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace crossdock::sdk::validator {

enum class Verdict { passed, failed, not_applicable };

struct Problem {
    std::string expected;
    std::string found;
};

struct CheckResult {
    std::string name;
    Verdict verdict = Verdict::passed;
    std::vector<Problem> problems{};  // of a failed check
    std::string reason{};             // why it does not apply
};

struct Summary {
    std::size_t passed = 0;
    std::size_t failed = 0;
    std::size_t not_applicable = 0;
};
Summary summarize(const std::vector<CheckResult>& results);

// `ok      NAME`, or `FAILED  NAME` with what was expected and found on lines below.
std::string to_line(const CheckResult& result);
std::string to_line(const Summary& summary);
std::string to_json(std::string_view file, const std::vector<CheckResult>& results);

// Between the child and its parent: fields of a line, separated by tabs.
std::string join_fields(const std::vector<std::string>& fields);
std::vector<std::string> split_fields(std::string_view line);

}  // namespace crossdock::sdk::validator
