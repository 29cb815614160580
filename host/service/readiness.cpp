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

Result<std::unique_ptr<ReadinessEndpoint>> ReadinessEndpoint::listen(const std::string& address) {
    const auto failed = [&](const std::string& why) {
        return Error{"service.readiness", ErrorClass::configuration,
                     fmt::format("the readiness endpoint cannot listen on {}: {}", address, why)};
    };
    const auto colon = address.rfind(':');
    std::uint16_t port = 0;
    if (colon == std::string::npos ||
        std::from_chars(address.data() + colon + 1, address.data() + address.size(), port).ec != std::errc{})
        return failed("write host:port, such as 127.0.0.1:8079");
    boost::system::error_code failure;
    const auto host = asio::ip::make_address(address.substr(0, colon), failure);
    if (failure) return failed("the host must be an IP address");
    std::unique_ptr<ReadinessEndpoint> endpoint(new ReadinessEndpoint);
    const tcp::endpoint where(host, port);
    tcp::acceptor& acceptor = endpoint->io_->acceptor;
    acceptor.open(where.protocol(), failure);
    if (!failure) acceptor.set_option(tcp::acceptor::reuse_address(true), failure);
    if (!failure) acceptor.bind(where, failure);
    if (!failure) acceptor.listen(asio::socket_base::max_listen_connections, failure);
    if (failure) return failed(failure.message());
    endpoint->io_->accept(endpoint->state_);
    endpoint->thread_ = std::thread([io = endpoint->io_.get()] { io->context.run(); });
    return endpoint;
}

ReadinessEndpoint::~ReadinessEndpoint() {
    io_->context.stop();
    if (thread_.joinable()) thread_.join();
}

}  // namespace crossdock::service
