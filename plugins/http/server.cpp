#include "plugins/http/server.hpp"

#include <fmt/format.h>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <thread>
#include <unordered_set>

#include "plugins/http/connection.hpp"
#include "plugins/http/header_text.hpp"
#include "plugins/http/tls.hpp"

namespace crossdock::http {

namespace {

constexpr auto sweep_every = std::chrono::milliseconds(250);
constexpr auto accept_again_after = std::chrono::milliseconds(100);

std::int64_t steady_ms() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

}  // namespace

// The I/O thread's world: the acceptor, the connections and the sweep.
class Server::Listener final : public ConnectionOwner {
public:
    Listener(const sdk::Host& host, const ServerSettings& settings, Reception& reception)
        : ConnectionOwner(settings, reception),
          host_(&host),
          io_(1),
          work_(io_.get_executor()),
          acceptor_(io_),
          sweep_timer_(io_),
          accept_timer_(io_) {
        if (!settings.certificate_path.empty())
            tls_.emplace(make_server_tls(settings.certificate_path, settings.private_key));
    }
    ~Listener() override { join(); }

    void listen() {
        namespace ip = asio::ip;
        const ServerSettings& wanted = settings();
        beast::error_code failure;
        const auto require = [&] {
            if (failure)
                throw sdk::Failure::configuration(
                    "http.listen",
                    fmt::format("cannot listen on {} port {}: {}", wanted.address, wanted.port, failure.message()));
        };
        const auto address = ip::make_address(wanted.address, failure);
        require();
        const ip::tcp::endpoint endpoint(address, wanted.port);
        acceptor_.open(endpoint.protocol(), failure);
        require();
#ifndef _WIN32
        acceptor_.set_option(asio::socket_base::reuse_address(true), failure);
        require();
#endif
        acceptor_.bind(endpoint, failure);
        require();
        acceptor_.listen(asio::socket_base::max_listen_connections, failure);
        require();
        port_ = acceptor_.local_endpoint().port();
        now_ms_ = steady_ms();
        accept();
        sweep();
        thread_ = std::thread([this] { run(); });
    }

    void wake() {
        asio::post(io_, [this] { reception().hand_over(); });
    }

    void stop(std::int64_t deadline_ms) {
        if (!thread_.joinable()) return;
        asio::post(io_, [this, deadline_ms] { begin_to_stop(deadline_ms); });
        join();
        reception().forget();
    }

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

    void ended(AnyConnection& connection) noexcept override {
        connections_.erase(&connection);
        if (!paused_ || stopping_) return;
        crossdock_error ignored = sdk::empty_error();
        // Where there is no memory for it, the next connection that ends tries again.
        static_cast<void>(sdk::guarded(&ignored, [this] {
            asio::post(io_, [this] { accept(); });
            paused_ = false;
            return CROSSDOCK_OK;
        }));
    }
    [[nodiscard]] std::int64_t now_ms() const noexcept override { return now_ms_; }
    [[nodiscard]] std::string_view date() override { return date_; }

private:
    void run() {
        for (;;) {
            try {
                io_.run();
                return;
            } catch (const std::exception& exception) {
                // Only the handler's connection is lost: it is gone with its handler.
                host_->log(CROSSDOCK_LOG_ERROR, fmt::format("a request was dropped: {}", exception.what()));
            }
        }
    }

    void join() {
        work_.reset();
        if (thread_.joinable()) thread_.join();
    }

    void accept() {
        if (stopping_) return;
        if (connections_.size() >= settings().connections_max) {
            paused_ = true;
            return;
        }
        acceptor_.async_accept([this](beast::error_code failure, Socket socket) {
            if (stopping_) return;
            if (failure == asio::error::operation_aborted) return;
            if (failure) {
                // Out of descriptors or memory: what is open goes on, and closing makes room.
                accept_timer_.expires_after(accept_again_after);
                accept_timer_.async_wait([this](beast::error_code /*failure*/) { accept(); });
                return;
            }
            welcome(std::move(socket));
            accept();
        });
    }

