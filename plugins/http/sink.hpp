// The sink that sends deliveries as HTTP requests.
#pragma once

#include <crossdock/cpp/sink.hpp>

#include <memory>
#include <optional>
#include <string>

#include "plugins/http/client.hpp"
#include "plugins/http/path_template.hpp"

namespace crossdock::http {

// Operation: a delivery is one request with the Idempotency-Key of the delivery; its outcome comes when the server
// answered. What the host may rely on is what the site says of the server: `check-path` makes it checkable, else
// `idempotent=yes` idempotent, else at least once. Concurrency: lane threads hand over to the client's thread and do
// not block.
class HttpSink final : public sdk::AdapterOf<HttpSink, sdk::Sink> {
public:
    using AdapterOf::AdapterOf;

    void init() override;
    void start() override;
    void stop() override;
    [[nodiscard]] crossdock_delivery_promise promise() const noexcept override { return promise_; }
    void submit(const crossdock_delivery& delivery) override;
    void check(std::uint64_t operation, std::string_view idempotency_key) override;
    void cancel(std::uint64_t operation) override;

private:
    void delivered(std::uint64_t operation, const Exchange& exchange) const;
    void checked(std::uint64_t operation, const Exchange& exchange) const;

    crossdock_delivery_promise promise_ = CROSSDOCK_AT_LEAST_ONCE;
    std::string method_;
    std::string reference_pointer_;
    std::uint32_t check_timeout_ms_ = 0;
    std::optional<PathTemplate> path_;
    std::optional<PathTemplate> check_path_;
    std::unique_ptr<Client> client_;
};

}  // namespace crossdock::http
