// What a check says about what it found.
#pragma once

#include <crossdock/testing/answer.hpp>

#include <string>
#include <vector>

#include "result.hpp"

namespace crossdock::sdk::validator {

using testing::Answer;
using testing::ErrorCopy;

// One for each check; used by one thread. The same problem is kept once, and after the first few the rest are dropped.
class Report {
public:
    void problem(std::string expected, std::string found);
    void not_applicable(std::string reason) { reason_ = std::move(reason); }

    // Each answers whether it held; if not, a problem is reported. `what` begins the sentence.
    bool expect(bool condition, const std::string& expected, const std::string& found) {
        if (!condition) problem(expected, found);
        return condition;
    }
    bool expect_status(const std::string& what, const Answer& answer, crossdock_status wanted);
    // An error that came with FAILED: its class is one of the ABI's, its code dotted, its text there.
    bool expect_filled(const std::string& what, const ErrorCopy& error);
    // OK, or FAILED with a filled error.
    bool expect_decided(const std::string& what, const Answer& answer);

    [[nodiscard]] CheckResult result(std::string name) const;
    [[nodiscard]] bool clean() const noexcept { return problems_.empty(); }

private:
    std::vector<Problem> problems_;
    std::string reason_;
};

// `OK`, or `FAILED (class 3, file.not-found: there is no such file)`.
std::string describe(const Answer& answer);

}  // namespace crossdock::sdk::validator
