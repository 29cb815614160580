// The parent: spawns children, watches their deadlines, names what kills them, goes on after it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "options.hpp"
#include "result.hpp"

namespace crossdock::sdk::validator {

struct Outcomes {
    std::vector<CheckResult> results;
    std::string failure;  // why nothing could be checked; empty otherwise
};

// Runs every check; `show` is called with each result as it comes.
Outcomes check_plugin(const Options& options, const std::function<void(const CheckResult&)>& show);

}  // namespace crossdock::sdk::validator
