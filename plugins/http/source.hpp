// The source that takes messages in over HTTP.
#pragma once

#include <crossdock/cpp/source.hpp>

#include <memory>

#include "plugins/http/reception.hpp"
#include "plugins/http/server.hpp"

namespace crossdock::http {

// Operation: a POST becomes a message; the answer is written once the host has decided: 202 (durable), 200 (known, or
// with the reply), 4xx or 503. Concurrency: requests on the server's I/O thread, which opens, writes and commits;
// receipts arrive on the main thread and go to the I/O thread in bursts.
// Limitations: when it is stopped before a receipt came, the client is told 503 and asks again with its
// Idempotency-Key.
class HttpSource final : public sdk::AdapterOf<HttpSource, sdk::Source> {
public:
    using AdapterOf::AdapterOf;

    void init() override;
    void start() override;
    void stop() override;
    [[nodiscard]] std::uint32_t source_flags() const noexcept override { return CROSSDOCK_SOURCE_LISTENS; }
    void credit(std::uint32_t /*messages*/) override {}
    void committed(std::uint64_t message, const crossdock_receipt& receipt) override;
    void reply(std::uint64_t message, const crossdock_reply& reply) override;

    // 0 unless started.
    [[nodiscard]] std::uint16_t port() const noexcept { return server_ ? server_->port() : 0; }

private:
    std::unique_ptr<Reception> reception_;
    std::unique_ptr<Server> server_;
};

}  // namespace crossdock::http
