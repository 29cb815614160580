#include "host/commands/control.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <array>
#include <chrono>
#include <system_error>
#include <thread>
#include <vector>
#include <zmq.hpp>
#include <zmq_addon.hpp>

#include "host/base/error_text.hpp"

namespace crossdock::commands {

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds connect_timeout{1'000};
constexpr std::chrono::milliseconds answer_timeout{120'000};
constexpr std::chrono::milliseconds taking_time{300};
constexpr int last_answer_ms = 1'000;  // an answer that is on its way when the connection ends

// Watches the connection of a socket that is not connected yet: readable when it ends or nobody takes it.
zmq::socket_t watch(zmq::context_t& context, zmq::socket_t& socket) {
    constexpr const char* name = "inproc://connection";
    if (zmq_socket_monitor(socket.handle(), name, ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_CONNECT_RETRIED) != 0)
        throw zmq::error_t();
    zmq::socket_t events{context, zmq::socket_type::pair};
    events.connect(name);
    return events;
}

// The socket of a host that was killed lies there still, and refuses.
bool connected(zmq::socket_t& client, zmq::socket_t& gone) {
    std::array<zmq::pollitem_t, 2> items{{{client.handle(), 0, ZMQ_POLLOUT, 0}, {gone.handle(), 0, ZMQ_POLLIN, 0}}};
    zmq::poll(items.data(), items.size(), connect_timeout);
    return items[0].revents != 0;
}

std::string endpoint(const fs::path& socket) { return "ipc://" + socket.string(); }

// What is wrong, where, and why: all that a person at the other end sees.
std::string told(const Error& error) {
    const std::string where = describe(error.position);
    return (where.empty() ? "" : where + ": ") + text_with_causes(error);
}

std::string text(const zmq::message_t& part) { return {part.data<char>(), part.size()}; }

}  // namespace

struct ControlServer::Io {
    zmq::context_t context{1};
    zmq::socket_t socket{context, zmq::socket_type::rep};
    zmq::socket_t stop{context, zmq::socket_type::pair};
    zmq::socket_t stopped{context, zmq::socket_type::pair};
    Handler handler;

    Io() {
        stopped.bind("inproc://stop");
        stop.connect("inproc://stop");
        stop.set(zmq::sockopt::linger, 0);
    }

    void serve() {
        try {
            auto answered = std::chrono::steady_clock::time_point::min();
            while (wait_for_request()) {
                answer_next();
                answered = std::chrono::steady_clock::now();
            }
            // A client drops what it has not taken when the connection ends.
            if (std::chrono::steady_clock::now() - taking_time < answered) std::this_thread::sleep_for(taking_time);
        } catch (const zmq::error_t& ended) {
            spdlog::error("the control endpoint failed: {}", ended.what());
        }
        socket.close();
    }

    // False: it is to stop.
    bool wait_for_request() {
        std::array<zmq::pollitem_t, 2> items{
            {{socket.handle(), 0, ZMQ_POLLIN, 0}, {stopped.handle(), 0, ZMQ_POLLIN, 0}}};
        zmq::poll(items.data(), items.size(), std::chrono::milliseconds(-1));
        return items[1].revents == 0;
    }

    void answer_next() {
        std::vector<zmq::message_t> parts;
        if (!zmq::recv_multipart(socket, std::back_inserter(parts))) return;
        Result<std::string> answer = Error{"control.request", ErrorClass::permanent, "this request is not understood"};
        if (parts.size() >= 5) {
            ControlRequest request{text(parts[0]), text(parts[1]), text(parts[2]), text(parts[3]), text(parts[4])};
            for (std::size_t index = 5; index < parts.size(); ++index) request.options.push_back(text(parts[index]));
            answer = handler(request);
        }
        const std::array<std::string, 3> reply =
            answer.ok() ? std::array<std::string, 3>{"ok", answer.value(), ""}
                        : std::array<std::string, 3>{"error", told(answer.error()), answer.error().code};
        std::array<zmq::const_buffer, 3> buffers{zmq::buffer(reply[0]), zmq::buffer(reply[1]), zmq::buffer(reply[2])};
        zmq::send_multipart(socket, buffers);
    }
};

ControlServer::ControlServer() : io_(std::make_unique<Io>()) {}

Result<std::unique_ptr<ControlServer>> ControlServer::listen(const fs::path& socket, Handler handler) {
    try {
        std::unique_ptr<ControlServer> server(new ControlServer);
        std::error_code ignored;
        fs::remove(socket, ignored);
        server->io_->handler = std::move(handler);
        server->io_->socket.set(zmq::sockopt::linger, 1'000);
        server->io_->socket.bind(endpoint(socket));
        fs::permissions(socket, fs::perms::owner_read | fs::perms::owner_write);
        server->thread_ = std::thread([io = server->io_.get()] { io->serve(); });
        return server;
    } catch (const std::exception& failure) {
        return Error{"control.listen", ErrorClass::configuration,
                     fmt::format("the control endpoint {} cannot be opened: {}; the site's path may be too long for a "
                                 "socket (about 100 bytes)",
                                 socket.string(), failure.what())};
    }
}

ControlServer::~ControlServer() {
    // Ends the wait for the next request; one that is being handled is answered.
    try {
        io_->stop.send(zmq::message_t(), zmq::send_flags::dontwait);
        if (thread_.joinable()) thread_.join();
    } catch (const std::exception& failure) {
        spdlog::error("the control endpoint did not close: {}", failure.what());
    }
}

Result<std::string> ask_host(const fs::path& socket, const ControlRequest& request) {
    const Error no_host{"control.no-host", ErrorClass::needs_person,
                        fmt::format("no host runs on this site ({}); start it with 'crossdock run'", socket.string())};
    std::error_code ignored;
    if (!fs::exists(socket, ignored)) return no_host;
    try {
        zmq::context_t context{1};
        zmq::socket_t client{context, zmq::socket_type::req};
        client.set(zmq::sockopt::linger, 0);
        client.set(zmq::sockopt::rcvtimeo, last_answer_ms);
        client.set(zmq::sockopt::immediate, true);
        zmq::socket_t gone = watch(context, client);
        client.connect(endpoint(socket));
        if (!connected(client, gone)) return no_host;
        std::vector<zmq::const_buffer> parts{zmq::buffer(request.command), zmq::buffer(request.argument),
                                             zmq::buffer(request.input), zmq::buffer(request.who),
                                             zmq::buffer(request.why)};
        for (const std::string& option : request.options) parts.push_back(zmq::buffer(option));
        if (!zmq::send_multipart(client, parts, zmq::send_flags::dontwait)) return no_host;
        std::array<zmq::pollitem_t, 2> items{{{client.handle(), 0, ZMQ_POLLIN, 0}, {gone.handle(), 0, ZMQ_POLLIN, 0}}};
        zmq::poll(items.data(), items.size(), answer_timeout);
        std::vector<zmq::message_t> reply;
        if (!zmq::recv_multipart(client, std::back_inserter(reply)) || reply.size() != 3)
            return Error{"control.no-answer", ErrorClass::retry,
                         items[1].revents != 0
                             ? "the host ended before it answered; whether it still did this is in its log"
                             : "the host did not answer in time; look at its log"};
        if (text(reply[0]) == "ok") return text(reply[1]);
        return Error{text(reply[2]), ErrorClass::needs_person, text(reply[1])};
    } catch (const std::exception& failure) {
        return Error{"control.failed", ErrorClass::retry, failure.what()};
    }
}

}  // namespace crossdock::commands
