// Where a socket is reached, and how it is protected: `inproc` between threads, `ipc` to another process where the
// system has it, else `tcp` on the loopback with CURVE and keys that are made for one run.
#pragma once

#include <filesystem>
#include <string>
#include <zmq.hpp>

#include "host/base/result.hpp"

namespace crossdock::bus {

struct Endpoint {
    std::string address;
    std::string server_key;  // CURVE, Z85 text (ZeroMQ RFC 32); empty: none. Who knows it may connect: keep it secret
};

// Binds `socket` for other processes: `ipc` at `folder/name`, or `tcp` when that cannot be bound (its path is longer
// than the system allows, no such transport). Code `bus.cannot-bind`.
Result<Endpoint> bind_for_processes(zmq::socket_t& socket, const std::filesystem::path& folder,
                                    const std::string& name);

// Code `bus.cannot-connect`.
Status connect(zmq::socket_t& socket, const Endpoint& endpoint);

// A socket as all of the bus's are: it does not linger, and its queue has no bound of its own, because credits and
// widths bound what is under way.
zmq::socket_t make_socket(zmq::context_t& context, zmq::socket_type type);

}  // namespace crossdock::bus
