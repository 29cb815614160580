// Operations under way: their inputs, their one completion, their progress.
#pragma once

#include <crossdock/completion.h>
#include <crossdock/testing/answer.hpp>
#include <crossdock/testing/main_queue.hpp>

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace crossdock::sdk::testing {

// Safe from any thread.
class FakeOperations {
public:
    explicit FakeOperations(MainQueue& queue) : queue_(queue) {}

    // A new operation; what `inputs` holds is freed as soon as it completes, as the contract allows a host to.
    std::uint64_t begin(std::shared_ptr<void> inputs);
    // The adapter refused to begin it: a completion would now be wrong.
    void forget(std::uint64_t operation);
    // The host's clock or a person gave it up: `is_cancelled` answers 1 from now on.
    void mark_cancelled(std::uint64_t operation);

    // Empty while it is pending.
    [[nodiscard]] std::optional<Outcome> outcome(std::uint64_t operation) const;
    [[nodiscard]] std::size_t pending() const;
    // Operations that were completed again, or completed although they were never begun.
    [[nodiscard]] std::vector<std::uint64_t> completed_twice() const;
    [[nodiscard]] std::vector<std::uint64_t> completed_unknown() const;
    // `done` and `total` of the last report.
    [[nodiscard]] std::optional<std::pair<std::uint64_t, std::uint64_t>> progress(std::uint64_t operation) const;

    // The ABI's functions.
    crossdock_status complete(std::uint64_t operation, crossdock_outcome& outcome);
    void report(std::uint64_t operation, std::uint64_t done, std::uint64_t total);
    [[nodiscard]] bool is_cancelled(std::uint64_t operation) const;

private:
    struct Operation {
        std::shared_ptr<void> inputs;
        std::optional<Outcome> outcome;
        std::optional<std::pair<std::uint64_t, std::uint64_t>> progress;
        bool cancelled = false;
    };
    MainQueue& queue_;
    mutable std::mutex mutex_;
    std::map<std::uint64_t, Operation> operations_;
    std::vector<std::uint64_t> twice_;
    std::vector<std::uint64_t> unknown_;
    std::uint64_t last_ = 0;
};

}  // namespace crossdock::sdk::testing
