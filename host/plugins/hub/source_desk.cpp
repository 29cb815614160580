#include "host/plugins/hub/source_desk.hpp"

#include <crossdock/source.h>

#include <algorithm>

#include "host/journal/entity_names.hpp"
#include "host/plugins/wire/error.hpp"
#include "host/plugins/wire/op.hpp"

namespace crossdock::plugins {

class ReceiptBox : public std::enable_shared_from_this<ReceiptBox> {
public:
    explicit ReceiptBox(SourceDesk& desk) : desk_(&desk) {}

    void put(SourceKey source, std::uint64_t message, Receipt receipt) {
        const std::lock_guard lock(mutex_);
        if (desk_ == nullptr) return;
        items_.push_back({source, {message, std::move(receipt)}});
        if (items_.size() == 1) desk_->hub_->post([box = shared_from_this()] { box->deliver(); });
    }
    void put(SourceKey source, std::uint64_t message, Reply reply) {
        const std::lock_guard lock(mutex_);
        if (desk_ == nullptr) return;
        desk_->hub_->post([box = shared_from_this(), source, message, reply = std::move(reply)] {
            if (SourceDesk* desk = box->desk()) desk->reply_came(source, message, reply);
        });
    }
    void close() {
        const std::lock_guard lock(mutex_);
        desk_ = nullptr;
        items_.clear();
    }

private:
    struct Item {
        SourceKey source;
        SourceDesk::ReceiptItem item;
    };

    // The desk is closed on the bus thread only, so there it stays.
    SourceDesk* desk() {
        const std::lock_guard lock(mutex_);
        return desk_;
    }
    void deliver() {
        std::vector<Item> items;
        SourceDesk* const to = desk();
        {
            const std::lock_guard lock(mutex_);
            items.swap(items_);
        }
        if (to == nullptr) return;
        for (Item& item : items) to->receipt_came(item.source, std::move(item.item));
    }

