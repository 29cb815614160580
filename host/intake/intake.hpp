// Intake: every inbound message is made durable, recognised, split, checked, acknowledged, mapped and published.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "host/flow/engine.hpp"
#include "host/intake/commits_under_way.hpp"
#include "host/intake/reading.hpp"
#include "host/plugins/adapter_host.hpp"
#include "host/plugins/message_receiver.hpp"

namespace crossdock::intake {

using journal::EntityId;

class Gate;

struct IntakeOptions {
    journal::Store* store = nullptr;  // all borrowed
    plugins::AdapterHost* adapters = nullptr;
    flow::Engine* engine = nullptr;
    const Clock* clock = nullptr;
    std::shared_ptr<const flow::FlowSet> flows;
    std::function<void(const Error&)> journal_failed;  // the host must stop
};

// What a person's retry wants of the part of a message that it is about.
enum class Again : std::uint8_t {
    read,            // as if it came now; what was released is recognised
    acknowledge,     // the group's acknowledgement only
    take_duplicate,  // an interchange whose control number another one has
};

// How far a message was released before: of which groups all, and up to where those that are released in parts. Groups
// and interchanges are named by their offset.
struct Progress {
    std::set<std::uint64_t> whole;
    std::set<std::uint64_t> refused;  // interchanges that came before
    std::map<std::uint64_t, std::uint64_t> parts_until;
};

// A message on its way through intake.
struct PendingMessage {
    EntityId id = 0;
    std::uint32_t version = 1;
    journal::MessageReceived info;
    journal::PayloadRef payload;
    plugins::SharedBytes bytes;         // null: read from the journal
    std::optional<std::uint64_t> only;  // a person's retry: just the part at this offset
    Again again = Again::read;          // with `only`
    WallTimeMs received_at_ms = 0;
    std::shared_ptr<Progress> done = std::make_shared<Progress>();  // of the worker's thread
};

// Threads: `received` comes on the bus thread and only commits, or hands over to the gate, which decodes and checks
// what its adapter wants checked before it is accepted. One worker takes messages through the rest, several in one
// commit. When it falls behind, `has_room` turns false and sources get no credit.
// Limits: a message larger than the window is read twice under the rules `group` and `interchange`.
class Intake final : public plugins::MessageReceiver {
public:
    explicit Intake(IntakeOptions options);
    ~Intake() override;

    // Takes up the messages that are live in the journal, and begins its threads.
    Status start();
    // Takes nothing more, finishes the messages under way, joins, and waits for commits under way.
    void stop();

    void received(std::vector<Arrival> arrivals) override;
    void refused(const std::string& adapter, const std::string& origin, const Error& why) override;
    bool has_room() override;

    // A run of this message ended: whoever waits for a reply gets it.
    void run_ended(const flow::RunEnd& end);
    // Adds to `unit` what puts a parked message or transaction back on its way, and answers what to do once it is
    // durable.
    Result<std::function<void()>> retry(const journal::ExceptionParked& parked, journal::Unit& unit);

    [[nodiscard]] std::size_t backlog() const;

    class Worker;  // the inside of it

private:
    void commit(std::vector<Arrival> arrivals);
    void committed(Arrival& arrival, EntityId id, const journal::UnitResult& result, plugins::SharedBytes bytes);
    void refuse(Arrival& arrival, Error error, const std::vector<journal::TraceKey>& keys = {});
    void record_refusal(const std::string& adapter, const std::string& origin, const Error& why,
                        const std::vector<journal::TraceKey>& keys);
    void enqueue(PendingMessage message);
    void post(std::function<void()> task);
    void gate_loop();
    void worker_loop();
    [[nodiscard]] std::optional<WallTimeMs> settled_until() const;
    Result<PendingMessage> load(EntityId id, std::uint32_t version, std::string_view state);
    void await_reply(EntityId message, std::uint32_t timeout_ms, Answer answer);
    void expire_replies();

    IntakeOptions options_;
    CommitsUnderWay commits_;
    std::unique_ptr<Worker> worker_;
    std::unique_ptr<Gate> gate_;

    mutable std::mutex mutex_;
    std::condition_variable wake_worker_;
    std::condition_variable wake_gate_;
    std::deque<PendingMessage> queue_;
    std::uint64_t queued_bytes_ = 0;
    std::deque<std::function<void()>> tasks_;  // of the worker's thread
    std::vector<Arrival> at_gate_;
    bool stopping_ = false;
    bool was_full_ = false;
    struct WaitingReply {
        Answer answer;
        std::int64_t until_ms = 0;  // steady
    };
    std::map<EntityId, WaitingReply> replies_;
    std::thread gate_thread_;
    std::thread worker_thread_;
};

}  // namespace crossdock::intake
