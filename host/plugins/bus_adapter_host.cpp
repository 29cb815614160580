// AdapterHost over the bus.
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>
#include <chrono>

#include "host/plugins/discovery.hpp"
#include "host/plugins/hub/bus_format_client.hpp"
#include "host/plugins/hub/peer.hpp"
#include "host/plugins/hub/told.hpp"

namespace crossdock::plugins {

namespace {

void log_to_spdlog(std::string_view adapter, std::uint32_t level, std::string_view text) {
    // A peer's breach of contract is worth a warning; the rest has the same names in both.
    const auto to = level >= CROSSDOCK_LOG_PEER    ? spdlog::level::warn
                    : level == CROSSDOCK_LOG_ERROR ? spdlog::level::err
                    : level == CROSSDOCK_LOG_TRACE ? spdlog::level::trace
                                                   : static_cast<spdlog::level::level_enum>(level - 1);
    spdlog::log(to, "[{}] {}{}", adapter, level >= CROSSDOCK_LOG_PEER ? "peer: " : "", text);
}

class BusAdapterHost final : public AdapterHost, private HubHandler {
public:
    BusAdapterHost(AdapterHostOptions options, std::unique_ptr<Hub> hub)
        : options_(std::move(options)),
          hub_(std::move(hub)),
          sources_(*hub_, options_.store),
          checkpoints_(*hub_, options_.store),
          context_{*hub_,        sources_,
                   checkpoints_, std::make_shared<LibraryCache>(),
                   options_,     options_.log ? options_.log : AdapterLog(log_to_spdlog)} {}
    BusAdapterHost(const BusAdapterHost&) = delete;
    BusAdapterHost& operator=(const BusAdapterHost&) = delete;
    ~BusAdapterHost() override { BusAdapterHost::stop(); }

    void add(AdapterSettings settings, std::filesystem::path file) {
        peers_.push_back(std::make_unique<Peer>(context_, peers_.size(), std::move(settings), std::move(file)));
        next_lane_.emplace_back(0);
    }

    Status start(MessageReceiver& receiver) override {
        sources_.set_receiver(receiver);
        hub_->start(*this);
        started_ = true;
        std::vector<Error> failed = for_each([](Peer&) { return true; }, &Peer::launch, no_limit);
        const auto is_source = [](const Peer& peer) {
            return (peer.description().interfaces & CROSSDOCK_INTERFACE_SOURCE) != 0;
        };
        if (failed.empty()) failed = for_each([&](Peer& peer) { return !is_source(peer); }, &Peer::start, no_limit);
        if (failed.empty()) failed = for_each([&](Peer& peer) { return is_source(peer); }, &Peer::start, no_limit);
        if (failed.empty()) return {};
        stop();
        return std::move(failed.front());
    }

    std::vector<Error> look() override {
        hub_->start(*this);
        started_ = true;
        return for_each([](Peer&) { return true; }, &Peer::launch, no_limit);
    }

    void stop_sources() override {
        if (!started_ || std::exchange(sources_stopped_, true)) return;
        static_cast<void>(for_each([](Peer&) { return true; }, &Peer::stop_source, longest_stop_ms()));
    }

    void stop() override {
        if (!started_) return;
        stop_sources();
        static_cast<void>(for_each([](Peer&) { return true; }, &Peer::stop, longest_stop_ms() * 2));
        for (const auto& peer : peers_) peer->finish();
        hub_->stop();
        started_ = false;
    }

    Result<std::unique_ptr<FormatClient>> format(std::string_view adapter) override {
        CROSSDOCK_TRY_ASSIGN(Peer * peer, find(adapter));
        if ((peer->description().interfaces & CROSSDOCK_INTERFACE_FORMAT) == 0)
            return Error{"adapter.not-a-format", ErrorClass::configuration,
                         fmt::format("adapter {} is no format", adapter)};
        const std::size_t index = static_cast<std::size_t>(
            std::find_if(peers_.begin(), peers_.end(), [&](const auto& each) { return each.get() == peer; }) -
            peers_.begin());
        const std::uint32_t lane = next_lane_[index]++ % std::max(1U, peer->settings().lane.width);
        std::unique_ptr<FormatClient> client = std::make_unique<BusFormatClient>(*hub_, *peer, lane);
        return client;
    }

