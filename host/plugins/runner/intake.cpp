#include "host/plugins/runner/intake.hpp"

#include "host/base/sha256.hpp"
#include "host/plugins/wire/error.hpp"

namespace crossdock::plugins {

namespace {

crossdock_status fail(crossdock_error* error, std::string code, std::string text) {
    to_abi(Error{std::move(code), ErrorClass::retry, std::move(text)}, error);
    return CROSSDOCK_FAILED;
}

}  // namespace

crossdock_status Intake::open(std::uint64_t* message, crossdock_error* error) {
    const std::lock_guard lock(mutex_);
    std::uint32_t credit = credit_.load();
    while (credit != 0 && !credit_.compare_exchange_weak(credit, credit - 1)) {
    }
    if (credit == 0 || closed_) {
        if (credit != 0) credit_.fetch_add(1);
        to_abi(Error{"host.no-credit", ErrorClass::retry, "no credit: wait until the host gives some"}, error);
        return CROSSDOCK_FULL;
    }
    *message = ++last_;
    messages_.emplace(last_, std::make_unique<Message>());
    return CROSSDOCK_OK;
}

Intake::Message* Intake::find(std::uint64_t id, crossdock_error* error) {
    const auto found = messages_.find(id);
    if (found != messages_.end() && !found->second->committed) return found->second.get();
    to_abi(Error{"host.unknown-message", ErrorClass::permanent, "the message is not open"}, error);
    return nullptr;
}

crossdock_status Intake::write(std::uint64_t id, std::string_view piece, crossdock_error* error) {
    Message* message = nullptr;
    {
        const std::lock_guard lock(mutex_);
        message = find(id, error);
        if (message == nullptr) return CROSSDOCK_BAD_STATE;
    }
    // One thread a message at a time: its bytes need no lock.
    while (!piece.empty()) {
        if (message->bytes.size() >= piece_bytes)
            if (const Status sent = send_piece(id, *message); !sent.ok()) {
                to_abi(sent.error(), error);
                return CROSSDOCK_FAILED;
            }
        const std::size_t size = std::min(piece.size(), piece_bytes - message->bytes.size());
        message->bytes.append(piece.substr(0, size));
        piece.remove_prefix(size);
    }
    return CROSSDOCK_OK;
}

Status Intake::send_piece(std::uint64_t id, Message& message) {
    std::unique_lock lock(mutex_);
    while (message.under_way >= pieces_under_way_max && !closed_) {
        lock.unlock();
        const bool pumped = pump_();
        lock.lock();
        if (!pumped) taken_.wait(lock, [&] { return message.under_way < pieces_under_way_max || closed_; });
    }
    if (closed_) return Error{"host.stopping", ErrorClass::retry, "the host stops: the message is not taken"};
    ++message.under_way;
    message.in_pieces = true;
    lock.unlock();
    bus::Frame frame(Op::piece, id);
    frame.add(bus::owned_part(std::exchange(message.bytes, {})));
    to_host_->send(std::move(frame));
    return {};
}

crossdock_status Intake::commit(std::uint64_t id, const crossdock_commit& given, crossdock_error* error) {
    const crossdock_commit commit = sized_copy(&given);
    bus::Frame frame(Op::commit, id);
    auto fields = frame.fields();
    for (const auto& text : {commit.dedupe_key, commit.origin, commit.partner, commit.content_type})
        fields.text(text_of(text));
    fields.fixed(commit.reply_timeout_ms);
    fields.varint(commit.header_count);
    for (std::uint64_t at = 0; at < commit.header_count; ++at) {
        fields.text(text_of(commit.headers[at].name));
        fields.text(text_of(commit.headers[at].value));
    }
    std::string bytes;
    {
        const std::lock_guard lock(mutex_);
        Message* message = find(id, error);
        if (message == nullptr) return CROSSDOCK_BAD_STATE;
        if (closed_) {
            messages_.erase(id);
            return fail(error, "host.stopping", "the host stops: the message is not taken");
        }
        message->committed = true;
        bytes = std::move(message->bytes);
    }
    // The digest is made here, where many threads can, and not on the bus thread.
    fields.raw(sha256(as_bytes(bytes)));
    frame.add(bus::owned_part(std::move(bytes)));
    if (to_host_->send(std::move(frame))) return CROSSDOCK_OK;
    const std::lock_guard lock(mutex_);
    messages_.erase(id);
    return fail(error, "host.gone", "the host cannot be reached");
}

void Intake::abandon(std::uint64_t id) {
    bool in_pieces = false;
    {
        const std::lock_guard lock(mutex_);
        const auto found = messages_.find(id);
        if (found == messages_.end() || found->second->committed) return;
        in_pieces = found->second->in_pieces;
        messages_.erase(found);
    }
    if (in_pieces) to_host_->send(bus::Frame(Op::abandon, id));
    give_credit_(1);
}

void Intake::refused(std::string_view origin, std::string_view code, std::string_view text) {
    bus::Frame frame(Op::refused);
    auto fields = frame.fields();
    fields.text(origin);
    fields.text(code);
    fields.text(text);
    to_host_->send(std::move(frame));
}

void Intake::piece_taken(std::uint64_t id) {
    const std::lock_guard lock(mutex_);
    if (const auto found = messages_.find(id); found != messages_.end() && found->second->under_way > 0)
        --found->second->under_way;
    taken_.notify_all();
}

bool Intake::receipt_came(std::uint64_t id) {
    const std::lock_guard lock(mutex_);
    const auto found = messages_.find(id);
    if (found == messages_.end() || !found->second->committed) return false;
    messages_.erase(found);
    return true;
}

std::vector<std::uint64_t> Intake::without_receipt() {
    std::vector<std::uint64_t> left;
    const std::lock_guard lock(mutex_);
    for (const auto& [id, message] : messages_)
        if (message->committed) left.push_back(id);
    return left;
}

void Intake::close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    taken_.notify_all();
}

}  // namespace crossdock::plugins
