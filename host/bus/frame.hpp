// Frames: what travels between the host and an adapter's runner. Private to one build; see build_id.hpp.
//
// A frame is one ZeroMQ message: a head (`op`, `status`, `generation`, `operation`, then fields), and parts for larger
// bytes, which are never copied on the way to another thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/binary.hpp"
#include "host/bus/parts.hpp"

namespace crossdock::bus {

struct FrameHead {
    std::uint16_t op = 0;
    std::uint16_t reserved = 0;
    std::int32_t status = 0;
    std::uint64_t generation = 0;  // of the runner: a restarted one has a higher
    std::uint64_t operation = 0;   // what an answer is matched by; 0: none
};

// A frame to be sent. `fields()` appends to its head.
class Frame {
public:
    explicit Frame(FrameHead head) : bytes_(reinterpret_cast<const char*>(&head), sizeof head) {}
    template <typename Op>
    explicit Frame(Op op, std::uint64_t operation = 0)
        : Frame(FrameHead{static_cast<std::uint16_t>(op), 0, 0, 0, operation}) {}

    [[nodiscard]] ByteWriter fields() { return ByteWriter(bytes_); }
    // Takes back all fields.
    void drop_fields() { bytes_.resize(sizeof(FrameHead)); }
    void add(Part part) { parts_.push_back(std::move(part)); }
    void set_status(std::int32_t status);
    void set_generation(std::uint64_t generation);

    // Sends to `route` (of a ROUTER; empty for a DEALER). False when the peer is not there or the queue is full: the
    // frame is then lost. One thread at a time uses a socket.
    bool send(zmq::socket_t& socket, std::string_view route = {}) &&;

private:
    std::string bytes_;
    std::vector<Part> parts_;
};

// A frame that came, owned.
class Received {
public:
    FrameHead head;
    std::string route;  // who sent it, from a ROUTER
    std::vector<Part> parts;

    // Reads the fields anew.
    [[nodiscard]] ByteReader fields() const { return ByteReader(as_bytes(view(bytes_).substr(sizeof(FrameHead)))); }
    template <typename Op>
    [[nodiscard]] Op op() const {
        return static_cast<Op>(head.op);
    }

    // Empty when nothing came within the socket's receive timeout, or with `wait` false nothing is there. A malformed
    // message is dropped and answers empty too.
    static std::optional<Received> receive(zmq::socket_t& socket, bool from_router, bool wait);

private:
    Part bytes_;
};

}  // namespace crossdock::bus
