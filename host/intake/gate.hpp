// The gate: documents that are checked against their type before they are accepted, so that a bad one is refused with
// its reason and nothing of it is kept.
#pragma once

#include <optional>

#include "host/intake/format_clients.hpp"
#include "host/plugins/message_receiver.hpp"

namespace crossdock::intake {

// Used by the gate's thread only.
class Gate {
public:
    Gate(plugins::AdapterHost& adapters, const site::Deployment& deployment)
        : deployment_(&deployment), formats_(adapters, deployment) {}

    // For each message why it must not be accepted, or nothing. Errors of class permanent name the JSON pointer.
    std::vector<std::optional<Error>> check(const std::vector<const plugins::ReceivedMessage*>& messages);

private:
    const site::Deployment* deployment_;
    FormatClients formats_;
};

}  // namespace crossdock::intake
