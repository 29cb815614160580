// The listening side: sockets, TLS and HTTP/1.1 on one thread.
#pragma once

#include <cstdint>
#include <memory>

#include "plugins/http/reception.hpp"

namespace crossdock::http {

// Operation: accepts connections, reads one request of a connection at a time, has the reception answer it, and reads
// on only after the answer was written; so pipelined requests are answered in order and a client that does not read is
// not read from. A sweep four times a second closes what is overdue. Concurrency: one I/O thread, on which everything
// of the reception runs; `wake` from any thread, the rest from the adapter's main thread.
// Limitations: HTTP/1.0 and 1.1; a body is held in memory up to the limit.
class Server {
public:
    Server(const sdk::Host& host, ServerSettings settings);
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    ~Server();

    // Throws a Failure when certificate and key are no pair that can be used.
    void check() const;
    // Listens and serves from here on; throws a Failure when the address cannot be had. `reception` outlives `stop`.
    void start(Reception& reception);
    // Has `reception.hand_over` called on the I/O thread.
    void wake();
    // Takes nothing new, answers what was handed over, dismisses who still waits, and returns when every answer is
    // written or `deadline_ms` is over.
    void stop(std::int64_t deadline_ms);
    [[nodiscard]] std::uint16_t port() const noexcept;

private:
    class Listener;
    const sdk::Host* host_;
    ServerSettings settings_;
    std::unique_ptr<Listener> listener_;
};

}  // namespace crossdock::http
