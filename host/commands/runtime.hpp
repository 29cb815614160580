// A running site: journal, adapters, engine and intake, put together and taken apart in the right order.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "host/commands/control.hpp"
#include "host/commands/site_loader.hpp"
#include "host/flow/engine.hpp"
#include "host/intake/intake.hpp"

namespace crossdock::commands {

// Made and ended by one thread. `start` either leaves everything running or says what is wrong and leaves nothing.
class Runtime {
public:
    // `journal` is how the journal is kept where the site does not say it: its files and its clock are borrowed.
    Runtime(Installation installation, SiteFolders folders, journal::StoreOptions journal = {});
    ~Runtime();
    Runtime(const Runtime&) = delete;
    Runtime& operator=(const Runtime&) = delete;

    // Takes the site for this process: error `host.already-running` when another host has it.
    Status open();
    // Every mistake of the site, or none. After `open`.
    std::vector<Error> start();
    // Sources first, then what is under way, then everything; what is left is taken up at the next start.
    void stop();

    // Something happened after which the host must not go on.
    [[nodiscard]] bool failed() const { return failed_; }
    // For the readiness endpoint, once it runs: `ready`, `disk-low` while nothing new is taken in, `disk-full` while
    // what runs waits, too.
    [[nodiscard]] const char* condition() const;
    [[nodiscard]] const site::SiteConfig& config() const { return site_.flows->deployment().config(); }
    [[nodiscard]] std::vector<plugins::AdapterHost::AdapterState> adapter_states() const {
        return site_.adapters->states();
    }

private:
    // Sources may start before intake does; until then there is no room.
    class Reception final : public plugins::MessageReceiver {
    public:
        void attach(intake::Intake* intake) { intake_ = intake; }
        void received(std::vector<Arrival> arrivals) override;
        void refused(const std::string& adapter, const std::string& origin, const Error& why) override;
        bool has_room() override;

    private:
        std::atomic<intake::Intake*> intake_{nullptr};
    };

    Status record_deployment();
    Status start_flows();
    Result<std::shared_ptr<const flow::FlowSet>> old_deployment(const std::string& digest);
    Result<std::string> handle(const ControlRequest& request);
    Status record_action(const ControlRequest& request, journal::EntityId about);
    void journal_failed(const Error& error);

    Installation installation_;
    SiteFolders folders_;
    journal::StoreOptions journal_;
    Reception reception_;
    std::unique_ptr<journal::Store> store_;
    LoadedSite site_;
    std::unique_ptr<flow::Engine> engine_;
    std::unique_ptr<intake::Intake> intake_;
    std::unique_ptr<ControlServer> control_;
    std::map<std::string, std::shared_ptr<const flow::FlowSet>> old_deployments_;
    std::atomic<bool> failed_{false};
};

}  // namespace crossdock::commands
