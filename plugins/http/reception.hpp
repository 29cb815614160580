// What becomes of a request: who sent it, whether it is taken in, and what it is answered.
#pragma once

#include <crossdock/cpp/source.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "plugins/http/response.hpp"
#include "plugins/http/source_settings.hpp"

namespace crossdock::http {

// The header of a request. Borrowed from the connection.
struct RequestHead {
    std::string_view method;
    std::string_view target;
    std::string_view client;  // its address
    std::string_view content_type;
    std::string_view content_encoding;
    std::string_view idempotency_key;
    std::string_view x_api_key;
    std::string_view authorization;
    std::string_view prefer;
    std::string_view trace_parent;
};

// A connection that waits for its answer.
class Waiter {
public:
    Waiter() = default;
    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;
    virtual ~Waiter() = default;
    // [I/O thread]
    virtual void respond(const Response& response) = 0;
};

// Operation: `check` looks at the header before the body is read; `accept` hands a whole request to the host and
// remembers who waits; receipts and replies come from the host's main thread, are collected, and handed over to the I/O
// thread in one go, however many came in a burst. Concurrency: `settle` from the main thread, everything else on the
// I/O thread.
class Reception {
public:
    // `wake` has `hand_over` called on the I/O thread; called from the main thread.
    Reception(const sdk::Host& host, ReceptionSettings settings, std::function<void()> wake);

    // The answer if the request goes no further, because of its header alone. `partner` is who sends it.
    std::optional<Response> check(const RequestHead& head, std::string_view& partner);
    // The answer if there is one at once; otherwise `waiter` gets it later.
    std::optional<Response> accept(const RequestHead& head, std::string_view partner, std::string_view body,
                                   const std::shared_ptr<Waiter>& waiter);
    // A request that was too large, or malformed HTTP: recorded if its sender is known.
    void refuse(std::string_view client, std::string_view code, std::string_view text);

    // [main] The host has decided.
    void settle(std::uint64_t message, const crossdock_receipt& receipt);
    void settle(std::uint64_t message, const crossdock_reply& reply);
    void hand_over();
    // Answers 503 to all who still wait. What they sent is safe if the host committed it.
    void dismiss();
    // Lets go of every connection, once the I/O thread has ended.
    void forget() { waiting_.clear(); }

private:
    struct Waiting {
        std::shared_ptr<Waiter> waiter;
        std::string path;
        bool wants_reply = false;
        bool preferred = false;  // the client asked for the reply
        std::uint32_t wait_ms = 0;
    };
    // What the host said of a message, copied out of its call.
    struct Settled {
        std::uint64_t message = 0;
        bool is_reply = false;
        crossdock_verdict verdict = 0;
        bool complete = false;
        std::string id;
        std::string payload;
        std::string content_type;
        std::optional<sdk::Failure> error;
    };

    void add(Settled settled);
    void answer(const Settled& settled);
    [[nodiscard]] Response answer_receipt(const Waiting& waiting, const Settled& settled) const;
    [[nodiscard]] Response answer_reply(const Waiting& waiting, const Settled& settled) const;
    [[nodiscard]] Response accepted(const Waiting& waiting, std::string_view id) const;
    [[nodiscard]] std::optional<Response> check_body(const RequestHead& head, std::string_view body);
    [[nodiscard]] bool knows_path(std::string_view target) const noexcept;
    [[nodiscard]] std::uint32_t reply_wait_ms(const RequestHead& head, bool& preferred) const noexcept;
    [[nodiscard]] Response unauthorised(const RequestHead& head);

    const sdk::Host* host_;
    ReceptionSettings settings_;
    std::function<void()> wake_;
    std::unordered_map<std::uint64_t, Waiting> waiting_;
    std::int64_t wrong_key_logged_at_ms_ = 0;
    std::uint64_t wrong_keys_ = 0;

    std::mutex mutex_;
    std::vector<Settled> settled_;
    std::vector<Settled> handed_over_;
};

}  // namespace crossdock::http
