// One socket that any thread may send on.
#pragma once

#include <mutex>

#include "host/bus/frame.hpp"

namespace crossdock::bus {

// A lock hands the socket from thread to thread, which ZeroMQ allows where a full fence lies between; so a frame needs
// no further thread on its way. Thread-safe.
class Sender {
public:
    explicit Sender(zmq::socket_t socket) : socket_(std::move(socket)) {}

    bool send(Frame frame) {
        const std::lock_guard lock(mutex_);
        return std::move(frame).send(socket_);
    }

private:
    std::mutex mutex_;
    zmq::socket_t socket_;
};

}  // namespace crossdock::bus
