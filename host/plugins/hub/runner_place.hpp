// Where a runner runs: a thread of this process, or a process of its own.
#pragma once

#include <future>

#include "host/base/platform/process.hpp"
#include "host/plugins/runner/runner.hpp"

namespace crossdock::plugins {

// A runner under way. Made and destroyed by the host's threads; `kill` may be called by any.
class RunnerPlace {
public:
    virtual ~RunnerPlace() = default;
    // Ends it by force, where that can be done.
    virtual void kill() = 0;
    [[nodiscard]] virtual bool can_kill() const = 0;
    // Waits until it has ended after it was told to. What hangs is killed, or left behind: a thread cannot be ended.
    virtual void finish(std::int64_t within_ms) = 0;
};

std::unique_ptr<RunnerPlace> run_in_thread(RunnerLink link, std::shared_ptr<LibraryCache> libraries,
                                           const Clock& clock);

// Starts a worker. `ended` is called once, on a thread of its own, with how it ended.
Result<std::unique_ptr<RunnerPlace>> run_in_process(const std::filesystem::path& program, const RunnerLink& link,
                                                    std::function<void(ExitStatus)> ended);

// What a worker reads from its standard input before it begins; it ends when that input does.
std::string worker_input(const RunnerLink& link);
// The other half; empty at a malformed or ended input.
std::optional<RunnerLink> read_worker_input(std::istream& input);

}  // namespace crossdock::plugins
