// One client's connection, plain or TLS. Included by server.cpp alone, since it brings Beast with it.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <memory>
#include <optional>
#include <string>
#include <type_traits>

#include "plugins/http/reception.hpp"

namespace crossdock::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
using Socket = asio::basic_stream_socket<asio::ip::tcp, asio::io_context::executor_type>;
using TlsStream = asio::ssl::stream<Socket>;

// What the listener's sweep sees of a connection. [I/O thread] only.
class AnyConnection : public Waiter {
public:
    enum class State { handshaking, idle, reading, waiting, writing, ending };

    virtual void begin() = 0;
    // Its time is over: a request that came in part is answered 408, anything else is cut.
    virtual void expire() = 0;
    // The server stops: nothing more is read; what is being answered ends with its answer.
    virtual void retire() = 0;
    virtual void cut() noexcept = 0;

    [[nodiscard]] State state() const noexcept { return state_; }
    [[nodiscard]] std::int64_t deadline_ms() const noexcept { return deadline_ms_; }

protected:
    State state_ = State::handshaking;
    std::int64_t deadline_ms_ = 0;
};

// What a connection needs of the listener. [I/O thread] only.
class ConnectionOwner {
public:
    ConnectionOwner(const ServerSettings& settings, Reception& reception)
        : settings_(settings), reception_(reception) {}
    ConnectionOwner(const ConnectionOwner&) = delete;
    ConnectionOwner& operator=(const ConnectionOwner&) = delete;
    virtual ~ConnectionOwner() = default;
    virtual void ended(AnyConnection& connection) noexcept = 0;
    // Milliseconds that only grow, and the value of Date, both as of the last sweep or request burst.
    [[nodiscard]] virtual std::int64_t now_ms() const noexcept = 0;
    [[nodiscard]] virtual std::string_view date() = 0;
    [[nodiscard]] const ServerSettings& settings() const noexcept { return settings_; }
    [[nodiscard]] Reception& reception() noexcept { return reception_; }

private:
    const ServerSettings& settings_;
    Reception& reception_;
};

// Owned by its pending operation: when none is pending any more it is gone.
template <typename Stream>
class Connection final : public AnyConnection, public std::enable_shared_from_this<Connection<Stream>> {
public:
    Connection(Stream stream, ConnectionOwner& owner, std::string client)
        : stream_(std::move(stream)), owner_(&owner), client_(std::move(client)) {}
    ~Connection() override { owner_->ended(*this); }

    void begin() override {
        if constexpr (is_tls) {
            limit(State::handshaking, owner_->settings().header_timeout_ms);
            stream_.async_handshake(asio::ssl::stream_base::server,
                                    [self = this->shared_from_this()](beast::error_code failure) {
                                        if (!failure) self->next_request();
                                    });
        } else {
            next_request();
        }
    }

    void respond(const Response& response) override {
        keeps_alive_ = keeps_alive_ && !response.closes && !retired_;
        out_.clear();
        append_to_wire(out_, response, owner_->date(), keeps_alive_, old_version_);
        parser_.reset();
        limit(State::writing, owner_->settings().idle_timeout_ms);
        asio::async_write(stream_, asio::buffer(out_),
                          [self = this->shared_from_this()](beast::error_code failure, std::size_t /*size*/) {
                              if (failure) return;
                              if (self->keeps_alive_ && !self->retired_)
                                  self->next_request();
                              else
                                  self->end();
                          });
    }

    void expire() override {
        if (state_ == State::reading && !timed_out_) {
            // The read that is pending ends with an error and does nothing; the answer keeps the connection until then.
            timed_out_ = true;
            socket().cancel();
            respond_and_close(problem({.status = 408, .code = "http.timeout", .detail = "the request took too long"}));
        } else {
            cut();
        }
    }

    void retire() override {
        retired_ = true;
        if (state_ == State::idle || state_ == State::handshaking) {
            cut();
        } else if (state_ == State::reading) {
            timed_out_ = true;
            socket().cancel();
            respond_and_close(stopping());
        }
    }

    void cut() noexcept override {
        beast::error_code ignored;
        socket().close(ignored);
    }

private:
    static constexpr bool is_tls = std::is_same_v<Stream, TlsStream>;
    using Parser = beast::http::request_parser<beast::http::string_body>;
    static constexpr std::size_t buffer_kept_max = std::size_t{16} * 1024;
    static constexpr std::size_t piece_min = std::size_t{4} * 1024;
    static constexpr std::size_t piece_max = std::size_t{64} * 1024;
    static constexpr std::size_t lingering_max = std::size_t{256} * 1024;
    static constexpr std::int64_t lingering_ms = 2000;

    [[nodiscard]] Socket& socket() noexcept {
        if constexpr (is_tls)
            return stream_.next_layer();
        else
            return stream_;
    }

    void limit(State state, std::int64_t time_ms) noexcept {
        state_ = state;
        deadline_ms_ = owner_->now_ms() + time_ms;
    }

    void next_request() {
        parser_.emplace();
        parser_->header_limit(owner_->settings().header_size_max);
        parser_->body_limit(owner_->settings().body_size_max);
        parser_->eager(true);
        head_checked_ = false;
        keeps_alive_ = true;
        old_version_ = false;
        if (buffer_.size() == 0) {
            if (buffer_.capacity() > buffer_kept_max) buffer_.shrink_to_fit();
            limit(State::idle, owner_->settings().idle_timeout_ms);
            read();
        } else {
            limit(State::reading, owner_->settings().header_timeout_ms);
            parse();
        }
    }

