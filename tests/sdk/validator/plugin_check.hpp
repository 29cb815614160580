// Runs crossdock-plugin-check and reads what it says.
#pragma once

#include <string>

namespace crossdock::tests {

struct CheckRun {
    int exit_status = -1;
    std::string output;  // standard output and error

    // Is there a line `WORD  …NAME`, WORD being `ok` or `FAILED`?
    [[nodiscard]] bool has(const std::string& word, const std::string& name) const;
};

CheckRun run_plugin_check(const std::string& arguments);

// The arguments that check a broken plugin; a short deadline for those that hang.
std::string broken_plugin(const std::string& name, int deadline_s = 30);

}  // namespace crossdock::tests
