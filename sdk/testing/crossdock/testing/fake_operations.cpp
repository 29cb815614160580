// Operations and their completion.
#include <crossdock/cpp/views.hpp>
#include <crossdock/testing/fake_operations.hpp>

namespace crossdock::sdk::testing {

std::uint64_t FakeOperations::begin(std::shared_ptr<void> inputs) {
    const std::lock_guard lock(mutex_);
    operations_[++last_].inputs = std::move(inputs);
    return last_;
}

void FakeOperations::forget(std::uint64_t operation) {
    std::shared_ptr<void> inputs;
    const std::lock_guard lock(mutex_);
    const auto found = operations_.find(operation);
    if (found == operations_.end()) return;
    inputs = std::move(found->second.inputs);
    operations_.erase(found);
}

void FakeOperations::mark_cancelled(std::uint64_t operation) {
    const std::lock_guard lock(mutex_);
    if (const auto found = operations_.find(operation); found != operations_.end()) found->second.cancelled = true;
}

std::optional<Outcome> FakeOperations::outcome(std::uint64_t operation) const {
    const std::lock_guard lock(mutex_);
    const auto found = operations_.find(operation);
    return found == operations_.end() ? std::nullopt : found->second.outcome;
}

std::size_t FakeOperations::pending() const {
    const std::lock_guard lock(mutex_);
    std::size_t count = 0;
    for (const auto& [number, operation] : operations_) count += operation.outcome ? 0 : 1;
    return count;
}

std::vector<std::uint64_t> FakeOperations::completed_twice() const {
    const std::lock_guard lock(mutex_);
    return twice_;
}

std::vector<std::uint64_t> FakeOperations::completed_unknown() const {
    const std::lock_guard lock(mutex_);
    return unknown_;
}

std::optional<std::pair<std::uint64_t, std::uint64_t>> FakeOperations::progress(std::uint64_t operation) const {
    const std::lock_guard lock(mutex_);
    const auto found = operations_.find(operation);
    return found == operations_.end() ? std::nullopt : found->second.progress;
}

crossdock_status FakeOperations::complete(std::uint64_t operation, crossdock_outcome& outcome) {
    const BufferGuard response(outcome.response);
    std::shared_ptr<void> inputs;
    const std::lock_guard lock(mutex_);
    const auto found = operations_.find(operation);
    if (found == operations_.end()) {
        unknown_.push_back(operation);
        return CROSSDOCK_BAD_STATE;
    }
    if (found->second.outcome) {
        twice_.push_back(operation);
        return CROSSDOCK_BAD_STATE;
    }
    Outcome copy;
    copy.begun = true;
    copy.completed = true;
    copy.status = outcome.status;
    copy.reference = text(outcome.reference);
    copy.response = response.bytes();
    copy.error = ErrorCopy::of(outcome.error);
    found->second.outcome = std::move(copy);
    inputs = std::move(found->second.inputs);
    queue_.ring();
    return CROSSDOCK_OK;
}

void FakeOperations::report(std::uint64_t operation, std::uint64_t done, std::uint64_t total) {
    const std::lock_guard lock(mutex_);
    if (const auto found = operations_.find(operation); found != operations_.end())
        found->second.progress = std::pair(done, total);
}

bool FakeOperations::is_cancelled(std::uint64_t operation) const {
    const std::lock_guard lock(mutex_);
    const auto found = operations_.find(operation);
    return found != operations_.end() && found->second.cancelled;
}

}  // namespace crossdock::sdk::testing
