// Runs one adapter: its main thread and its lanes, in a thread of the host or in a process of its own alike.
#pragma once

#include <deque>

#include "host/bus/timers.hpp"
#include "host/plugins/runner/adapter_instance.hpp"
#include "host/plugins/runner/format_lane.hpp"
#include "host/plugins/runner/work_threads.hpp"

namespace crossdock::plugins {

struct RunnerLink {
    std::shared_ptr<zmq::context_t> context;
    bus::Endpoint hub;
    std::string id;  // unique in the context; what the hub knows the runner by
};

// `run` is the adapter's main thread. Everything else happens through frames.
class Runner final : public MainLoop {
public:
    Runner(RunnerLink link, LibraryCache& libraries, const Clock& clock);
    Runner(const Runner&) = delete;
    Runner& operator=(const Runner&) = delete;
    ~Runner() override = default;

    // Serves until the host says `exit`. False when a thread of the adapter hangs: then this object must live for ever.
    bool run();

    std::optional<bus::Received> ask_host(bus::Frame request, std::uint64_t operation) override;
    void after(std::uint32_t delay_ms, std::function<void()> task) override;
    [[nodiscard]] bool on_main_thread() const override { return std::this_thread::get_id() == main_; }
    void pump() override;

private:
    void handle(bus::Received frame);
    void set_up(const bus::Received& frame);
    Result<Description> make_adapter(const AdapterSetup& setup);
    void start(const bus::Received& frame);
    void begin_operation(bus::Received frame);
    void cancel_operation(std::uint64_t operation);
    void take_receipts(const bus::Received& frame);
    void take_reply(const bus::Received& frame);
    void open_lane(const bus::Received& frame);

    void poll();
    void schedule_poll(std::int64_t delay_ms);

    void begin_stop(const bus::Received& frame, bool only_source);
    // Goes on with a stop that waits for receipts.
    void go_on_stopping();
    void stop_adapter();
    void refuse_left_commits();

    void answer(const bus::Received& frame, const Status& status);

    RunnerLink link_;
    LibraryCache* libraries_;
    const Clock* clock_;
    std::thread::id main_;
    std::optional<bus::Mailbox> mailbox_;
    std::optional<bus::Sender> to_host_;
    bus::Timers timers_;
    std::deque<bus::Received> deferred_;
    std::unique_ptr<Services> services_;
    std::unique_ptr<WorkThreads> threads_;
    std::map<std::uint32_t, std::unique_ptr<FormatLane>> lanes_;
    std::unique_ptr<AdapterInstance> adapter_;

    std::optional<bus::Timers::Key> poll_timer_;
    bool polls_ = false;
    bool wants_poll_ = false;  // as soon as there is credit
    struct Stopping {
        bus::FrameHead head;
        bool only_source = false;
        std::int64_t until_ms = 0;
    };
    std::optional<Stopping> stopping_;
    bool hung_ = false;
    bool exit_ = false;
};

}  // namespace crossdock::plugins
