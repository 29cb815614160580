// A load generator of keep-alive connections, and Beast answering 202 and nothing else as the floor.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <functional>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include "tests/bench/whole/bench.hpp"
#include "tests/bench/whole/bench_site.hpp"
#include "tests/bench/whole/orders.hpp"

namespace crossdock::bench {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;

struct Load {
    std::uint64_t requests = 0;
    std::uint64_t accepted = 0;
    std::uint64_t busy = 0;  // 429
    double seconds = 0;
    std::vector<float> latencies_ms;

    [[nodiscard]] double percentile(double share) {
        if (latencies_ms.empty()) return 0;
        const auto at =
            latencies_ms.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(latencies_ms.size() - 1));
        std::nth_element(latencies_ms.begin(), at, latencies_ms.end());
        return static_cast<double>(*at);
    }
};

// One connection that sends the next order as soon as the last was answered. An order that was answered 429 is sent
// again, after a pause.
class Client : public std::enable_shared_from_this<Client> {
public:
    Client(asio::io_context& io, std::uint16_t port, Load& load, std::uint64_t& next)
        : socket_(io), pause_(io), port_(port), load_(load), next_(next) {}

    void start() {
        socket_.connect({asio::ip::address_v4::loopback(), port_});
        socket_.set_option(tcp::no_delay(true));
        next_order();
    }

private:
    void next_order() {
        if (next_ >= load_.requests) return;
        const std::uint64_t number = next_++;
        const std::string body = web_order(number);
        request_ = fmt::format(
            "POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nX-Api-Key: {}\r\n"
            "Idempotency-Key: k-{}\r\nContent-Length: {}\r\n\r\n{}",
            BenchSite::api_key, number, body.size(), body);
        send();
    }
    void send() {
        sent_ = wall_seconds();
        asio::async_write(socket_, asio::buffer(request_),
                          [self = shared_from_this()](beast::error_code failure, std::size_t) {
                              if (failure) throw std::runtime_error("write: " + failure.message());
                              self->response_ = {};
                              http::async_read(self->socket_, self->buffer_, self->response_,
                                               [self](beast::error_code read_failure, std::size_t) {
                                                   if (read_failure)
                                                       throw std::runtime_error("read: " + read_failure.message());
                                                   self->answered();
                                               });
                          });
    }
    void answered() {
        const unsigned status = response_.result_int();
        if (status == 429 || status == 503) {
            ++load_.busy;
            pause_.expires_after(std::chrono::milliseconds(20));
            pause_.async_wait([self = shared_from_this()](beast::error_code) { self->send(); });
            return;
        }
        if (status != 202) throw std::runtime_error(fmt::format("answered {}: {}", status, response_.body()));
        ++load_.accepted;
        load_.latencies_ms.push_back(static_cast<float>((wall_seconds() - sent_) * 1'000));
        next_order();
    }

    tcp::socket socket_;
    asio::steady_timer pause_;
    std::uint16_t port_;
    Load& load_;
    std::uint64_t& next_;
    std::string request_;
    beast::flat_buffer buffer_;
    http::response<http::string_body> response_;
    double sent_ = 0;
};

Load generate(std::uint16_t port, std::uint64_t requests, std::uint32_t connections) {
    Load load;
    load.requests = requests;
    load.latencies_ms.reserve(requests);
    std::uint64_t next = 0;
    asio::io_context io{1};
    const double begun = wall_seconds();
    for (std::uint32_t index = 0; index < connections; ++index) std::make_shared<Client>(io, port, load, next)->start();
    io.run();
    load.seconds = wall_seconds() - begun;
    return load;
}

// Beast reading a request and answering 202.
class BareSession : public std::enable_shared_from_this<BareSession> {
public:
    explicit BareSession(tcp::socket socket) : socket_(std::move(socket)) {}
    void read() {
        request_ = {};
        http::async_read(
            socket_, buffer_, request_, [self = shared_from_this()](beast::error_code failure, std::size_t) {
                if (failure) return;
                self->response_ = http::response<http::empty_body>(http::status::accepted, 11);
                self->response_.keep_alive(true);
                self->response_.prepare_payload();
                http::async_write(self->socket_, self->response_, [self](beast::error_code write_failure, std::size_t) {
                    if (!write_failure) self->read();
                });
            });
    }

private:
    tcp::socket socket_;
    beast::flat_buffer buffer_;
    http::request<http::string_body> request_;
    http::response<http::empty_body> response_;
};

double bare_beast_per_s(std::uint64_t requests, std::uint32_t connections) {
    asio::io_context io{1};
    tcp::acceptor acceptor(io, {asio::ip::address_v4::loopback(), 0});
    std::function<void()> accept = [&] {
        acceptor.async_accept([&](beast::error_code failure, tcp::socket socket) {
            if (failure) return;
            socket.set_option(tcp::no_delay(true));
            std::make_shared<BareSession>(std::move(socket))->read();
            accept();
        });
    };
    accept();
    std::thread server([&] { io.run(); });
    const Load load = generate(acceptor.local_endpoint().port(), requests, connections);
    io.stop();
    server.join();
    return static_cast<double>(load.accepted) / load.seconds;
}

}  // namespace

std::string bench_http(const BenchOptions& options) {
    const double bare_per_s = bare_beast_per_s(std::min<std::uint64_t>(options.orders, 100'000), options.connections);
    BenchSite site(options.folder);
    site.start();
    const CpuSeconds before = site.cpu();
    Load load = generate(site.http_port(), options.orders, options.connections);
    const CpuSeconds after = site.cpu();
    const double peak_mb = site.resident_peak_mb();
    const double accepted_per_s = static_cast<double>(load.accepted) / load.seconds;
    const double begun = wall_seconds();
    const auto through = [&] {
        std::uint64_t count = 0;
        for (const auto& entry : std::filesystem::directory_iterator(site.site() / "out" / "erp"))
            count += entry.path().filename().string().starts_with(".") ? 0 : 1;
        return count;
    };
    while (through() < options.orders) {
        if (wall_seconds() - begun > 600) throw std::runtime_error("not every accepted order reached the ERP");
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    const double drained_s = wall_seconds() - begun;
    site.stop_and_verify();
    std::string stages;
    for (const auto& [thread, seconds] : after.by_thread) {
        const auto was = before.by_thread.find(thread);
        const double spent = seconds - (was == before.by_thread.end() ? 0.0 : was->second);
        stages += fmt::format("{}\"{}\":{:.2f}", stages.empty() ? "" : ",", thread,
                              spent * 1e6 / static_cast<double>(options.orders));
    }
    return fmt::format(R"({{"bench":"http","orders":{},"connections":{},"accepted_per_s":{:.0f},"p50_ms":{:.2f},)"
                       R"("p99_ms":{:.2f},"answered_429":{},"bare_beast_per_s":{:.0f},"drained_after_s":{:.1f},)"
                       R"("stages_us":{{{}}},"rss_peak_mb":{:.1f}}})",
                       options.orders, options.connections, accepted_per_s, load.percentile(0.5), load.percentile(0.99),
                       load.busy, bare_per_s, drained_s, stages, peak_mb);
}

}  // namespace crossdock::bench
