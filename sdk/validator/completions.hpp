// What sinks and services have in common: operations that end exactly once.
#pragma once

#include <vector>

#include "subject.hpp"

namespace crossdock::sdk::validator {

// Runs until each operation was refused or completed, and reports those that were not and failures that say nothing.
// Half a check's deadline at most.
void expect_completed(Session& session, const std::vector<std::uint64_t>& operations, const std::string& what,
                      const Options& options, Report& report);

// Stops the adapter while the operations are under way; each must have completed when stop has returned and the lane
// is idle.
void expect_completed_by_stop(Session& session, const std::vector<std::uint64_t>& operations, const std::string& what,
                              const Options& options, Report& report);

}  // namespace crossdock::sdk::validator
