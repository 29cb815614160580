#include "host/service/readiness.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <charconv>
#include <string_view>

namespace crossdock::service {

namespace asio = boost::asio;
using asio::ip::tcp;

struct ReadinessEndpoint::Io {
    asio::io_context context;
    tcp::acceptor acceptor{context};

    // One exchange; owns itself through the handlers.
    struct Exchange : std::enable_shared_from_this<Exchange> {
        Exchange(tcp::socket accepted, const std::atomic<const char*>& state)
            : socket(std::move(accepted)), state_(state) {}
        void run() {
            socket.async_read_some(asio::buffer(request),
                                   [self = shared_from_this()](const boost::system::error_code& failure, std::size_t) {
                                       if (!failure) self->answer();
                                   });
        }
        void answer() {
            const std::string_view state = state_.load();
            response = fmt::format(
                "HTTP/1.1 {}\r\nContent-Type: text/plain\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}\n",
                state == "ready" ? "200 OK" : "503 Service Unavailable", state.size() + 1, state);
            asio::async_write(socket, asio::buffer(response),
                              [self = shared_from_this()](const boost::system::error_code&, std::size_t) {
                                  boost::system::error_code ignored;
                                  self->socket.shutdown(tcp::socket::shutdown_both, ignored);
                              });
        }
        tcp::socket socket;
        const std::atomic<const char*>& state_;
        std::array<char, 2048> request{};
        std::string response;
    };

    void accept(const std::atomic<const char*>& state) {
        acceptor.async_accept([this, &state](const boost::system::error_code& failure, tcp::socket socket) {
            if (failure == asio::error::operation_aborted) return;
            if (!failure) std::make_shared<Exchange>(std::move(socket), state)->run();
            accept(state);
        });
    }
};

ReadinessEndpoint::ReadinessEndpoint() : io_(std::make_unique<Io>()) {}

namespace {

Error cannot_listen(const std::string& address, const std::string& why) {
    return {"service.readiness", ErrorClass::configuration,
            fmt::format("the readiness endpoint cannot listen on {}: {}", address, why)};
}

Result<tcp::endpoint> endpoint_of(const std::string& address) {
    const auto colon = address.rfind(':');
    const char* const end = address.data() + address.size();
    std::uint16_t port = 0;
    if (colon == std::string::npos)
        return cannot_listen(address, "the port is missing; write host:port, such as 127.0.0.1:8079");
    const auto [parsed, failed] = std::from_chars(address.data() + colon + 1, end, port);
    if (failed != std::errc{} || parsed != end || port == 0)
        return cannot_listen(address,
                             "the port must be a number from 1 to 65535; write host:port, such as "
                             "127.0.0.1:8079");
    std::string host = address.substr(0, colon);
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
    if (host == "localhost") host = "127.0.0.1";
    boost::system::error_code failure;
    const auto ip = asio::ip::make_address(host, failure);
    if (failure)
        return cannot_listen(address,
                             fmt::format("'{}' is no IP address; write host:port, such as 127.0.0.1:8079", host));
    return tcp::endpoint(ip, port);
}

boost::system::error_code bind(tcp::acceptor& acceptor, const tcp::endpoint& where) {
    boost::system::error_code failure;
    acceptor.open(where.protocol(), failure);
    if (!failure) acceptor.set_option(tcp::acceptor::reuse_address(true), failure);
    if (!failure) acceptor.bind(where, failure);
    return failure;
}

}  // namespace

Result<std::unique_ptr<ReadinessEndpoint>> ReadinessEndpoint::listen(const std::string& address) {
    CROSSDOCK_TRY_ASSIGN(const tcp::endpoint where, endpoint_of(address));
    std::unique_ptr<ReadinessEndpoint> endpoint(new ReadinessEndpoint);
    tcp::acceptor& acceptor = endpoint->io_->acceptor;
    boost::system::error_code failure = bind(acceptor, where);
    if (!failure) acceptor.listen(asio::socket_base::max_listen_connections, failure);
    if (failure == asio::error::address_in_use)
        return cannot_listen(address,
                             "another program has it, perhaps another site's host; stop that one, or give this site an "
                             "address of its own");
    if (failure) return cannot_listen(address, failure.message());
    endpoint->io_->accept(endpoint->state_);
    endpoint->thread_ = std::thread([io = endpoint->io_.get()] { io->context.run(); });
    return endpoint;
}

Status ReadinessEndpoint::check(const std::string& address) {
    if (address.empty()) return {};
    CROSSDOCK_TRY_ASSIGN(const tcp::endpoint where, endpoint_of(address));
    asio::io_context context;
    tcp::acceptor acceptor{context};
    // Any port: a host that runs has the one.
    if (const auto failure = bind(acceptor, {where.address(), 0})) return cannot_listen(address, failure.message());
    return {};
}

ReadinessEndpoint::~ReadinessEndpoint() {
    io_->context.stop();
    if (thread_.joinable()) thread_.join();
}

}  // namespace crossdock::service
