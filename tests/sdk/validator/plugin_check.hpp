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

enum class Deadline {
    ample,   // nothing should reach it
    reached  // a plugin hangs, once in each of its checks: short, and longer under a sanitizer
};

// The arguments that check a broken plugin.
std::string broken_plugin(const std::string& name, Deadline deadline = Deadline::ample);

// The short deadline, as crossdock-plugin-check tells it.
std::string reached_deadline_ms();

}  // namespace crossdock::tests