    void submit(std::string_view adapter, Delivery delivery, std::function<void(Outcome)> done) override {
        hand_over(adapter, std::move(done), [delivery = std::move(delivery)](Peer& peer, auto told) mutable {
            peer.submit(std::move(delivery), std::move(told));
        });
    }
    void check_delivery(std::string_view adapter, std::string_view key, std::function<void(Outcome)> done) override {
        hand_over(adapter, std::move(done),
                  [key = std::string(key)](Peer& peer, auto told) { peer.check_delivery(key, std::move(told)); });
    }
    void call(std::string_view adapter, Call call, std::function<void(Outcome)> done) override {
        hand_over(adapter, std::move(done), [call = std::move(call)](Peer& peer, auto told) mutable {
            peer.call(std::move(call), std::move(told));
        });
    }

    Result<Promise> promise(std::string_view adapter) override {
        CROSSDOCK_TRY_ASSIGN(const Peer* peer, find(adapter));
        if (const auto promise = peer->description().promise) return *promise;
        return Error{"adapter.not-a-sink", ErrorClass::configuration, fmt::format("adapter {} is no sink", adapter)};
    }
    Result<std::vector<OperationInfo>> operations(std::string_view adapter) override {
        CROSSDOCK_TRY_ASSIGN(const Peer* peer, find(adapter));
        const Description description = peer->description();
        if ((description.interfaces & CROSSDOCK_INTERFACE_SERVICE) != 0) return description.operations;
        return Error{"adapter.not-a-service", ErrorClass::configuration,
                     fmt::format("adapter {} is no service", adapter)};
    }

    std::vector<MetricFigure> metrics(std::string_view adapter) override {
        const auto found = find(adapter);
        if (!found.ok() || !started_) return {};
        auto promise = std::make_shared<std::promise<std::vector<MetricFigure>>>();
        auto future = promise->get_future();
        Peer* peer = *found;
        hub_->post([peer, promise = std::move(promise)] {
            peer->ask_metrics([promise](std::vector<MetricFigure> figures) { promise->set_value(std::move(figures)); });
        });
        const std::chrono::milliseconds patience(peer->settings().lane.deadline_ms);
        return told_within(future, patience).value_or(std::vector<MetricFigure>());
    }

    void refresh_credit() override {
        hub_->post([this] { sources_.refresh_credit(); });
    }

    void open_sources(std::int64_t within_ms) override {
        refresh_credit();
        // Frames to a runner keep their order: who answers after the credit has it.
        static_cast<void>(for_each([](Peer&) { return true; }, &Peer::confirm, within_ms));
    }

    [[nodiscard]] std::vector<AdapterState> states() const override {
        std::vector<AdapterState> states;
        for (const auto& peer : peers_) states.push_back(peer->state());
        return states;
    }

private:
    static constexpr std::int64_t no_limit = -1;

    Result<Peer*> find(std::string_view adapter) const {
        for (const auto& peer : peers_)
            if (peer->settings().name == adapter) return peer.get();
        return Error{"adapter.unknown", ErrorClass::configuration, fmt::format("there is no adapter {}", adapter)};
    }

