#include "host/intake/intake.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "host/base/binary.hpp"
#include "host/base/platform/thread_name.hpp"
#include "host/intake/gate.hpp"
#include "host/intake/intake_worker.hpp"

namespace crossdock::intake {

namespace {

constexpr std::size_t messages_at_once_max = 256;
constexpr std::uint64_t bytes_at_once_max = 2u << 20;

// The state of a live message: empty, or the offset of the only part that is to be read again, and what for.
std::string state_for(std::uint64_t only, Again again) {
    std::string state;
    ByteWriter writer(state);
    writer.varint(only);
    writer.varint(static_cast<std::uint64_t>(again));
    return state;
}

}  // namespace

Intake::Intake(IntakeOptions options)
    : options_(std::move(options)),
      worker_(
          std::make_unique<Worker>(options_, commits_, [this](std::function<void()> task) { post(std::move(task)); })),
      gate_(std::make_unique<Gate>(*options_.adapters, options_.flows->deployment())) {}

Intake::~Intake() { stop(); }

Status Intake::start() {
    for (const journal::LiveEntity& entity : options_.store->live(journal::entity_kind::message)) {
        CROSSDOCK_TRY_ASSIGN(PendingMessage message, load(entity.id, entity.version, entity.state));
        enqueue(std::move(message));
    }
    gate_thread_ = std::thread([this] {
        platform::name_thread("intake-gate");
        gate_loop();
    });
    worker_thread_ = std::thread([this] {
        platform::name_thread("intake");
        worker_loop();
    });
    return {};
}

void Intake::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_worker_.notify_all();
    wake_gate_.notify_all();
    if (gate_thread_.joinable()) gate_thread_.join();
    if (worker_thread_.joinable()) worker_thread_.join();
    commits_.wait_for_all();
    const std::lock_guard lock(mutex_);
    for (auto& [message, waiting] : replies_) waiting.answer({false, message, {}, {}, {}});
    replies_.clear();
}

Result<PendingMessage> Intake::load(EntityId id, std::uint32_t version, std::string_view state) {
    PendingMessage message;
    message.id = id;
    message.version = version;
    if (!state.empty()) {
        ByteReader reader(as_bytes(state));
        message.only = reader.varint();
        if (reader.left() != 0) message.again = static_cast<Again>(reader.varint());
    }
    bool found = false;
    const auto take = [&](const journal::StoredUnit& unit) -> Status {
        for (const journal::Record& record : unit.records) {
            if (record.kind == static_cast<std::uint16_t>(journal::RecordKind::message_received)) {
                CROSSDOCK_TRY_ASSIGN(message.info, journal::read_record<journal::MessageReceived>(record));
                message.payload = unit.payloads.at(0);
                message.received_at_ms = unit.committed_at_ms;
                found = true;
            } else if (record.kind == static_cast<std::uint16_t>(journal::RecordKind::message_read)) {
                CROSSDOCK_TRY_ASSIGN(const auto read, journal::read_record<journal::MessageRead>(record));
                std::uint64_t& until = message.done->parts_until[read.offset];
                if (read.part_until != 0)
                    until = std::max(until, read.part_until);
                else if (read.outcome == "released" || read.outcome == "rejected")
                    message.done->whole.insert(read.offset);
                else if (read.outcome == "refused")
                    message.done->refused.insert(read.offset);
            }
        }
        return {};
    };
    // One by one: what a large message has become would not go into memory at once.
    CROSSDOCK_TRY(options_.store->visit_history({id, id}, take));
    if (!found)
        return Error{
            "journal.record", ErrorClass::needs_person,
            fmt::format("how message {} came in is missing; run 'crossdock journal verify'", flow::show_message(id))};
    return message;
}

void Intake::post(std::function<void()> task) {
    {
        const std::lock_guard lock(mutex_);
        tasks_.push_back(std::move(task));
    }
    wake_worker_.notify_one();
}

