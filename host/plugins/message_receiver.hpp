// What a source's messages are handed to: intake implements it, the adapters' side of the host calls it.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "host/base/result.hpp"
#include "host/journal/types.hpp"

namespace crossdock::plugins {

struct ReceivedMessage {
    std::string adapter;
    std::string dedupe_key;
    std::string origin;
    std::string partner;  // as the transport knows it; empty: the format says
    std::string content_type;
    std::vector<std::pair<std::string, std::string>> headers;
    std::uint32_t reply_timeout_ms = 0;  // 0: no reply wanted
    journal::NewPayload payload;         // finished: in memory, or a durable blob
    journal::Digest digest{};
    std::uint64_t size = 0;
};

enum class Verdict { accepted, already_known, refused };

struct Receipt {
    Verdict verdict = Verdict::refused;
    journal::EntityId id = 0;
    Error error{};  // when refused
};

struct Reply {
    bool complete = false;  // false: the deadline came first
    journal::EntityId id = 0;
    std::string payload;
    std::string content_type;
    std::optional<Error> error;
};

// Called on the bus thread; must not block. `done` may be called from any thread, exactly once a message.
class MessageReceiver {
public:
    virtual ~MessageReceiver() = default;
    using Done = std::function<void(Receipt)>;
    using Answer = std::function<void(Reply)>;
    // Several at once, as they came: one commit for all of them.
    struct Arrival {
        ReceivedMessage message;
        Done done;
        Answer answer;  // called once after `done` said accepted or known, when a reply was asked for
    };
    virtual void received(std::vector<Arrival> arrivals) = 0;
    virtual void refused(const std::string& adapter, const std::string& origin, const Error& why) = 0;
    // May sources open new messages? Asked before credit is given out; when it turns true again, the host calls
    // AdapterHost::refresh_credit.
    virtual bool has_room() = 0;
};

}  // namespace crossdock::plugins