    std::mutex mutex_;
    SourceDesk* desk_;
    std::vector<Item> items_;
};

SourceDesk::SourceDesk(Hub& hub, journal::Store* store)
    : hub_(&hub), store_(store), box_(std::make_shared<ReceiptBox>(*this)) {}

SourceDesk::~SourceDesk() {
    payloads_.stop();
    box_->close();
}

bool SourceDesk::has_room() { return receiver_ != nullptr && receiver_->has_room(); }

void SourceDesk::open(SourceKey key, std::string runner, const AdapterSettings& settings) {
    Source& source = sources_[key];
    source.runner = std::move(runner);
    source.adapter = settings.name;
    source.withheld = settings.lane.credit;
    refresh_credit();
}

void SourceDesk::close(SourceKey source) { sources_.erase(source); }

std::uint64_t SourceDesk::in_flight(SourceKey source) const {
    const auto found = sources_.find(source);
    return found == sources_.end() ? 0 : found->second.in_flight;
}

void SourceDesk::commit_came(SourceKey key, const bus::Received& frame) {
    const auto found = sources_.find(key);
    if (found == sources_.end()) return;
    Source& source = found->second;
    ByteReader in = frame.fields();
    ReceivedMessage message;
    message.adapter = source.adapter;
    for (auto* text : {&message.dedupe_key, &message.origin, &message.partner, &message.content_type})
        *text = in.text();
    message.reply_timeout_ms = in.fixed<std::uint32_t>();
    message.headers.resize(in.count(2));
    for (auto& [name, value] : message.headers) {
        name = in.text();
        value = in.text();
    }
    const auto digest = in.raw(message.digest.size());
    if (in.failed() || frame.parts.empty()) return;
    std::copy(digest.begin(), digest.end(), message.digest.begin());
    ++source.in_flight;
    const std::uint64_t id = frame.head.operation;
    const std::string_view bytes = bus::view(frame.parts[0]);
    if (const auto large = source.large.find(id); large != source.large.end()) {
        auto pieces = std::move(large->second);
        source.large.erase(large);
        payloads_.run([pieces, last = std::string(bytes)] { pieces->write(last); });
        return finish_large(key, id, pieces, std::move(message));
    }
    message.size = bytes.size();
    message.payload.bytes = std::string(bytes);
    arrive(key, id, std::move(message));
}

void SourceDesk::piece_came(SourceKey key, bus::Received frame) {
    const auto found = sources_.find(key);
    if (found == sources_.end() || frame.parts.empty()) return;
    const std::uint64_t id = frame.head.operation;
    std::shared_ptr<LargeMessage>& large = found->second.large[id];
    if (!large) large = std::make_shared<LargeMessage>(store_);
    auto piece = std::make_shared<bus::Part>(std::move(frame.parts[0]));
    payloads_.run([this, large, piece, id, runner = found->second.runner] {
        large->write(bus::view(*piece));
        hub_->post([this, runner, id] { hub_->send(runner, bus::Frame(Op::piece, id)); });
    });
}

void SourceDesk::finish_large(SourceKey key, std::uint64_t id, const std::shared_ptr<LargeMessage>& large,
                              ReceivedMessage received) {
    auto message = std::make_shared<ReceivedMessage>(std::move(received));
    payloads_.run([this, key, id, large, message] {
        message->size = large->size();
        auto payload = std::make_shared<Result<journal::NewPayload>>(large->finish(message->digest));
        hub_->post([this, key, id, message, payload] {
            if (!payload->ok()) return receipt_came(key, {id, Receipt{Verdict::refused, 0, payload->error()}});
            message->payload = std::move(*payload).value();
            arrive(key, id, std::move(*message));
        });
    });
}

void SourceDesk::arrive(SourceKey key, std::uint64_t id, ReceivedMessage received) {
    MessageReceiver::Arrival arrival;
    const bool wants_reply = received.reply_timeout_ms != 0;
    arrival.message = std::move(received);
    arrival.done = [box = box_, key, id](Receipt receipt) { box->put(key, id, std::move(receipt)); };
    if (wants_reply) arrival.answer = [box = box_, key, id](Reply reply) { box->put(key, id, std::move(reply)); };
    arrivals_.push_back(std::move(arrival));
}

void SourceDesk::abandon_came(SourceKey key, const bus::Received& frame) {
    if (const auto found = sources_.find(key); found != sources_.end()) found->second.large.erase(frame.head.operation);
}

void SourceDesk::refused_came(SourceKey key, const bus::Received& frame) {
    const auto found = sources_.find(key);
    if (found == sources_.end() || receiver_ == nullptr) return;
    ByteReader in = frame.fields();
    const std::string origin(in.text());
    Error why;
    why.code = in.text();
    why.text = in.text();
    receiver_->refused(found->second.adapter, origin, why);
}

void SourceDesk::receipt_came(SourceKey key, ReceiptItem item) {
    const auto found = sources_.find(key);
    if (found == sources_.end()) return;
    Source& source = found->second;
    if (source.in_flight > 0) --source.in_flight;
    ++source.withheld;
    source.receipts.push_back(std::move(item));
    has_receipts_ = true;
}

void SourceDesk::send_receipts(Source& source) {
    bus::Frame frame(Op::receipts);
    auto out = frame.fields();
    out.varint(source.receipts.size());
    out.fixed(has_room() ? std::exchange(source.withheld, 0) : 0U);
    for (const auto& [message, receipt] : source.receipts) {
        out.varint(message);
        out.fixed(static_cast<std::uint8_t>(receipt.verdict == Verdict::accepted        ? CROSSDOCK_ACCEPTED
                                            : receipt.verdict == Verdict::already_known ? CROSSDOCK_ALREADY_KNOWN
                                                                                        : CROSSDOCK_REFUSED));
        out.text(receipt.id == 0 ? std::string{} : journal::show_message(receipt.id));
        if (receipt.verdict == Verdict::refused) write(out, receipt.error);
    }
    source.receipts.clear();
    hub_->send(source.runner, std::move(frame));
}

void SourceDesk::reply_came(SourceKey key, std::uint64_t message, const Reply& reply) {
    const auto found = sources_.find(key);
    if (found == sources_.end()) return;
    // The receipt goes first.
    if (!found->second.receipts.empty()) send_receipts(found->second);
    bus::Frame frame(Op::reply, message);
    auto out = frame.fields();
    out.fixed<std::uint8_t>(reply.complete ? 1 : 0);
    out.text(reply.id == 0 ? std::string{} : journal::show_message(reply.id));
    out.text(reply.content_type);
    out.fixed<std::uint8_t>(reply.error ? 1 : 0);
    if (reply.error) write(out, *reply.error);
    frame.add(bus::owned_part(reply.payload));
    hub_->send(found->second.runner, std::move(frame));
}

void SourceDesk::flush() {
    if (!arrivals_.empty() && receiver_ != nullptr) receiver_->received(std::exchange(arrivals_, {}));
    if (!std::exchange(has_receipts_, false)) return;
    for (auto& [key, source] : sources_)
        if (!source.receipts.empty()) send_receipts(source);
}

void SourceDesk::refresh_credit() {
    for (auto& [key, source] : sources_) {
        if (source.withheld == 0 || !has_room()) continue;
        bus::Frame frame(Op::credit);
        frame.fields().fixed(std::exchange(source.withheld, 0));
        hub_->send(source.runner, std::move(frame));
    }
}

}  // namespace crossdock::plugins