void Intake::worker_loop() {
    for (;;) {
        std::vector<PendingMessage> messages;
        std::deque<std::function<void()>> tasks;
        bool had_no_room = false;
        {
            std::unique_lock lock(mutex_);
            const auto ready = [&] { return stopping_ || !queue_.empty() || !tasks_.empty(); };
            // With nothing to do it looks now and then whether an acknowledgement is overdue.
            wake_worker_.wait_for(lock, std::chrono::milliseconds(replies_.empty() ? 1'000 : 50), ready);
            tasks.swap(tasks_);
            if (stopping_ && tasks.empty()) return;
            std::uint64_t bytes = 0;
            while (!stopping_ && !queue_.empty() && messages.size() < messages_at_once_max &&
                   bytes < bytes_at_once_max) {
                PendingMessage& next = queue_.front();
                bytes += next.payload.size;
                if (next.bytes != nullptr) queued_bytes_ -= next.bytes->size();
                messages.push_back(std::move(next));
                queue_.pop_front();
            }
            const std::size_t backlog_max = options_.flows->deployment().config().intake.backlog_messages;
            had_no_room = was_full_ && queue_.size() < backlog_max;
            if (had_no_room) was_full_ = false;
        }
        if (had_no_room) options_.adapters->refresh_credit();
        for (const auto& task : tasks) task();
        if (!messages.empty()) worker_->process(std::move(messages));
        expire_replies();
        if (const auto settled_ms = settled_until()) worker_->look_for_overdue(*settled_ms);
    }
}

// What came before then has become durable in what it means; nothing where a commit is about to be made anew. In this
// order: a commit that ends leaves behind it a message in the queue, a task, or what is settled.
std::optional<WallTimeMs> Intake::settled_until() const {
    const WallTimeMs now = options_.clock->wall_ms();
    const WallTimeMs commits_ms = std::min(now + 1, commits_.oldest_ms());
    const std::lock_guard lock(mutex_);
    if (!tasks_.empty()) return std::nullopt;
    return queue_.empty() ? commits_ms : std::min(commits_ms, queue_.front().received_at_ms);
}

void Intake::gate_loop() {
    for (;;) {
        std::vector<Arrival> arrivals;
        {
            std::unique_lock lock(mutex_);
            wake_gate_.wait(lock, [&] { return stopping_ || !at_gate_.empty(); });
            if (at_gate_.empty()) return;
            arrivals.swap(at_gate_);
        }
        std::vector<const plugins::ReceivedMessage*> messages;
        messages.reserve(arrivals.size());
        for (const Arrival& arrival : arrivals) messages.push_back(&arrival.message);
        std::vector<std::optional<Gate::Refusal>> refusals = gate_->check(messages);
        std::vector<Arrival> accepted;
        for (std::size_t index = 0; index < arrivals.size(); ++index) {
            if (refusals[index])
                refuse(arrivals[index], std::move(refusals[index]->error), refusals[index]->keys);
            else
                accepted.push_back(std::move(arrivals[index]));
        }
        if (!accepted.empty()) commit(std::move(accepted));
    }
}

void Intake::await_reply(EntityId message, std::uint32_t timeout_ms, Answer answer) {
    const std::lock_guard lock(mutex_);
    replies_[message] = {std::move(answer), options_.clock->steady_ms() + timeout_ms};
}

void Intake::run_ended(const flow::RunEnd& end) {
    Answer answer;
    {
        const std::lock_guard lock(mutex_);
        const auto waiting = replies_.find(end.message);
        if (waiting == replies_.end()) return;
        answer = std::move(waiting->second.answer);
        replies_.erase(waiting);
    }
    plugins::Reply reply;
    reply.complete = true;
    reply.id = end.message;
    reply.content_type = "application/json";
    if (end.state == flow::RunState::parked) reply.error = Error{"flow.parked", ErrorClass::needs_person, end.text};
    reply.payload = fmt::format(R"({{"id":"{}","document":"{}","run":"{}","status":"{}"}})",
                                flow::show_message(end.message), flow::show_document(end.document),
                                flow::show_run(end.run), end.state == flow::RunState::parked ? "parked" : "finished");
    answer(std::move(reply));
}

void Intake::expire_replies() {
    std::vector<std::pair<EntityId, Answer>> late;
    {
        const std::lock_guard lock(mutex_);
        const std::int64_t now = options_.clock->steady_ms();
        for (auto each = replies_.begin(); each != replies_.end();) {
            if (each->second.until_ms > now) {
                ++each;
                continue;
            }
            late.emplace_back(each->first, std::move(each->second.answer));
            each = replies_.erase(each);
        }
    }
    for (auto& [message, answer] : late) answer({false, message, {}, {}, {}});
}

Result<std::function<void()>> Intake::retry(const journal::ExceptionParked& parked, journal::Unit& unit) {
    // What cannot be read is not taken up. While it is live it was read, and this unit will not be applied.
    if (!options_.store->find_live(parked.message)) CROSSDOCK_TRY(load(parked.message, 1, {}));
    using Subject = journal::ExceptionParked::Subject;
    std::string state;
    if (parked.subject == Subject::acknowledgement || parked.code == not_acknowledged)
        state = state_for(parked.offset, Again::acknowledge);
    else if (parked.code == duplicate_number)
        state = state_for(parked.offset, Again::take_duplicate);
    else if (parked.subject == Subject::transaction || parked.offset != 0 || !parked.control_number.empty())
        state = state_for(parked.offset, Again::read);
    unit.advances.push_back({parked.message, journal::entity_kind::message, 0, false, state});
    // Read again after the unit is durable: what another part of the message became meanwhile is in its history, too.
    return std::function<void()>([this, id = parked.message, state] {
        auto message = load(id, 1, state);
        if (message.ok()) return enqueue(std::move(message).value());
        // The message is live, and would wait for the next start with nobody knowing.
        options_.journal_failed(message.error());
    });
}

}  // namespace crossdock::intake
