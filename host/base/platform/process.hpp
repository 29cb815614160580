// Child processes.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "host/base/result.hpp"

namespace crossdock {

struct SpawnOptions {
    std::filesystem::path program;
    std::vector<std::string> arguments;  // without the program's name
    bool capture_output = false;         // its standard output; else it shares ours. Standard error is always shared
};

struct ExitStatus {
    int code = 0;    // when it ended by itself
    int signal = 0;  // when it was killed: which signal; 0 otherwise
    [[nodiscard]] bool ok() const { return code == 0 && signal == 0; }
};

// `exit code 3`, `killed by signal 11`.
std::string describe(const ExitStatus& status);

// A child that reads what we write to its standard input, and sees that end when we end: so it can die with us. It has
// a process group of its own (signals from the terminal do not reach it) and none of our files and sockets.
// Destroying it kills it when it still runs. `kill` may be called by any thread; all else by one at a time.
class ChildProcess {
public:
    // Code `process.cannot-start`.
    static Result<std::unique_ptr<ChildProcess>> spawn(const SpawnOptions& options);
    virtual ~ChildProcess() = default;

    [[nodiscard]] virtual std::int64_t id() const = 0;
    // Code `process.gone` when it no longer reads.
    virtual Status write_input(std::string_view text) = 0;
    virtual void close_input() = 0;
    // All that it writes until it closes its output; waits for that.
    virtual std::string read_output() = 0;
    // Waits for its end. Once.
    virtual ExitStatus wait() = 0;
    virtual void kill() = 0;
};

}  // namespace crossdock
