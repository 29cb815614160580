#include "tests/plugins/http/scripted_server.hpp"

#include <fmt/format.h>
#include <sys/socket.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <deque>

namespace crossdock::http::testing {

namespace asio = boost::asio;
using asio::ip::tcp;

struct ScriptedServer::Sockets {
    asio::io_context io;
    tcp::acceptor acceptor{io, {asio::ip::make_address("127.0.0.1"), 0}};
    asio::ssl::context tls{asio::ssl::context::tls_server};
    std::deque<tcp::socket> open;
};

ScriptedServer::ScriptedServer(std::function<std::string(const SeenRequest&)> answer, const std::string& certificate,
                               const std::string& private_key)
    : answer_(std::move(answer)), tls_(!certificate.empty()), sockets_(std::make_unique<Sockets>()) {
    if (tls_) {
        sockets_->tls.use_certificate_chain(asio::buffer(certificate));
        sockets_->tls.use_private_key(asio::buffer(private_key), asio::ssl::context::pem);
    }
    port_ = sockets_->acceptor.local_endpoint().port();
    acceptor_ = std::thread([this] { accept(); });
}

ScriptedServer::~ScriptedServer() {
    stopping_ = true;
    // Shutting a listening socket down ends the accept that waits on it.
    ::shutdown(sockets_->acceptor.native_handle(), SHUT_RDWR);
    acceptor_.join();
    for (tcp::socket& socket : sockets_->open) ::shutdown(socket.native_handle(), SHUT_RDWR);
    for (std::thread& thread : connections_) thread.join();
}

std::string ScriptedServer::url() const { return fmt::format("http{}://localhost:{}", tls_ ? "s" : "", port_); }

std::vector<SeenRequest> ScriptedServer::requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
}

void ScriptedServer::accept() {
    for (int connection = 1;; ++connection) {
        boost::system::error_code failure;
        tcp::socket socket(sockets_->io);
        sockets_->acceptor.accept(socket, failure);
        if (failure || stopping_) return;
        sockets_->open.push_back(std::move(socket));
        tcp::socket& kept = sockets_->open.back();
        connections_.emplace_back([this, &kept, connection] {
            if (tls_) {
                asio::ssl::stream<tcp::socket&> stream(kept, sockets_->tls);
                boost::system::error_code refused;
                stream.handshake(asio::ssl::stream_base::server, refused);
                if (!refused) serve(stream, connection);
            } else {
                serve(kept, connection);
            }
            ::shutdown(kept.native_handle(), SHUT_RDWR);
        });
    }
}

template <typename Stream>
void ScriptedServer::serve(Stream& stream, int connection) {
    std::string bytes;
    std::array<char, 4096> piece{};
    for (;;) {
        const std::size_t end = bytes.find("\r\n\r\n");
        std::size_t length = 0;
        if (end != std::string::npos) {
            const std::size_t field = bytes.find("Content-Length: ");
            if (field < end) length = std::stoul(bytes.substr(field + 16));
        }
        if (end == std::string::npos || bytes.size() < end + 4 + length) {
            boost::system::error_code failure;
            const std::size_t size = stream.read_some(asio::buffer(piece), failure);
            if (failure) return;
            bytes.append(piece.data(), size);
            continue;
        }
        const SeenRequest request{bytes.substr(0, end + 2), bytes.substr(end + 4, length), connection};
        bytes.erase(0, end + 4 + length);
        {
            const std::lock_guard lock(mutex_);
            requests_.push_back(request);
        }
        const std::string response = answer_(request);
        if (response.empty()) return;
        boost::system::error_code failure;
        asio::write(stream, asio::buffer(response), failure);
        if (failure) return;
    }
}

std::string answer(int status, const std::string& body, const std::string& fields) {
    return fmt::format("HTTP/1.1 {} x\r\nContent-Length: {}\r\n{}\r\n{}", status, body.size(), fields, body);
}

}  // namespace crossdock::http::testing
