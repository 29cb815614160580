#include "tests/plugins/http/raw_client.hpp"

#include <sys/time.h>

#include <algorithm>
#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <optional>
#include <thread>

namespace crossdock::http::testing {

namespace asio = boost::asio;

struct RawClient::Stream {
    explicit Stream(const std::string& trust) {
        if (trust.empty()) return;
        context.add_certificate_authority(asio::buffer(trust));
        context.set_verify_mode(asio::ssl::verify_peer);
        context.set_verify_callback(asio::ssl::host_name_verification("localhost"));
        tls.emplace(socket, context);
    }
    asio::io_context io;
    asio::ssl::context context{asio::ssl::context::tls_client};
    asio::ip::tcp::socket socket{io};
    std::optional<asio::ssl::stream<asio::ip::tcp::socket&>> tls;
};

RawClient::RawClient(std::uint16_t port, const std::string& trust) : stream_(std::make_unique<Stream>(trust)) {
    stream_->socket.connect({asio::ip::make_address("127.0.0.1"), port});
    const timeval five_seconds{5, 0};
    ::setsockopt(stream_->socket.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &five_seconds, sizeof five_seconds);
    if (stream_->tls) stream_->tls->handshake(asio::ssl::stream_base::client);
}

RawClient::~RawClient() = default;

void RawClient::send(const std::string& bytes) {
    boost::system::error_code ignored;
    if (stream_->tls)
        asio::write(*stream_->tls, asio::buffer(bytes), ignored);
    else
        asio::write(stream_->socket, asio::buffer(bytes), ignored);
}

HttpReply RawClient::read() {
    std::array<char, 4096> piece{};
    const auto more = [&] {
        // Asio waits again when the receive timeout strikes; the system's call does not.
        if (!stream_->tls) {
            const auto got = ::recv(stream_->socket.native_handle(), piece.data(), piece.size(), 0);
            if (got > 0) read_.append(piece.data(), static_cast<std::size_t>(got));
            return got > 0;
        }
        boost::system::error_code failure;
        const std::size_t got = stream_->tls->read_some(asio::buffer(piece), failure);
        read_.append(piece.data(), got);
        return !failure;
    };
    HttpReply reply;
    std::size_t head_size = 0;
    while ((head_size = read_.find("\r\n\r\n")) == std::string::npos)
        if (!more()) return reply;
    head_size += 4;
    std::size_t at = read_.find("\r\n") + 2;
    const int status = std::stoi(read_.substr(9, 3));
    while (at + 2 < head_size) {
        const std::size_t end = read_.find("\r\n", at);
        const std::size_t colon = read_.find(": ", at);
        std::string name = read_.substr(at, colon - at);
        std::transform(name.begin(), name.end(), name.begin(),
                       [](unsigned char byte) { return static_cast<char>(std::tolower(byte)); });
        reply.fields[name] = read_.substr(colon + 2, end - colon - 2);
        at = end + 2;
    }
    const auto length = reply.fields.contains("content-length") ? std::stoul(reply.fields["content-length"]) : 0;
    while (read_.size() < head_size + length)
        if (!more()) return reply;
    reply.body = read_.substr(head_size, length);
    read_.erase(0, head_size + length);
    reply.status = status;
    return reply;
}

bool RawClient::is_ended() {
    std::array<char, 256> piece{};
    for (;;) {
        const auto got = ::recv(stream_->socket.native_handle(), piece.data(), piece.size(), 0);
        if (got > 0) continue;
        return got == 0 || errno == ECONNRESET;
    }
}

std::string post(const std::string& body, const std::string& fields, const std::string& path) {
    return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + fields +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace crossdock::http::testing
