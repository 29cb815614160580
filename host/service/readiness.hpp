// A tiny HTTP endpoint that says whether the host is ready: 200 `ready`, else 503 and why not.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>

#include "host/base/result.hpp"

namespace crossdock::service {

// Answers every request on the address the same way and closes the connection. One thread of its own.
class ReadinessEndpoint {
public:
    // `address` is `host:port`, an IP address (an IPv6 one in brackets) or `localhost`. Error `service.readiness` when
    // it cannot be bound.
    static Result<std::unique_ptr<ReadinessEndpoint>> listen(const std::string& address);
    // Whether `listen` could: the address is written as it should be, and the host is one of this machine. Whether
    // somebody else has the port is not looked at. An empty address is no endpoint and right.
    static Status check(const std::string& address);
    ~ReadinessEndpoint();
    ReadinessEndpoint(const ReadinessEndpoint&) = delete;
    ReadinessEndpoint& operator=(const ReadinessEndpoint&) = delete;

    // Any thread. `state` is a literal: `starting`, `ready`, `disk-low`, `disk-full`, `stopping`.
    void set_state(const char* state) { state_ = state; }

private:
    ReadinessEndpoint();
    struct Io;
    std::unique_ptr<Io> io_;
    std::atomic<const char*> state_{"starting"};
    std::thread thread_;
};

}  // namespace crossdock::service
