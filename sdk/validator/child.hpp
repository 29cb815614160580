// The child process: loads the plugin, runs checks one after the other, tells the parent about each.
#pragma once

#include <string>
#include <vector>

namespace crossdock::sdk::validator {

// The first argument of a child.
inline constexpr const char* child_argument = "--check-as-child";

// Lines to the parent: `begin NAME DEADLINES needed?`, `problem EXPECTED FOUND`, `done passed|failed|not-applicable
// REASON`; `type NAME INTERFACES` after the library's checks; `end`.
//
// `arguments`: STAGE (`library`, or `type:NAME`), the index of the first check, a folder to write in, the options. Ends
// the process.
[[noreturn]] void run_child(const std::vector<std::string>& arguments);

}  // namespace crossdock::sdk::validator