    void read() {
        const std::size_t piece = head_checked_ ? piece_max : piece_min;
        stream_.async_read_some(buffer_.prepare(piece),
                                [self = this->shared_from_this()](beast::error_code failure, std::size_t size) {
                                    if (failure || self->timed_out_ || self->retired_) return;
                                    self->buffer_.commit(size);
                                    if (self->state_ == State::idle)
                                        self->limit(State::reading, self->owner_->settings().header_timeout_ms);
                                    self->parse();
                                });
    }

    void parse() {
        beast::error_code failure;
        while (buffer_.size() > 0 && !parser_->is_done()) {
            const std::size_t used = parser_->put(buffer_.data(), failure);
            buffer_.consume(used);
            if (failure || used == 0) break;
        }
        if (failure && failure != beast::http::error::need_more) return malformed(failure);
        if (!head_checked_ && parser_->is_header_done() && !check_head()) return;
        if (parser_->is_done()) return complete();
        read();
    }

    [[nodiscard]] std::string_view field(beast::http::field name) const {
        const auto value = parser_->get()[name];
        return {value.data(), value.size()};
    }

    [[nodiscard]] RequestHead head() const {
        namespace http = beast::http;
        const auto& request = parser_->get();
        const auto method = request.method_string();
        const auto target = request.target();
        const auto own = [&](const char* name) {
            const auto value = request[name];
            return std::string_view{value.data(), value.size()};
        };
        return {.method = {method.data(), method.size()},
                .target = {target.data(), target.size()},
                .client = client_,
                .content_type = field(http::field::content_type),
                .content_encoding = field(http::field::content_encoding),
                .idempotency_key = own("Idempotency-Key"),
                .x_api_key = own("X-Api-Key"),
                .authorization = field(http::field::authorization),
                .prefer = field(http::field::prefer),
                .trace_parent = own("traceparent")};
    }

    // False when the request goes no further.
    bool check_head() {
        head_checked_ = true;
        old_version_ = parser_->get().version() < 11;
        keeps_alive_ = parser_->keep_alive();
        if (auto response = owner_->reception().check(head(), partner_)) {
            // Who asked with HEAD reads no body, and would take ours for the beginning of the next answer.
            const bool in_step = parser_->is_done() && parser_->get().method() != beast::http::verb::head;
            response->closes = !in_step;
            respond(*response);
            return false;
        }
        if (parser_->is_done()) return true;
        limit(State::reading, owner_->settings().body_timeout_ms);
        return go_on_if_expected();
    }

    // Tells a client that waits for it to send the body. False when it expects something else.
    bool go_on_if_expected() {
        const std::string_view expected = field(beast::http::field::expect);
        if (expected.empty()) return true;
        if (!beast::iequals({expected.data(), expected.size()}, "100-continue")) {
            respond_and_close(problem({.status = 417,
                                       .code = "http.expectation",
                                       .detail = "the only expectation known here is 100-continue"}));
            return false;
        }
        state_ = State::writing;
        static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        asio::async_write(stream_, asio::buffer(go_on.data(), go_on.size()),
                          [self = this->shared_from_this()](beast::error_code failure, std::size_t /*size*/) {
                              if (failure) return;
                              self->state_ = State::reading;
                              self->read();
                          });
        return false;
    }

    void complete() {
        if (retired_) return respond_and_close(stopping());
        state_ = State::waiting;
        deadline_ms_ = never_ms;
        auto response = owner_->reception().accept(head(), partner_, parser_->get().body(), this->shared_from_this());
        parser_.reset();
        if (response) respond(*response);
    }

    void malformed(beast::error_code failure) {
        using Error = beast::http::error;
        if (failure == Error::body_limit) {
            // The limit strikes before the head was looked at when the length was announced: who is nobody learns 401.
            if (!head_checked_) {
                old_version_ = parser_->get().version() < 11;
                if (auto response = owner_->reception().check(head(), partner_)) return respond_and_close(*response);
            }
            owner_->reception().refuse(client_, "http.too-large", "the request's body is longer than body-size-max");
            return respond_and_close(problem(
                {.status = 413, .code = "http.too-large", .detail = "the body is longer than this host takes in"}));
        }
        if (failure == Error::header_limit)
            return respond_and_close(
                problem({.status = 431, .code = "http.header-too-large", .detail = "the header fields are too long"}));
        const std::string detail = "this is no HTTP request: " + failure.message();
        respond_and_close(problem({.status = 400, .code = "http.malformed", .detail = detail}));
    }

    static Response stopping() {
        return problem({.status = 503, .code = "http.stopping", .detail = "this host stops"});
    }

    void respond_and_close(Response response) {
        response.closes = true;
        respond(response);
    }

    // Ends the stream so that the last answer arrives: a socket closed over unread bytes would take it back.
    void end() {
        limit(State::ending, lingering_ms);
        beast::error_code ignored;
        if constexpr (is_tls)
            stream_.async_shutdown([self = this->shared_from_this()](beast::error_code /*failure*/) { self->cut(); });
        else if (!socket().shutdown(asio::socket_base::shutdown_send, ignored))
            linger();
    }

    void linger() {
        buffer_.clear();
        socket().async_read_some(buffer_.prepare(piece_max),
                                 [self = this->shared_from_this()](beast::error_code failure, std::size_t size) {
                                     self->lingered_ += size;
                                     if (!failure && self->lingered_ < lingering_max) self->linger();
                                 });
    }

    static constexpr std::int64_t never_ms = INT64_MAX;

    Stream stream_;
    ConnectionOwner* owner_;
    std::string client_;
    beast::flat_buffer buffer_;
    std::optional<Parser> parser_;
    std::string_view partner_;
    std::string out_;
    std::size_t lingered_ = 0;
    bool head_checked_ = false;
    bool keeps_alive_ = true;
    bool old_version_ = false;
    bool timed_out_ = false;
    bool retired_ = false;
};

}  // namespace crossdock::http