    // Takes a step with all peers that `wanted` picks, on the bus thread, and waits for all of them. Failures are
    // returned with the adapter's name and place.
    std::vector<Error> for_each(const std::function<bool(Peer&)>& wanted, void (Peer::*step)(Peer::Told),
                                std::int64_t within_ms) {
        std::vector<std::pair<Peer*, std::future<Status>>> steps;
        for (const auto& peer : peers_) {
            if (!wanted(*peer)) continue;
            auto promise = std::make_shared<std::promise<Status>>();
            steps.emplace_back(peer.get(), promise->get_future());
            hub_->post([peer = peer.get(), step, promise = std::move(promise)] {
                (peer->*step)([promise](Status status) { promise->set_value(std::move(status)); });
            });
        }
        std::vector<Error> failed;
        using std::chrono::steady_clock;
        const auto until = steady_clock::now() + std::chrono::milliseconds(within_ms);
        for (auto& [peer, future] : steps) {
            if (within_ms == no_limit) future.wait();
            const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - steady_clock::now());
            const auto told = told_within(future, std::max(left, std::chrono::milliseconds(0)));
            if (!told && within_ms != no_limit) continue;
            const Status status =
                told ? *told : Status(Error{"adapter.stopped", ErrorClass::retry, "the host stops meanwhile"});
            if (status.ok()) continue;
            failed.push_back(
                Error{status.error().code, status.error().error_class,
                      fmt::format("adapter {} cannot be started: {}", peer->settings().name, status.error().text),
                      peer->settings().position, status.error().retry_after_ms, status.error().cause});
        }
        return failed;
    }

    template <typename Hand>
    void hand_over(std::string_view adapter, std::function<void(Outcome)> done, Hand hand) {
        auto told = std::make_shared<std::function<void(Outcome)>>(std::move(done));
        const auto found = find(adapter);
        auto shared = std::make_shared<Hand>(std::move(hand));
        const bool posted = hub_->post([found, told, shared] {
            if (found.ok())
                (*shared)(**found, *told);
            else
                (*told)(Outcome{found.error(), {}, {}});
        });
        if (!posted)
            (*told)(Outcome{
                Error{"adapter.stopped", ErrorClass::retry, fmt::format("adapter {} is stopped", adapter)}, {}, {}});
    }

    [[nodiscard]] std::int64_t longest_stop_ms() const {
        std::int64_t longest = 1'000;
        for (const auto& peer : peers_) longest = std::max<std::int64_t>(longest, peer->settings().lane.stop_within_ms);
        return longest;
    }

    // `<adapter>.<generation>i` or `…o`, as Peer and Runner have it.
    void frame_came(bus::Received frame) override {
        std::size_t index = 0;
        std::uint64_t generation = 0;
        const char* const end = frame.route.data() + frame.route.size();
        const auto dot = std::from_chars(frame.route.data(), end, index);
        if (dot.ec != std::errc{} || dot.ptr == end || index >= peers_.size()) return;
        if (std::from_chars(dot.ptr + 1, end, generation).ec != std::errc{}) return;
        peers_[index]->frame_came(generation, std::move(frame));
    }
    void batch_ended() override { sources_.flush(); }

    AdapterHostOptions options_;
    std::unique_ptr<Hub> hub_;
    SourceDesk sources_;
    Checkpoints checkpoints_;
    PeerContext context_;
    std::vector<std::unique_ptr<Peer>> peers_;
    std::deque<std::atomic<std::uint32_t>> next_lane_;
    bool started_ = false;
    bool sources_stopped_ = false;
};

}  // namespace

Result<std::unique_ptr<AdapterHost>> make_adapter_host(const AdapterHostOptions& options,
                                                       std::vector<AdapterSettings> adapters) {
    const bool with_processes = std::any_of(adapters.begin(), adapters.end(), [](const AdapterSettings& settings) {
        return settings.isolation == Isolation::process;
    });
    const Clock& clock = options.clock == nullptr ? system_clock() : *options.clock;
    CROSSDOCK_TRY_ASSIGN(auto hub, Hub::make(options.run_folder / "bus", with_processes, clock));
    auto host = std::make_unique<BusAdapterHost>(options, std::move(hub));
    std::map<std::string, std::filesystem::path> files;
    for (AdapterSettings& settings : adapters) {
        auto& file = files[settings.plugin];
        if (file.empty()) {
            auto found = find_plugin(options, settings.plugin);
            if (!found.ok()) return std::move(found).error().at(settings.position);
            file = found->file;
        }
        host->add(std::move(settings), file);
    }
    std::unique_ptr<AdapterHost> made = std::move(host);
    return made;
}

}  // namespace crossdock::plugins
