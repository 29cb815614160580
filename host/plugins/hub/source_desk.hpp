// The host's half of all sources' messages: gathers arrivals, hands them to the receiver together, sends receipts and
// credit back.
#pragma once

#include <map>
#include <tuple>
#include <unordered_map>

#include "host/plugins/hub/hub.hpp"
#include "host/plugins/hub/payload_thread.hpp"
#include "host/plugins/message_receiver.hpp"
#include "host/plugins/settings.hpp"

namespace crossdock::plugins {

// What came of messages, on its way to the bus thread from whichever thread found out. Outlives the desk: receivers
// may answer late.
class ReceiptBox;

// Which runner a message belongs to. A restarted one has another generation: late receipts find nobody.
struct SourceKey {
    std::size_t adapter = 0;
    std::uint64_t generation = 0;
    bool operator<(const SourceKey& other) const {
        return std::tie(adapter, generation) < std::tie(other.adapter, other.generation);
    }
};

// Used on the bus thread.
class SourceDesk {
public:
    SourceDesk(Hub& hub, journal::Store* store);
    SourceDesk(const SourceDesk&) = delete;
    SourceDesk& operator=(const SourceDesk&) = delete;
    ~SourceDesk();

    // Before the first source is opened.
    void set_receiver(MessageReceiver& receiver) { receiver_ = &receiver; }

    // A source has started and gets its first credit as soon as there is room.
    void open(SourceKey source, std::string runner, const AdapterSettings& settings);
    // Its process is gone, or it is stopped: what it had open is abandoned; what it had committed goes on.
    void close(SourceKey source);

    void commit_came(SourceKey source, const bus::Received& frame);
    void piece_came(SourceKey source, bus::Received frame);
    void abandon_came(SourceKey source, const bus::Received& frame);
    void refused_came(SourceKey source, const bus::Received& frame);

    // Hands over what has come, and sends what is due to sources.
    void flush();
    // Gives credit again that was held back.
    void refresh_credit();
    [[nodiscard]] std::uint64_t in_flight(SourceKey source) const;

private:
    struct ReceiptItem {
        std::uint64_t message = 0;
        Receipt receipt;
    };
    struct Source {
        std::string runner;
        std::string adapter;
        std::uint32_t withheld = 0;  // credit to give when there is room
        std::uint64_t in_flight = 0;
        std::unordered_map<std::uint64_t, std::shared_ptr<LargeMessage>> large;
        std::vector<ReceiptItem> receipts;  // to be sent
    };
    friend class ReceiptBox;

    void arrive(SourceKey source, std::uint64_t message, ReceivedMessage received);
    void finish_large(SourceKey source, std::uint64_t message, const std::shared_ptr<LargeMessage>& large,
                      ReceivedMessage received);
    void receipt_came(SourceKey source, ReceiptItem item);
    void reply_came(SourceKey source, std::uint64_t message, const Reply& reply);
    void send_receipts(Source& source);
    bool has_room();

    Hub* hub_;
    journal::Store* store_;
    MessageReceiver* receiver_ = nullptr;
    std::shared_ptr<ReceiptBox> box_;
    std::map<SourceKey, Source> sources_;
    std::vector<MessageReceiver::Arrival> arrivals_;
    bool has_receipts_ = false;
    PayloadThread payloads_;
};

}  // namespace crossdock::plugins
