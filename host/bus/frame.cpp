#include "host/bus/frame.hpp"

#include <cstddef>
#include <cstring>

#include "host/bus/hand_over.hpp"

namespace crossdock::bus {

void Frame::set_status(std::int32_t status) {
    std::memcpy(bytes_.data() + offsetof(FrameHead, status), &status, sizeof status);
}

void Frame::set_generation(std::uint64_t generation) {
    std::memcpy(bytes_.data() + offsetof(FrameHead, generation), &generation, sizeof generation);
}

bool Frame::send(zmq::socket_t& socket, std::string_view route) && {
    using zmq::send_flags;
    try {
        if (!route.empty()) {
            Part to(route.data(), route.size());
            if (!socket.send(to, send_flags::sndmore | send_flags::dontwait)) return false;
        }
        Part head = owned_part(std::move(bytes_));
        const auto more = [&](std::size_t left) {
            return (left == 0 ? send_flags::none : send_flags::sndmore) | send_flags::dontwait;
        };
        hand_over(head.data());
        if (!socket.send(head, more(parts_.size()))) return false;
        for (std::size_t at = 0; at < parts_.size(); ++at) {
            hand_over(parts_[at].data());
            if (!socket.send(parts_[at], more(parts_.size() - at - 1))) return false;
        }
        return true;
    } catch (const zmq::error_t&) {
        return false;
    }
}

std::optional<Received> Received::receive(zmq::socket_t& socket, bool from_router, bool wait) {
    const auto flags = wait ? zmq::recv_flags::none : zmq::recv_flags::dontwait;
    try {
        Received frame;
        Part part;
        if (!socket.recv(part, flags)) return {};
        if (from_router) {
            frame.route = view(part);
            if (!part.more()) return {};
            if (!socket.recv(part)) return {};
        }
        frame.bytes_ = std::move(part);
        take_over(frame.bytes_.data());
        bool more = frame.bytes_.more();
        while (more) {
            Part& next = frame.parts.emplace_back();
            if (!socket.recv(next)) return {};
            take_over(next.data());
            more = next.more();
        }
        if (frame.bytes_.size() < sizeof(FrameHead)) return {};
        std::memcpy(&frame.head, frame.bytes_.data(), sizeof(FrameHead));
        return frame;
    } catch (const zmq::error_t&) {
        return {};
    }
}

}  // namespace crossdock::bus
