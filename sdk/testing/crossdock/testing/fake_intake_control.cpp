// What a test sets on the intake and asks of it.
#include <crossdock/testing/fake_intake.hpp>

namespace crossdock::sdk::testing {

void FakeIntake::grant(std::uint32_t messages) {
    const std::lock_guard lock(mutex_);
    credit_ += messages;
    queue_.post(CreditGiven{messages});
}

void FakeIntake::replenish(bool on) {
    const std::lock_guard lock(mutex_);
    replenish_ = on;
}

std::uint32_t FakeIntake::credit() const {
    const std::lock_guard lock(mutex_);
    return credit_;
}

void FakeIntake::decide(std::function<Receipt(const ReceivedMessage&)> decision) {
    const std::lock_guard lock(mutex_);
    decision_ = std::move(decision);
}

void FakeIntake::reply_with(std::function<Reply(const ReceivedMessage&)> answer) {
    const std::lock_guard lock(mutex_);
    answer_ = std::move(answer);
}

void FakeIntake::reply(std::uint64_t message, Reply reply) {
    const std::lock_guard lock(mutex_);
    const auto found = messages_.find(message);
    if (found == messages_.end()) return;
    if (reply.id.empty()) reply.id = found->second.receipt.id;
    found->second.replied = true;
    queue_.post(Replied{message, std::move(reply)});
}

void FakeIntake::hold_verdicts() {
    const std::lock_guard lock(mutex_);
    holds_ = true;
}

void FakeIntake::release_verdicts() {
    const std::lock_guard lock(mutex_);
    holds_ = false;
    for (const std::uint64_t number : std::exchange(held_, {})) settle(messages_.at(number));
}

void FakeIntake::fail_next_open(ErrorCopy error) {
    const std::lock_guard lock(mutex_);
    open_errors_.push_back(std::move(error));
}

void FakeIntake::fail_next_write(ErrorCopy error) {
    const std::lock_guard lock(mutex_);
    write_errors_.push_back(std::move(error));
}

void FakeIntake::fail_next_commit(ErrorCopy error) {
    const std::lock_guard lock(mutex_);
    commit_errors_.push_back(std::move(error));
}

std::vector<ReceivedMessage> FakeIntake::messages() const {
    const std::lock_guard lock(mutex_);
    std::vector<ReceivedMessage> all;
    for (const auto& [number, message] : messages_) all.push_back(message);
    return all;
}

std::vector<Refusal> FakeIntake::refusals() const {
    const std::lock_guard lock(mutex_);
    return refusals_;
}

std::size_t FakeIntake::open_messages() const {
    const std::lock_guard lock(mutex_);
    std::size_t count = 0;
    for (const auto& [number, message] : messages_) count += message.state == MessageState::open ? 1 : 0;
    return count;
}

std::size_t FakeIntake::replies_owed() const {
    const std::lock_guard lock(mutex_);
    std::size_t count = 0;
    for (const auto& [number, message] : messages_) {
        const bool taken = message.state == MessageState::settled && message.receipt.verdict != CROSSDOCK_REFUSED;
        count += taken && message.reply_timeout_ms != 0 && !message.replied ? 1 : 0;
    }
    return count;
}

std::vector<std::string> FakeIntake::misuses() const {
    const std::lock_guard lock(mutex_);
    return misuses_;
}

}  // namespace crossdock::sdk::testing
