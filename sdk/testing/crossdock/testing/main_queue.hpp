// What waits for the adapter's main thread, and the bell that is rung whenever anything in the fake host changes.
#pragma once

#include <crossdock/source.h>
#include <crossdock/testing/answer.hpp>

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <variant>

namespace crossdock::sdk::testing {

struct Receipt {
    crossdock_verdict verdict = CROSSDOCK_ACCEPTED;
    std::string id{};   // empty: the intake makes one up
    ErrorCopy error{};  // of a refusal
};

struct Reply {
    bool complete = true;
    std::string payload{};
    std::string content_type = "application/json";
    ErrorCopy error{};  // code empty: none
    std::string id{};   // empty: that of the receipt
};

struct Woken {
    std::uint64_t reason = 0;
};
struct CreditGiven {
    std::uint32_t messages = 0;
};
struct Committed {
    std::uint64_t message = 0;
    Receipt receipt;
};
struct Replied {
    std::uint64_t message = 0;
    Reply reply;
};
using MainEvent = std::variant<Woken, CreditGiven, Committed, Replied>;

// Safe from any thread.
class MainQueue {
public:
    void post(MainEvent event);
    // The oldest event; empty when none waits.
    std::optional<MainEvent> take();
    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] std::size_t wakes_waiting() const;

    // Rings the bell without an event: an operation completed, a message was opened.
    void ring();
    [[nodiscard]] std::uint64_t rings() const;
    // Waits until the bell has rung more often than `seen`, at most `at_most_ms` of real time.
    void wait_for_ring(std::uint64_t seen, std::uint32_t at_most_ms) const;

private:
    mutable std::mutex mutex_;
    mutable std::condition_variable bell_;
    std::deque<MainEvent> events_;
    std::size_t wakes_ = 0;
    std::uint64_t rings_ = 0;
};

}  // namespace crossdock::sdk::testing
