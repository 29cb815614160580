// The intake's calls.
#include <crossdock/cpp/views.hpp>
#include <crossdock/testing/fake_intake.hpp>

namespace crossdock::sdk::testing {

namespace {

bool take_error(std::vector<ErrorCopy>& errors, crossdock_error* error) {
    if (errors.empty()) return false;
    errors.front().fill(error);
    errors.erase(errors.begin());
    return true;
}

}  // namespace

crossdock_status FakeIntake::open(std::uint64_t* message, crossdock_error* error) {
    const std::lock_guard lock(mutex_);
    if (take_error(open_errors_, error)) return CROSSDOCK_FAILED;
    if (credit_ == 0) {
        fill_error(error, CROSSDOCK_ERROR_RETRY, "intake.no-credit",
                   "the source has no credit; wait until it is given");
        return CROSSDOCK_FULL;
    }
    --credit_;
    const std::uint64_t number = messages_.size() + 1;
    messages_[number].number = number;
    *message = number;
    queue_.ring();
    return CROSSDOCK_OK;
}

ReceivedMessage* FakeIntake::find_open(std::uint64_t message, const char* call, crossdock_error* error) {
    const auto found = messages_.find(message);
    if (found != messages_.end() && found->second.state == MessageState::open) return &found->second;
    const std::string text =
        "message " + std::to_string(message) + " is not open: it was never opened, or committed or abandoned";
    misuses_.push_back(std::string("intake.") + call + ": " + text);
    fill_error(error, CROSSDOCK_ERROR_PERMANENT, "intake.not-open", text);
    return nullptr;
}

crossdock_status FakeIntake::write(std::uint64_t message, std::string_view piece, crossdock_error* error) {
    const std::lock_guard lock(mutex_);
    ReceivedMessage* open = find_open(message, "write", error);
    if (open == nullptr) return CROSSDOCK_BAD_STATE;
    if (take_error(write_errors_, error)) return CROSSDOCK_FAILED;
    open->payload.append(piece);
    return CROSSDOCK_OK;
}

crossdock_status FakeIntake::commit(std::uint64_t message, const crossdock_commit& commit, crossdock_error* error) {
    const std::lock_guard lock(mutex_);
    ReceivedMessage* open = find_open(message, "commit", error);
    if (open == nullptr) return CROSSDOCK_BAD_STATE;
    if (take_error(commit_errors_, error)) {
        open->state = MessageState::abandoned;
        ++credit_;
        return CROSSDOCK_FAILED;
    }
    open->dedupe_key = text(commit.dedupe_key);
    open->origin = text(commit.origin);
    open->partner = text(commit.partner);
    open->content_type = text(commit.content_type);
    open->reply_timeout_ms = commit.reply_timeout_ms;
    for (std::uint64_t index = 0; index < commit.header_count; ++index)
        open->headers.emplace_back(text(commit.headers[index].name), text(commit.headers[index].value));
    open->state = MessageState::awaiting_verdict;
    if (holds_)
        held_.push_back(message);
    else
        settle(*open);
    return CROSSDOCK_OK;
}

void FakeIntake::abandon(std::uint64_t message) {
    const std::lock_guard lock(mutex_);
    if (ReceivedMessage* open = find_open(message, "abandon", nullptr)) {
        open->state = MessageState::abandoned;
        ++credit_;
    }
    queue_.ring();
}

void FakeIntake::refused(std::string_view origin, std::string_view code, std::string_view text) {
    const std::lock_guard lock(mutex_);
    refusals_.push_back({std::string(origin), std::string(code), std::string(text)});
    queue_.ring();
}

Receipt FakeIntake::verdict(const ReceivedMessage& message) const {
    if (decision_) return decision_(message);
    if (!message.dedupe_key.empty())
        for (const auto& [number, other] : messages_) {
            const bool kept = other.state == MessageState::settled && other.receipt.verdict == CROSSDOCK_ACCEPTED;
            if (!kept || other.dedupe_key != message.dedupe_key) continue;
            if (other.payload == message.payload) return {CROSSDOCK_ALREADY_KNOWN, other.receipt.id, {}};
            return {CROSSDOCK_REFUSED,
                    {},
                    {CROSSDOCK_ERROR_NEEDS_PERSON, "intake.key-reused", "the same key came with other content"}};
        }
    return {};
}

void FakeIntake::settle(ReceivedMessage& message) {
    message.receipt = verdict(message);
    const bool refused = message.receipt.verdict == CROSSDOCK_REFUSED;
    if (message.receipt.id.empty() && !refused) message.receipt.id = "message-" + std::to_string(message.number);
    message.state = MessageState::settled;
    queue_.post(Committed{message.number, message.receipt});
    if (replenish_) {
        ++credit_;
        queue_.post(CreditGiven{1});
    }
    if (message.reply_timeout_ms == 0 || refused || !answer_) return;
    Reply reply = answer_(message);
    if (reply.id.empty()) reply.id = message.receipt.id;
    message.replied = true;
    queue_.post(Replied{message.number, std::move(reply)});
}

}  // namespace crossdock::sdk::testing
