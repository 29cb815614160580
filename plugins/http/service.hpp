// The service that calls operations of a server which speaks JSON over HTTP.
#pragma once

#include <crossdock/cpp/service.hpp>

#include <map>
#include <memory>
#include <string>

#include "plugins/http/client.hpp"
#include "plugins/http/operation_line.hpp"

namespace crossdock::http {

// Operation: a call is one request, with the request document as its body unless the method has none, and the
// Idempotency-Key of the call; the response's JSON is the response document. An answer without a body is `{}`.
// Concurrency: lane threads hand over to the client's thread and do not block.
class HttpService final : public sdk::AdapterOf<HttpService, sdk::Service> {
public:
    using AdapterOf::AdapterOf;

    void init() override;
    void start() override;
    void stop() override;
    void call(const crossdock_call& call) override;
    void cancel_call(std::uint64_t operation) override;

private:
    void answered(std::uint64_t operation, Exchange exchange) const;

    std::map<std::string, OperationLine, std::less<>> operations_;
    std::unique_ptr<Client> client_;
};

}  // namespace crossdock::http
