// A server whose answers a test writes.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace crossdock::http::testing {

struct SeenRequest {
    std::string head;  // with the request line
    std::string body;
    int connection = 0;

    [[nodiscard]] std::string line() const { return head.substr(0, head.find("\r\n")); }
    [[nodiscard]] bool has(const std::string& text) const { return head.find(text) != std::string::npos; }
};

// Answers on threads of its own, one a connection. An empty answer ends the connection without one.
class ScriptedServer {
public:
    // `certificate` and `private_key` (PEM) make it speak TLS.
    explicit ScriptedServer(std::function<std::string(const SeenRequest&)> answer, const std::string& certificate = "",
                            const std::string& private_key = "");
    ScriptedServer(const ScriptedServer&) = delete;
    ScriptedServer& operator=(const ScriptedServer&) = delete;
    ~ScriptedServer();

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
    [[nodiscard]] std::string url() const;
    [[nodiscard]] std::vector<SeenRequest> requests() const;
    [[nodiscard]] bool stopping() const noexcept { return stopping_; }

private:
    struct Sockets;
    template <typename Stream>
    void serve(Stream& stream, int connection);
    void accept();

    std::function<std::string(const SeenRequest&)> answer_;
    bool tls_;
    std::unique_ptr<Sockets> sockets_;
    std::uint16_t port_ = 0;
    mutable std::mutex mutex_;
    std::vector<SeenRequest> requests_;
    std::atomic<bool> stopping_ = false;
    std::vector<std::thread> connections_;
    std::thread acceptor_;
};

// A whole response with its length.
std::string answer(int status, const std::string& body = "", const std::string& fields = "");

}  // namespace crossdock::http::testing