    void welcome(Socket socket) {
        beast::error_code failure;
        socket.set_option(asio::ip::tcp::no_delay(true), failure);
        const auto client = socket.remote_endpoint(failure);
        if (failure) return;
        const std::string address = fmt::format("{}:{}", client.address().to_string(), client.port());
        if (tls_)
            open(std::make_shared<Connection<TlsStream>>(TlsStream(std::move(socket), *tls_), *this, address));
        else
            open(std::make_shared<Connection<Socket>>(std::move(socket), *this, address));
    }

    void open(const std::shared_ptr<AnyConnection>& connection) {
        connections_.insert(connection.get());
        connection->begin();
    }

    void sweep() {
        now_ms_ = steady_ms();
        date_ = http_date(
            std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
                .count());
        std::vector<AnyConnection*> overdue;
        for (AnyConnection* connection : connections_)
            if (connection->deadline_ms() <= now_ms_) overdue.push_back(connection);
        for (AnyConnection* connection : overdue) connection->expire();
        if (stopping_ && (connections_.empty() || now_ms_ >= stop_at_ms_)) {
            for (AnyConnection* connection : connections_) connection->cut();
            return;
        }
        sweep_timer_.expires_after(stopping_ ? sweep_every / 25 : sweep_every);
        sweep_timer_.async_wait([this](beast::error_code failure) {
            if (!failure) sweep();
        });
    }

    void begin_to_stop(std::int64_t deadline_ms) {
        stopping_ = true;
        stop_at_ms_ = steady_ms() + deadline_ms;
        beast::error_code ignored;
        acceptor_.close(ignored);
        accept_timer_.cancel();
        reception().hand_over();
        const std::vector<AnyConnection*> open(connections_.begin(), connections_.end());
        for (AnyConnection* connection : open) connection->retire();
        reception().dismiss();
        sweep_timer_.cancel();
        sweep();
    }

    using Clock = std::chrono::steady_clock;
    using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, asio::io_context::executor_type>;

    const sdk::Host* host_;
    std::optional<asio::ssl::context> tls_;
    // Before io_, whose end destroys the connections that are left, and those leave this set.
    std::unordered_set<AnyConnection*> connections_;
    std::string date_;
    std::int64_t now_ms_ = 0;
    std::int64_t stop_at_ms_ = 0;
    std::uint16_t port_ = 0;
    bool paused_ = false;
    bool stopping_ = false;
    asio::io_context io_;
    asio::executor_work_guard<asio::io_context::executor_type> work_;
    asio::basic_socket_acceptor<asio::ip::tcp, asio::io_context::executor_type> acceptor_;
    Timer sweep_timer_;
    Timer accept_timer_;
    std::thread thread_;
};

Server::Server(const sdk::Host& host, ServerSettings settings) : host_(&host), settings_(std::move(settings)) {}

Server::~Server() {
    crossdock_error ignored = sdk::empty_error();
    static_cast<void>(sdk::guarded(&ignored, [this] {
        stop(0);
        return CROSSDOCK_OK;
    }));
}

void Server::check() const {
    if (!settings_.certificate_path.empty())
        static_cast<void>(make_server_tls(settings_.certificate_path, settings_.private_key));
}

void Server::start(Reception& reception) {
    auto listener = std::make_unique<Listener>(*host_, settings_, reception);
    listener->listen();
    listener_ = std::move(listener);
    listener_->wake();
}

void Server::wake() {
    if (listener_) listener_->wake();
}

void Server::stop(std::int64_t deadline_ms) {
    if (!listener_) return;
    listener_->stop(deadline_ms);
    listener_.reset();
}

std::uint16_t Server::port() const noexcept { return listener_ ? listener_->port() : 0; }

}  // namespace crossdock::http
