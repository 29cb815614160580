// A lane thread of a format: answers the calls of the clients that are connected to it, one after the other.
#pragma once

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "host/bus/endpoint.hpp"
#include "host/plugins/runner/format_calls.hpp"

namespace crossdock::plugins {

class FormatLane {
public:
    FormatLane(std::shared_ptr<zmq::context_t> context, const Services& services, FormatTable format);
    FormatLane(const FormatLane&) = delete;
    FormatLane& operator=(const FormatLane&) = delete;
    // `finish` must have answered true.
    ~FormatLane() = default;

    // Binds and starts the thread. `name` is unique in the context.
    Result<bus::Endpoint> open(const std::string& name);
    // Ends the thread after the call at hand. False when that takes longer: then this object must live for ever.
    bool finish(std::int64_t within_ms);

private:
    void loop();

    std::shared_ptr<zmq::context_t> context_;
    const Services* services_;
    FormatCalls calls_;
    zmq::socket_t socket_;
    std::string inproc_;
    std::thread thread_;
    std::mutex mutex_;
    std::condition_variable ended_changed_;
    bool ended_ = false;
};

}  // namespace crossdock::plugins
