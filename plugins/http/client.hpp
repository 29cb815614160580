// Requests of ours, many at a time, on one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/http/client_settings.hpp"

namespace crossdock::http {

struct Request {
    std::uint64_t operation = 0;
    std::string method;
    std::string path;  // with its query, percent-encoded; after the settings' URL
    std::vector<std::string> fields;
    std::string_view body{};  // borrowed until the exchange ends
    bool has_body = true;
    std::uint32_t deadline_ms = 0;  // from now; 0: none
};

// How an exchange ended.
struct Exchange {
    enum class End { answered, timed_out, unreachable, not_trusted, bad_request, too_large, cancelled };
    End end = End::answered;
    long status = 0;
    std::string body;
    std::string retry_after;
    std::string location;
    std::string trouble;  // what happened unless answered
};

// Operation: one thread drives all transfers through libcurl's multi interface, so that an operation costs no thread,
// connections are shared by the whole adapter, and a cancel takes effect at once. `done` runs on that thread, once for
// each request, after libcurl let go of the body. Concurrency: any thread.
class Client {
public:
    explicit Client(ClientSettings settings);
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;
    ~Client();

    // Throws a Failure when the client has stopped.
    void begin(Request request, std::function<void(Exchange)> done);
    // Gives an operation up; nothing happens when it has ended.
    void cancel(std::uint64_t operation);
    // Lets what is under way end for `grace_ms`, cancels the rest, and joins the thread.
    void stop(std::int64_t grace_ms);

private:
    class Loop;
    std::unique_ptr<Loop> loop_;
};

}  // namespace crossdock::http
