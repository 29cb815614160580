// A format client's connection to its lane: one question, one answer, wherever the adapter runs.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "host/plugins/hub/hub.hpp"

namespace crossdock::plugins {

class Peer;

// Used by one thread. A connection follows its adapter through restarts: each call goes to the runner that is alive.
class LaneConnection {
public:
    LaneConnection(Hub& hub, Peer& peer, std::uint32_t lane);

    // The answer. Fails with `plugin.died`, `plugin.deadline`, `plugin.hung` (a call before is still not answered),
    // `adapter.not-running` (it ended before and did not come back) or `adapter.stopped`, all of class retry. A failure
    // that the adapter itself answered is the answer.
    Result<bus::Received> ask(bus::Frame request, std::uint64_t operation);
    // A request without an answer.
    void tell(bus::Frame request);

    // Connects when it is not connected; waits for a restart under way.
    Status connect();
    // Of the runner that it is connected to.
    [[nodiscard]] std::uint64_t generation() const { return generation_; }
    [[nodiscard]] std::uint64_t next_operation() { return ++last_operation_; }
    [[nodiscard]] const std::string& adapter() const;
    // Of an answer that cannot be worked with, for a person: `how` is a sentence.
    [[nodiscard]] Error broke_contract(std::string_view how) const;
    // The adapter runs in a process, which may be killed and started again.
    [[nodiscard]] bool restarts() const;

private:
    [[nodiscard]] bool alive() const;
    Error died();

    Hub* hub_;
    Peer* peer_;
    std::uint32_t lane_;
    std::optional<zmq::socket_t> socket_;
    std::uint64_t generation_ = 0;
    std::uint64_t last_operation_ = 0;
    std::uint64_t unanswered_ = 0;  // the operation that never was
};

}  // namespace crossdock::plugins
