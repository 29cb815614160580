// One adapter as the host sees it: starts its runner, follows its life, restarts it when it dies.
#pragma once

#include <atomic>
#include <random>

#include "host/plugins/hub/checkpoints.hpp"
#include "host/plugins/hub/operation_queue.hpp"
#include "host/plugins/hub/runner_place.hpp"
#include "host/plugins/hub/source_desk.hpp"

namespace crossdock::plugins {

// What all adapters of a host share. Borrowed.
struct PeerContext {
    Hub& hub;
    SourceDesk& sources;
    Checkpoints& checkpoints;
    std::shared_ptr<LibraryCache> libraries;
    const AdapterHostOptions& options;
    AdapterLog log;
};

// Functions marked [bus] are for the bus thread; the others for any.
class Peer {
public:
    Peer(PeerContext& context, std::size_t index, AdapterSettings settings, std::filesystem::path plugin_file);
    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;
    // The bus thread must have ended.
    ~Peer() = default;

    using Told = std::function<void(Status)>;
    // [bus] Starts the runner and brings the adapter to initialised, then to started. For the first start: what fails
    // is told, once, and not tried again.
    void launch(Told told);
    void start(Told told);
    // [bus] `told` comes when it is over, or when the time to stop has passed.
    void stop_source(Told told);
    void stop(Told told);
    // After `stop`, with the bus thread still running: waits for the runner, or leaves it behind.
    void finish();

    // [bus]
    void frame_came(std::uint64_t generation, bus::Received frame);
    void submit(Delivery delivery, OperationQueue::Done done);
    void check_delivery(const std::string& idempotency_key, OperationQueue::Done done);
    void call(Call call, OperationQueue::Done done);
    // [bus] The endpoint of a lane of the running adapter, opened when it is not; waits for a restart under way.
    using LaneTold = std::function<void(Result<bus::Endpoint>, std::uint64_t generation)>;
    void open_lane(std::uint32_t index, LaneTold told);
    // [bus]
    void ask_metrics(std::function<void(std::vector<MetricFigure>)> told);
    // [bus] `told` comes once the adapter has seen every frame that was sent to it; at once when it is not running.
    void confirm(Told told);
    // [bus] A format's call got no answer in time.
    void hang_seen(std::uint64_t generation, const Error& error);

    // A process that ended is started again within this time.
    static constexpr std::int64_t restart_within_ms = 36'000;

    [[nodiscard]] const AdapterSettings& settings() const { return settings_; }
    [[nodiscard]] bool in_process() const { return settings_.isolation == Isolation::process; }
    // The generation that is alive; 0 while there is none.
    [[nodiscard]] std::uint64_t alive_generation() const { return alive_.load(); }
    [[nodiscard]] Description description() const;
    [[nodiscard]] AdapterHost::AdapterState state() const;

private:
    enum class Phase { idle, launching, ready, starting, running, killed, restarting, failed, stopping, stopped };

    [[nodiscard]] std::string runner_id() const;
    [[nodiscard]] SourceKey source_key() const { return {index_, generation_}; }
    bool send(bus::Frame frame) { return context_->hub.send(runner_id(), std::move(frame)); }
    void log(std::uint32_t level, const std::string& text) const;
    void set_phase(Phase phase);
    void note_error(const Error& error);

    void begin_launch();
    void hello_came(const bus::Received& frame);
    void set_up_came(const bus::Received& frame);
    void started_came(const bus::Received& frame);
    void stopped_came(const bus::Received& frame);
    void checkpoint_came(const bus::Received& frame);
    void lane_came(const bus::Received& frame);
    void log_came(const bus::Received& frame);

    // The step at hand failed: told on the first start, tried again otherwise.
    void step_failed(Error error);
    void expect_answer(std::int64_t within_ms);
    void begin_stop();
    void ended(std::uint64_t generation, ExitStatus status);
    // Kills a worker, which then starts anew; a thread is only reported.
    void hung(const Error& error);
    void restart_later();
    void watch();
    void answer_lanes(const Error& error);

    PeerContext* context_;
    std::size_t index_;
    AdapterSettings settings_;
    std::filesystem::path plugin_file_;
    OperationQueue operations_;
    std::unique_ptr<RunnerPlace> place_;
    std::uint64_t generation_ = 0;
    std::atomic<std::uint64_t> alive_ = 0;

    Phase phase_ = Phase::idle;
    Told told_;
    Told source_told_;
    std::deque<Told> confirmations_;  // in the order in which they were asked for
    std::optional<bus::Timers::Key> step_timer_;
    std::optional<bus::Timers::Key> watch_timer_;
    bool first_start_ = true;
    bool answered_ping_ = true;
    bool is_hung_ = false;
    std::int64_t running_since_ms_ = 0;
    std::uint32_t failures_in_a_row_ = 0;
    std::minstd_rand jitter_;

    struct LaneRequest {
        std::uint32_t index;
        LaneTold told;
    };
    std::map<std::uint32_t, bus::Endpoint> lanes_;
    std::vector<LaneRequest> lane_requests_;
    std::vector<std::function<void(std::vector<MetricFigure>)>> metric_requests_;

    mutable std::mutex mutex_;  // guards what follows, which other threads read
    Description description_;
    AdapterHost::AdapterState state_;
};

}  // namespace crossdock::plugins
