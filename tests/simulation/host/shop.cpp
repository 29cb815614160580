#include "tests/simulation/host/shop.hpp"

#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <memory>

#include "tests/bench/whole/orders.hpp"
#include "tests/simulation/host/simulated_site.hpp"

namespace crossdock::simulation {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

constexpr std::chrono::milliseconds before_next_try{5};

class Connection {
public:
    explicit Connection(std::uint16_t port) : socket_(context_) {
        socket_.connect({asio::ip::address_v4::loopback(), port});
        socket_.set_option(asio::ip::tcp::no_delay(true));
    }
    http::response<http::string_body> post(std::uint64_t order) {
        http::request<http::string_body> request{http::verb::post, "/orders", 11};
        request.set(http::field::host, "localhost");
        request.set(http::field::content_type, "application/json");
        request.set("X-Api-Key", api_key);
        request.set("Idempotency-Key", fmt::format("key-{}", order));
        request.body() = bench::web_order(order);
        request.prepare_payload();
        http::write(socket_, request);
        http::response<http::string_body> response;
        http::read(socket_, buffer_, response);
        return response;
    }

private:
    asio::io_context context_;
    asio::ip::tcp::socket socket_;
    beast::flat_buffer buffer_;
};

std::string id_in(const std::string& body) {
    constexpr std::string_view mark = R"("id":")";
    const auto at = body.find(mark);
    if (at == std::string::npos) return {};
    const auto begin = at + mark.size();
    return body.substr(begin, body.find('"', begin) - begin);
}

}  // namespace

void Shop::open(std::uint16_t port) {
    open_ = true;
    thread_ = std::thread([this, port] { run(port); });
}

void Shop::close() {
    open_ = false;
    if (thread_.joinable()) thread_.join();
}

std::map<std::uint64_t, std::string> Shop::acknowledged() const {
    const std::lock_guard lock(mutex_);
    return acknowledged_;
}

std::string Shop::complaint() const {
    const std::lock_guard lock(mutex_);
    return complaint_;
}

void Shop::run(std::uint16_t port) {
    std::unique_ptr<Connection> connection;
    while (open_ && !done()) {
        const std::uint64_t order = orders_[next_];
        try {
            if (!connection) connection = std::make_unique<Connection>(port);
            const auto response = connection->post(order);
            const unsigned status = response.result_int();
            if (status == 200 || status == 202) {
                const std::lock_guard lock(mutex_);
                acknowledged_[order] = id_in(response.body());
                ++next_;
                continue;
            }
            if (status != 429 && status != 503) {
                const std::lock_guard lock(mutex_);
                complaint_ = fmt::format("order {} was answered {}: {}", order, status, response.body());
            }
            if (!response.keep_alive()) connection.reset();
        } catch (const boost::system::system_error&) {
            connection.reset();
        }
        std::this_thread::sleep_for(before_next_try);
    }
}

}  // namespace crossdock::simulation
