// The life of an adapter; peer_traffic.cpp has what passes through it.
#include "host/plugins/hub/peer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "host/bus/build_id.hpp"
#include "host/plugins/wire/error.hpp"

namespace crossdock::plugins {

namespace {

constexpr std::int64_t first_backoff_ms = 50;
constexpr std::int64_t longest_backoff_ms = 30'000;
constexpr std::int64_t well_after_ms = 60'000;  // a runner that ran this long has recovered

}  // namespace

Peer::Peer(PeerContext& context, std::size_t index, AdapterSettings settings, std::filesystem::path plugin_file)
    : context_(&context),
      index_(index),
      settings_(std::move(settings)),
      plugin_file_(std::move(plugin_file)),
      operations_(
          context.hub, settings_,
          {[this](bus::Frame frame) { return send(std::move(frame)); }, [this](const Error& error) { hung(error); },
           [this] {
               is_hung_ = false;
               set_phase(phase_);
           }}),
      jitter_(static_cast<std::uint32_t>(std::hash<std::string>{}(settings_.name) ^
                                         static_cast<std::size_t>(context.hub.clock().wall_ms()))) {
    state_.name = settings_.name;
    state_.plugin = settings_.plugin;
    state_.type = settings_.type;
    state_.state = "stopped";
}

std::string Peer::runner_id() const { return fmt::format("{}.{}", index_, generation_); }

void Peer::log(std::uint32_t level, const std::string& text) const { context_->log(settings_.name, level, text); }

void Peer::set_phase(Phase phase) {
    phase_ = phase;
    const bool runs = phase == Phase::running;
    operations_.set_open(runs);
    alive_ = runs || phase == Phase::stopping ? generation_ : 0;
    const char* name = "stopped";
    switch (phase) {
        case Phase::idle:
        case Phase::stopped: name = "stopped"; break;
        case Phase::launching:
        case Phase::ready:
        case Phase::starting: name = first_start_ ? "starting" : "restarting"; break;
        case Phase::running: name = is_hung_ ? "failed" : "running"; break;
        case Phase::killed:
        case Phase::restarting: name = "restarting"; break;
        case Phase::failed: name = "failed"; break;
        case Phase::stopping: name = "running"; break;
    }
    const std::lock_guard lock(mutex_);
    state_.state = name;
}

void Peer::note_error(const Error& error) {
    const std::lock_guard lock(mutex_);
    state_.last_error = error.text;
}

Description Peer::description() const {
    const std::lock_guard lock(mutex_);
    return description_;
}

AdapterHost::AdapterState Peer::state() const {
    const std::lock_guard lock(mutex_);
    return state_;
}

void Peer::launch(Told told) {
    told_ = std::move(told);
    begin_launch();
}

void Peer::begin_launch() {
    ++generation_;
    lanes_.clear();
    for (const Told& told : std::exchange(confirmations_, {})) told({});
    set_phase(Phase::launching);
    expect_answer(std::max<std::int64_t>(settings_.lane.deadline_ms, 10'000));
    if (!in_process()) {
        place_ = run_in_thread({context_->hub.context(), context_->hub.for_threads(), runner_id()}, context_->libraries,
                               context_->hub.clock());
        return;
    }
    auto place = run_in_process(context_->options.worker_program, {nullptr, context_->hub.for_processes(), runner_id()},
                                [this, generation = generation_](ExitStatus status) {
                                    context_->hub.post([this, generation, status] { ended(generation, status); });
                                });
    if (!place.ok()) return step_failed(place.error());
    place_ = *std::move(place);
}

void Peer::expect_answer(std::int64_t within_ms) {
    if (step_timer_) context_->hub.timers().cancel(*step_timer_);
    step_timer_.reset();
    if (within_ms < 0) return;
    step_timer_ = context_->hub.timers().at(context_->hub.now_ms() + within_ms, [this, within_ms] {
        step_timer_.reset();
        step_failed(Error{"plugin.deadline", ErrorClass::retry,
                          fmt::format("adapter {} did not start within {} ms", settings_.name, within_ms)});
    });
}

void Peer::step_failed(Error error) {
    expect_answer(-1);
    note_error(error);
    if (first_start_) {
        set_phase(Phase::failed);
        if (Told told = std::exchange(told_, {})) told(std::move(error));
        return;
    }
    log(CROSSDOCK_LOG_ERROR, "cannot be started again: " + describe(error));
    if (place_ && place_->can_kill())
        place_->kill();  // `ended` follows, and another try
    else
        restart_later();
}

void Peer::hello_came(const bus::Received& frame) {
    if (phase_ != Phase::launching) return;
    if (frame.fields().text() != bus::build_id())
        return step_failed(Error{"plugin.worker-of-another-build", ErrorClass::configuration,
                                 fmt::format("{} is of another build than this host; install both from one package",
                                             context_->options.worker_program.string())});
    AdapterSetup setup;
    setup.generation = generation_;
    setup.plugin_file = plugin_file_;
    setup.settings = settings_;
    setup.log_level = context_->options.log_level;
    if (in_process()) setup.socket_folder = context_->hub.folder();
    bus::Frame reply(Op::setup);
    auto out = reply.fields();
    write(out, setup);
    send(std::move(reply));
}

void Peer::set_up_came(const bus::Received& frame) {
    if (phase_ != Phase::launching) return;
    ByteReader in = frame.fields();
    if (frame.head.status != CROSSDOCK_OK) return step_failed(read_error(in));
    {
        const std::lock_guard lock(mutex_);
        description_ = read_description(in);
    }
    expect_answer(-1);
    set_phase(Phase::ready);
    if (Told told = std::exchange(told_, {})) return told({});
    start({});
}

void Peer::start(Told told) {
    told_ = std::move(told);
    if (phase_ != Phase::ready) return step_failed(Error{"adapter.not-ready", ErrorClass::retry, "it is not ready"});
    set_phase(Phase::starting);
    expect_answer(std::max<std::int64_t>(settings_.lane.deadline_ms, 10'000));
    send(bus::Frame(Op::start));
}

void Peer::started_came(const bus::Received& frame) {
    if (phase_ != Phase::starting) return;
    ByteReader in = frame.fields();
    if (frame.head.status != CROSSDOCK_OK) return step_failed(read_error(in));
    expect_answer(-1);
    is_hung_ = false;
    answered_ping_ = true;
    running_since_ms_ = context_->hub.now_ms();
    set_phase(Phase::running);
    if ((description().interfaces & CROSSDOCK_INTERFACE_SOURCE) != 0)
        context_->sources.open(source_key(), runner_id(), settings_);
    if (!first_start_) log(CROSSDOCK_LOG_INFO, "runs again");
    first_start_ = false;
    watch();
    for (LaneRequest& request : std::exchange(lane_requests_, {})) open_lane(request.index, std::move(request.told));
    if (Told started = std::exchange(told_, {})) started({});
}

void Peer::ended(std::uint64_t generation, ExitStatus status) {
    if (generation != generation_ || phase_ == Phase::stopped || phase_ == Phase::restarting) return;
    const Phase before = phase_;
    context_->sources.close(source_key());
    const Error error{"plugin.died", ErrorClass::retry,
                      fmt::format("the process of adapter {} ended: {}", settings_.name, describe(status))};
    if (before == Phase::stopping) {
        set_phase(Phase::stopped);
        operations_.fail_sent(error);
        answer_lanes(error);
        if (Told told = std::exchange(told_, {})) told({});
        if (Told told = std::exchange(source_told_, {})) told({});
        return;
    }
    if (before == Phase::failed) return;
    log(CROSSDOCK_LOG_ERROR, error.text);
    if (!is_hung_) note_error(error);
    if (first_start_) return step_failed(error);
    restart_later();
    operations_.fail_sent(error);
    if (Told told = std::exchange(source_told_, {})) told({});
}

void Peer::restart_later() {
    expect_answer(-1);
    if (watch_timer_) context_->hub.timers().cancel(*watch_timer_);
    if (context_->hub.now_ms() - running_since_ms_ > well_after_ms) failures_in_a_row_ = 0;
    const std::int64_t doubled = first_backoff_ms << std::min(failures_in_a_row_, 12U);
    const std::int64_t backoff = std::min(doubled, longest_backoff_ms);
    static_assert(longest_backoff_ms * 120 / 100 <= restart_within_ms);
    const std::int64_t delay = backoff * std::uniform_int_distribution<std::int64_t>(80, 120)(jitter_) / 100;
    ++failures_in_a_row_;
    is_hung_ = false;
    set_phase(Phase::restarting);
    {
        const std::lock_guard lock(mutex_);
        ++state_.restarts;
    }
    step_timer_ = context_->hub.timers().at(context_->hub.now_ms() + delay, [this] {
        step_timer_.reset();
        if (place_) place_->finish(0);
        begin_launch();
    });
}

void Peer::hung(const Error& error) {
    if (phase_ != Phase::running && phase_ != Phase::stopping) return;
    note_error(error);
    is_hung_ = true;
    if (place_->can_kill()) {
        log(CROSSDOCK_LOG_ERROR, error.text + "; its process is killed");
        if (phase_ == Phase::running) set_phase(Phase::killed);
        place_->kill();
        return;
    }
    log(CROSSDOCK_LOG_ERROR, error.text +
                                 "; it runs as a thread, which cannot be ended: restart the host, or give it "
                                 "isolation=\"process\"");
    if (phase_ == Phase::running) set_phase(phase_);
}

void Peer::hang_seen(std::uint64_t generation, const Error& error) {
    if (generation == generation_) hung(error);
}

void Peer::watch() {
    const std::int64_t every_ms = std::max<std::int64_t>(settings_.lane.deadline_ms, 1'000);
    if (watch_timer_) context_->hub.timers().cancel(*watch_timer_);
    answered_ping_ = false;
    send(bus::Frame(Op::ping));
    watch_timer_ = context_->hub.timers().at(context_->hub.now_ms() + every_ms, [this, every_ms] {
        watch_timer_.reset();
        if (phase_ != Phase::running) return;
        if (answered_ping_) return watch();
        hung(Error{
            "plugin.deadline", ErrorClass::retry,
            fmt::format("the main thread of adapter {} did not come back within {} ms", settings_.name, every_ms)});
        if (!place_->can_kill()) watch();
    });
}

void Peer::stop_source(Told told) {
    if (phase_ != Phase::running || (description().interfaces & CROSSDOCK_INTERFACE_SOURCE) == 0) return told({});
    source_told_ = std::move(told);
    send(bus::Frame(Op::stop_source));
}

void Peer::stop(Told told) {
    told_ = std::move(told);
    operations_.fail_waiting(
        Error{"adapter.stopped", ErrorClass::retry, fmt::format("adapter {} is stopped", settings_.name)});
    if (phase_ == Phase::restarting || phase_ == Phase::killed || phase_ == Phase::launching || phase_ == Phase::idle ||
        phase_ == Phase::stopped || phase_ == Phase::failed) {
        expect_answer(-1);
        if (phase_ != Phase::restarting) send(bus::Frame(Op::exit));
        set_phase(Phase::stopped);
        return std::exchange(told_, {})({});
    }
    const bool in_flight = operations_.in_flight() != 0;
    set_phase(Phase::stopping);
    if (!in_flight) return begin_stop();
    step_timer_ = context_->hub.timers().at(context_->hub.now_ms() + settings_.lane.stop_within_ms / 4, [this] {
        step_timer_.reset();
        begin_stop();
    });
}

void Peer::begin_stop() {
    expect_answer(-1);
    send(bus::Frame(Op::stop));
    step_timer_ = context_->hub.timers().at(context_->hub.now_ms() + settings_.lane.stop_within_ms, [this] {
        step_timer_.reset();
        const Error late{
            "plugin.deadline", ErrorClass::retry,
            fmt::format("adapter {} did not stop within {} ms", settings_.name, settings_.lane.stop_within_ms)};
        hung(late);
        set_phase(Phase::stopped);
        operations_.fail_sent(late);
        if (Told told = std::exchange(told_, {})) told(late);
    });
}

void Peer::stopped_came(const bus::Received& frame) {
    if (phase_ != Phase::stopping) return;
    expect_answer(-1);
    context_->sources.close(source_key());
    set_phase(Phase::stopped);
    send(bus::Frame(Op::exit));
    Status status;
    if (frame.head.status != CROSSDOCK_OK) {
        ByteReader in = frame.fields();
        status = read_error(in);
        note_error(status.error());
    }
    operations_.fail_sent(
        Error{"adapter.stopped", ErrorClass::retry, fmt::format("adapter {} is stopped", settings_.name)});
    if (Told told = std::exchange(told_, {})) told(std::move(status));
}

void Peer::finish() {
    if (place_) place_->finish(is_hung_ ? 0 : std::min<std::int64_t>(settings_.lane.stop_within_ms, 2'000));
}

}  // namespace crossdock::plugins
