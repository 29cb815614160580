// The host's half of a source: what the adapter handed over, and what the host answers to it.
#pragma once

#include <crossdock/source.h>
#include <crossdock/testing/main_queue.hpp>

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace crossdock::sdk::testing {

enum class MessageState { open, awaiting_verdict, settled, abandoned };

struct ReceivedMessage {
    std::uint64_t number = 0;
    MessageState state = MessageState::open;
    std::string payload{};
    std::string dedupe_key{};
    std::string origin{};
    std::string partner{};
    std::string content_type{};
    std::uint32_t reply_timeout_ms = 0;
    std::vector<std::pair<std::string, std::string>> headers{};
    Receipt receipt{};  // once settled
    bool replied = false;
};

struct Refusal {
    std::string origin;
    std::string code;
    std::string text;
};

// Safe from any thread. Left alone it answers as a host does: a message is accepted; the same dedupe key with the same
// bytes is already known, with other bytes refused. Credit is what the test grants, none at first.
class FakeIntake {
public:
    explicit FakeIntake(MainQueue& queue) : queue_(queue) {}

    // Gives the source so many credits and tells it on its main thread.
    void grant(std::uint32_t messages);
    // Whether each settled message gives its credit back at once. Off at first.
    void replenish(bool on);
    [[nodiscard]] std::uint32_t credit() const;

    // Decides every message from now on.
    void decide(std::function<Receipt(const ReceivedMessage&)> decision);
    // Answers the correlated reply of every message from now on. Without it replies wait for `reply`.
    void reply_with(std::function<Reply(const ReceivedMessage&)> answer);
    void reply(std::uint64_t message, Reply reply);
    // Holds verdicts back until they are released, as a slow disk does.
    void hold_verdicts();
    void release_verdicts();
    // The next call of that kind answers FAILED with this error.
    void fail_next_open(ErrorCopy error);
    void fail_next_write(ErrorCopy error);
    void fail_next_commit(ErrorCopy error);

    // All messages in the order they were opened, abandoned ones included.
    [[nodiscard]] std::vector<ReceivedMessage> messages() const;
    [[nodiscard]] std::vector<Refusal> refusals() const;
    // Opened and neither committed nor abandoned.
    [[nodiscard]] std::size_t open_messages() const;
    [[nodiscard]] std::size_t replies_owed() const;
    // Writes to and commits of messages that were not open, a line each.
    [[nodiscard]] std::vector<std::string> misuses() const;

    // The ABI's functions.
    crossdock_status open(std::uint64_t* message, crossdock_error* error);
    crossdock_status write(std::uint64_t message, std::string_view piece, crossdock_error* error);
    crossdock_status commit(std::uint64_t message, const crossdock_commit& commit, crossdock_error* error);
    void abandon(std::uint64_t message);
    void refused(std::string_view origin, std::string_view code, std::string_view text);

private:
    [[nodiscard]] ReceivedMessage* find_open(std::uint64_t message, const char* call, crossdock_error* error);
    [[nodiscard]] Receipt verdict(const ReceivedMessage& message) const;
    void settle(ReceivedMessage& message);

    MainQueue& queue_;
    mutable std::mutex mutex_;
    std::map<std::uint64_t, ReceivedMessage> messages_;
    std::vector<Refusal> refusals_;
    std::vector<std::string> misuses_;
    std::vector<std::uint64_t> held_;
    std::function<Receipt(const ReceivedMessage&)> decision_;
    std::function<Reply(const ReceivedMessage&)> answer_;
    std::vector<ErrorCopy> open_errors_, write_errors_, commit_errors_;
    std::uint32_t credit_ = 0;
    bool replenish_ = false;
    bool holds_ = false;
};

}  // namespace crossdock::sdk::testing
