// Waits for operations and judges their outcomes.
#include "completions.hpp"

#include <algorithm>

namespace crossdock::sdk::validator {

namespace {

void judge(const Outcome& outcome, const std::string& what, Report& report) {
    if (!outcome.begun) {
        report.expect(outcome.status != CROSSDOCK_OK, what + " returns", "it is still running");
        if (outcome.status == CROSSDOCK_FAILED) report.expect_filled(what + ", which was refused,", outcome.error);
        return;
    }
    if (!report.expect(outcome.completed, what + " completes", "it returned OK and never completed")) return;
    const bool known = outcome.status == CROSSDOCK_OK || outcome.status == CROSSDOCK_FAILED ||
                       outcome.status == CROSSDOCK_CANCELLED || outcome.status == CROSSDOCK_NOT_FOUND;
    report.expect(known, what + " completes with OK, FAILED, CANCELLED or, a check, NOT_FOUND",
                  testing::status_name(outcome.status));
    if (outcome.status == CROSSDOCK_FAILED) report.expect_filled(what + ", which failed,", outcome.error);
}

}  // namespace

void expect_completed(Session& session, const std::vector<std::uint64_t>& operations, const std::string& what,
                      const Options& options, Report& report) {
    std::uint32_t left_ms = options.deadline_ms / 2;
    for (const std::uint64_t operation : operations) {
        const Outcome outcome = session.adapter.finish(operation, left_ms);
        judge(outcome, what, report);
        const bool ended = outcome.completed || (!outcome.begun && outcome.status != CROSSDOCK_OK);
        if (!ended) left_ms = 1;
    }
}

void expect_completed_by_stop(Session& session, const std::vector<std::uint64_t>& operations, const std::string& what,
                              const Options& options, Report& report) {
    report.expect_status("stop while " + what + " is pending", session.adapter.stop(), CROSSDOCK_OK);
    expect_completed(session, operations, what + " that was pending at stop", options, report);
}

}  // namespace crossdock::sdk::validator
