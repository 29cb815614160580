#include "host/bus/endpoint.hpp"

#include <fmt/format.h>

#include <array>

namespace crossdock::bus {

namespace {

struct KeyPair {
    std::string open;
    std::string secret;
};

Result<KeyPair> make_keys() {
    std::array<char, 41> open{};
    std::array<char, 41> secret{};
    if (zmq_curve_keypair(open.data(), secret.data()) != 0)
        return Error{
            "bus.no-curve", ErrorClass::configuration,
            "this build of libzmq has no CURVE, which a worker over tcp needs; install one built with libsodium"};
    return KeyPair{open.data(), secret.data()};
}

}  // namespace

zmq::socket_t make_socket(zmq::context_t& context, zmq::socket_type type) {
    zmq::socket_t socket(context, type);
    socket.set(zmq::sockopt::linger, 0);
    socket.set(zmq::sockopt::sndhwm, 0);
    socket.set(zmq::sockopt::rcvhwm, 0);
    if (type == zmq::socket_type::router) socket.set(zmq::sockopt::router_mandatory, true);
    return socket;
}

Result<Endpoint> bind_for_processes(zmq::socket_t& socket, const std::filesystem::path& folder,
                                    const std::string& name) {
    if (zmq_has("ipc") == 1) {
        try {
            const std::string address = "ipc://" + (folder / name).string();
            socket.bind(address);
            return Endpoint{address, {}};
        } catch (const zmq::error_t&) {
            // The folder's path is too long for a socket: go on with tcp.
        }
    }
    CROSSDOCK_TRY_ASSIGN(const KeyPair keys, make_keys());
    try {
        socket.set(zmq::sockopt::curve_server, true);
        socket.set(zmq::sockopt::curve_secretkey, keys.secret);
        socket.bind("tcp://127.0.0.1:*");
        return Endpoint{socket.get(zmq::sockopt::last_endpoint), keys.open};
    } catch (const zmq::error_t& error) {
        return Error{"bus.cannot-bind", ErrorClass::configuration,
                     fmt::format("cannot listen for worker processes, neither in {} nor on 127.0.0.1: {}",
                                 folder.string(), error.what())};
    }
}

Status connect(zmq::socket_t& socket, const Endpoint& endpoint) {
    try {
        if (!endpoint.server_key.empty()) {
            CROSSDOCK_TRY_ASSIGN(const KeyPair keys, make_keys());
            socket.set(zmq::sockopt::curve_serverkey, endpoint.server_key);
            socket.set(zmq::sockopt::curve_publickey, keys.open);
            socket.set(zmq::sockopt::curve_secretkey, keys.secret);
        }
        socket.connect(endpoint.address);
        return {};
    } catch (const zmq::error_t& error) {
        return Error{"bus.cannot-connect", ErrorClass::retry,
                     fmt::format("cannot connect to {}: {}", endpoint.address, error.what())};
    }
}

}  // namespace crossdock::bus
