// Operations that the host began in an adapter and that the adapter has not ended yet.
#pragma once

#include <crossdock/service.h>
#include <crossdock/sink.h>

#include <functional>
#include <mutex>
#include <unordered_map>

#include "host/bus/sender.hpp"
#include "host/plugins/wire/op.hpp"

namespace crossdock::plugins {

// What an operation was begun with; the adapter may read all of it until the operation has ended.
struct OperationInputs {
    bus::Received request;
    std::vector<crossdock_header_view> headers;
    crossdock_delivery delivery{};
    crossdock_call call{};
};

// Keeps an operation's inputs until the adapter has both ended it and returned from beginning it, and lets it be ended
// once. Thread-safe.
class Operations {
public:
    using Report = std::function<void(const std::string&)>;  // of a breach of contract

    Operations(bus::Sender& to_host, Report report) : to_host_(&to_host), report_(std::move(report)) {}

    // The inputs, kept in place until the operation is gone.
    OperationInputs& begin(bus::Received request);
    // The adapter returned from `submit`, `check` or `call`. Anything but OK ends the operation with `error`.
    void returned(std::uint64_t operation, crossdock_status status, const crossdock_error& error);
    // The adapter ends it. BAD_STATE when it has ended before or never began.
    crossdock_status complete(std::uint64_t operation, const crossdock_outcome& outcome);
    // Answers CANCELLED for all that is left.
    void cancel_all();

    // What the operation is, if it is under way; marks it as cancelled.
    std::optional<Op> mark_cancelled(std::uint64_t operation);
    bool is_cancelled(std::uint64_t operation);
    [[nodiscard]] std::size_t size();

private:
    struct Operation {
        OperationInputs inputs;
        bool ended = false;
        bool returned = false;
        bool cancelled = false;
    };

    // Takes the right to end the operation; false when that is gone.
    bool end(std::uint64_t operation, Op& op);
    void answer(Op op, std::uint64_t operation, crossdock_status status, const crossdock_error* error);

    bus::Sender* to_host_;
    Report report_;
    std::mutex mutex_;
    std::unordered_map<std::uint64_t, std::unique_ptr<Operation>> operations_;
};

}  // namespace crossdock::plugins
