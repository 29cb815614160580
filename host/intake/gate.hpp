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

    // Why a message must not be accepted; permanent errors name the JSON pointer.
    struct Refusal {
        Error error;
        std::vector<journal::TraceKey> keys;  // by which it can be found, without their entity
    };
    // For each message its refusal, or nothing. A format that could not be asked, or that failed over a document, is no
    // reason to refuse it: it is accepted, and intake parks it when it fails again.
    std::vector<std::optional<Refusal>> check(const std::vector<const plugins::ReceivedMessage*>& messages);

private:
    const site::Deployment* deployment_;
    FormatClients formats_;
};

}  // namespace crossdock::intake
