// The runner's half of a source's messages: credits, pieces, commits.
#pragma once

#include <crossdock/source.h>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "host/base/result.hpp"
#include "host/bus/sender.hpp"
#include "host/plugins/wire/op.hpp"

namespace crossdock::plugins {

// A small message travels in its commit; a larger one in pieces, of which a few may be under way at once, and `write`
// waits for the host to take them. Thread-safe as the ABI's tags say.
class Intake {
public:
    // `pump` lets the adapter's main thread go on receiving while it waits: true when it did, false on other threads.
    // `give_credit` tells the source, on its main thread, that it may open so many more messages.
    Intake(bus::Sender& to_host, std::function<bool()> pump, std::function<void(std::uint32_t)> give_credit)
        : to_host_(&to_host), pump_(std::move(pump)), give_credit_(std::move(give_credit)) {}

    crossdock_status open(std::uint64_t* message, crossdock_error* error);
    crossdock_status write(std::uint64_t message, std::string_view piece, crossdock_error* error);
    crossdock_status commit(std::uint64_t message, const crossdock_commit& commit, crossdock_error* error);
    void abandon(std::uint64_t message);
    void refused(std::string_view origin, std::string_view code, std::string_view text);

    // The host lets the source open so many more.
    void add_credit(std::uint32_t messages) { credit_.fetch_add(messages); }
    [[nodiscard]] std::uint32_t credit() const { return credit_.load(); }
    // The host took a piece.
    void piece_taken(std::uint64_t message);
    // A receipt came for a committed message. False when none was waited for.
    bool receipt_came(std::uint64_t message);
    [[nodiscard]] std::vector<std::uint64_t> without_receipt();
    // From here on nothing is opened or written.
    void close();

private:
    struct Message {
        std::string bytes;  // not sent yet
        bool in_pieces = false;
        std::uint32_t under_way = 0;  // pieces that the host has not taken
        bool committed = false;
    };

    Message* find(std::uint64_t message, crossdock_error* error);
    Status send_piece(std::uint64_t id, Message& message);

    static constexpr std::size_t piece_bytes = 64 * 1024;
    static constexpr std::uint32_t pieces_under_way_max = 16;

    bus::Sender* to_host_;
    std::function<bool()> pump_;
    std::function<void(std::uint32_t)> give_credit_;
    std::atomic<std::uint32_t> credit_ = 0;
    std::mutex mutex_;
    std::condition_variable taken_;
    std::unordered_map<std::uint64_t, std::unique_ptr<Message>> messages_;
    std::uint64_t last_ = 0;
    bool closed_ = false;
};

}  // namespace crossdock::plugins
