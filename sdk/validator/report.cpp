// Expectations of checks.
#include "report.hpp"

#include <algorithm>

namespace crossdock::sdk::validator {

namespace {

constexpr std::size_t most_problems = 8;

bool is_code(const std::string& code) {
    const bool letters = std::all_of(code.begin(), code.end(), [](char character) {
        return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9') || character == '.' ||
               character == '-';
    });
    return letters && code.find('.') != std::string::npos && code.front() != '.' && code.back() != '.';
}

}  // namespace

std::string describe(const Answer& answer) {
    if (answer.ok()) return "OK";
    std::string text = testing::status_name(answer.status);
    if (answer.error.error_class != CROSSDOCK_ERROR_NONE || !answer.error.code.empty() || !answer.error.text.empty())
        text += " (class " + std::to_string(answer.error.error_class) + ", " + answer.error.code + ": " +
                answer.error.text + ")";
    return text;
}

void Report::problem(std::string expected, std::string found) {
    const bool said = std::any_of(problems_.begin(), problems_.end(), [&](const Problem& problem) {
        return problem.expected == expected && problem.found == found;
    });
    if (!said && problems_.size() < most_problems) problems_.push_back({std::move(expected), std::move(found)});
}

bool Report::expect_status(const std::string& what, const Answer& answer, crossdock_status wanted) {
    return expect(answer.status == wanted, what + " answers " + testing::status_name(wanted), describe(answer));
}

bool Report::expect_filled(const std::string& what, const ErrorCopy& error) {
    bool good = expect(error.error_class >= CROSSDOCK_ERROR_RETRY && error.error_class <= CROSSDOCK_ERROR_CONFIGURATION,
                       what + " sets the error's class, 1 to 5", "class " + std::to_string(error.error_class));
    good &=
        expect(!error.code.empty() && is_code(error.code),
               what + " sets the error's code, dotted and lower case like `file.not-writable`", "'" + error.code + "'");
    good &= expect(!error.text.empty(), what + " sets the error's text for a person", "no text");
    good &= expect(error.code.size() < CROSSDOCK_ERROR_CODE_SIZE && error.text.size() < CROSSDOCK_ERROR_TEXT_SIZE,
                   what + " ends the error's code and text with a zero", "no zero within the array");
    return good;
}

bool Report::expect_decided(const std::string& what, const Answer& answer) {
    if (answer.ok()) return true;
    if (!expect(answer.status == CROSSDOCK_FAILED, what + " answers OK or FAILED", describe(answer))) return false;
    return expect_filled(what + ", which answers FAILED,", answer.error);
}

CheckResult Report::result(std::string name) const {
    if (!problems_.empty()) return {std::move(name), Verdict::failed, problems_, {}};
    if (!reason_.empty()) return {std::move(name), Verdict::not_applicable, {}, reason_};
    return {std::move(name)};
}

}  // namespace crossdock::sdk::validator
