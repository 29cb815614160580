#include "host/commands/runtime.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <charconv>
#include <chrono>
#include <thread>

#include "host/base/quantity.hpp"
#include "host/commands/retention.hpp"

namespace crossdock::commands {

namespace fs = std::filesystem;

namespace {

Status read_options(const std::vector<std::string>& options, flow::RetryRequest& retry) {
    for (const std::string& option : options) {
        if (option == "accept-conflict")
            retry.accept_conflict = true;
        else if (option == "deployment=original")
            retry.with = flow::RetryRequest::With::original;
        else if (option == "deployment=present")
            retry.with = flow::RetryRequest::With::present;
        else
            return Error{"control.option", ErrorClass::permanent,
                         fmt::format("this host does not know '{}'; it may be older than the command line", option)};
    }
    return {};
}

}  // namespace

void Runtime::Reception::received(std::vector<Arrival> arrivals) {
    if (intake::Intake* const intake = intake_) return intake->received(std::move(arrivals));
    for (Arrival& arrival : arrivals)
        arrival.done({plugins::Verdict::refused, 0,
                      Error{"host.not-ready", ErrorClass::retry, "the host is starting or stopping; send again"}});
}

void Runtime::Reception::refused(const std::string& adapter, const std::string& origin, const Error& why) {
    if (intake::Intake* const intake = intake_) intake->refused(adapter, origin, why);
}

bool Runtime::Reception::has_room() {
    intake::Intake* const intake = intake_;
    return intake != nullptr && intake->has_room();
}

Runtime::Runtime(Installation installation, SiteFolders folders, journal::StoreOptions journal)
    : installation_(std::move(installation)), folders_(std::move(folders)), journal_(std::move(journal)) {}

Runtime::~Runtime() { stop(); }

Status Runtime::open() {
    std::error_code ignored;
    fs::create_directories(folders_.run, ignored);
    fs::permissions(folders_.run, fs::perms::owner_all, ignored);
    journal::StoreOptions options = journal_;
    options.folder = folders_.journal;
    if (auto early = XmlFile::load(folders_.site / "crossdock.xml"); early.ok()) {
        std::vector<Error> later;
        const site::SiteConfig config = site::read_site_config(*early.value(), later);
        options.disk_low_water_bytes = config.journal_low_water_bytes;
        options.segment_bytes = config.journal_segment_bytes;
    }
    auto store = journal::open_store(options);
    if (!store.ok()) {
        Error error = std::move(store).error();
        if (error.code == "journal.locked")
            return Error{"host.already-running", ErrorClass::configuration,
                         fmt::format("another host already runs on the site {}; stop it first, or use another site",
                                     folders_.site.string())}
                .because_of(std::move(error));
        return error;
    }
    store_ = std::move(store).value();
    return {};
}

std::vector<Error> Runtime::start() {
    auto loaded = load_site(installation_, folders_, &reception_, store_.get());
    if (!loaded.ok()) return {std::move(loaded).error()};
    site_ = std::move(loaded).value();
    if (!site_.errors.empty()) return site_.errors;
    if (Status begun = start_flows(); !begun.ok()) return {std::move(begun).error()};
    auto control = ControlServer::listen(folders_.control_socket(),
                                         [this](const ControlRequest& request) { return handle(request); });
    if (!control.ok()) return {std::move(control).error()};
    control_ = std::move(control).value();
    reception_.attach(intake_.get());
    // Who is told that the host is ready may send at once.
    site_.adapters->open_sources(5'000);
    return {};
}

Status Runtime::start_flows() {
    CROSSDOCK_TRY(record_deployment());
    flow::EngineOptions engine;
    engine.store = store_.get();
    engine.adapters = site_.adapters.get();
    engine.clock = &system_clock();
    engine.deployment = [this](const std::string& digest) { return old_deployment(digest); };
    engine.journal_failed = [this](const Error& error) { journal_failed(error); };
    engine.run_ended = [this](const flow::RunEnd& end) { intake_->run_ended(end); };
    engine.retry_intake = [this](const journal::ExceptionParked& parked, journal::Unit& unit) {
        return intake_->retry(parked, unit);
    };
    engine_ = std::make_unique<flow::Engine>(std::move(engine));
    intake::IntakeOptions intake;
    intake.store = store_.get();
    intake.adapters = site_.adapters.get();
    intake.engine = engine_.get();
    intake.clock = &system_clock();
    intake.flows = site_.flows;
    intake.journal_failed = [this](const Error& error) { journal_failed(error); };
    intake_ = std::make_unique<intake::Intake>(std::move(intake));
    CROSSDOCK_TRY(engine_->start(site_.flows));
    return intake_->start();
}

const char* Runtime::condition() const {
    return store_->is_stalled() ? "disk-full" : store_->accepts_intake() ? "ready" : "disk-low";
}

void Runtime::journal_failed(const Error& error) {
    // Only while stopping: what waited for the disk is given up, and begins again from what is durable.
    if (error.error_class == ErrorClass::retry) return spdlog::error("stopped with work left: {}", describe(error));
    if (!failed_.exchange(true)) spdlog::critical("the journal failed, the host stops: {}", describe(error));
}

// Today's files go into the journal once, so that runs that began with them can be finished with them.
Status Runtime::record_deployment() {
    const site::Deployment& deployment = site_.flows->deployment();
    if (find_deployment(*store_, deployment.digest()).ok()) return {};
    journal::DeploymentLoaded record;
    record.digest = deployment.digest();
    journal::Unit unit;
    for (const auto& [path, text] : deployment.files().all()) {
        record.files.push_back(path);
        unit.payloads.push_back({text, {}, {}});
    }
    for (const plugins::PluginInfo& plugin : site_.plugins)
        if (!plugin.refused)
            record.plugins.push_back(
                fmt::format("{} {} {} {}", plugin.name, plugin.version, plugin.build_id, plugin.digest));
    const journal::EntityId id = store_->allocate_ids(1);
    unit.records.push_back(journal::make_record(record, id));
    unit.trace_keys.push_back({"deployment", record.digest, id});
    std::vector<journal::Unit> units;
    units.push_back(std::move(unit));
    CROSSDOCK_TRY(store_->commit_and_wait(std::move(units)));
    return {};
}

Result<std::shared_ptr<const flow::FlowSet>> Runtime::old_deployment(const std::string& digest) {
    if (const auto known = old_deployments_.find(digest); known != old_deployments_.end()) return known->second;
    CROSSDOCK_TRY_ASSIGN(const journal::StoredUnit unit, find_deployment(*store_, digest));
    CROSSDOCK_TRY_ASSIGN(const auto record, journal::read_record<journal::DeploymentLoaded>(unit.records.front()));
    std::map<std::string, std::string, std::less<>> texts;
    for (std::size_t index = 0; index < record.files.size(); ++index) {
        const journal::PayloadRef& payload = unit.payloads.at(index);
        CROSSDOCK_TRY_ASSIGN(texts[record.files[index]], store_->read_payload(payload, 0, payload.size));
    }
    std::vector<Error> errors;
    auto flows = compile_site(site::SiteFiles(std::move(texts)), *site_.adapters, *site_.catalog, errors);
    if (flows == nullptr)
        return Error{"flow.deployment-unusable", ErrorClass::needs_person,
                     fmt::format("the deployment {} cannot be loaded with today's plugins", digest.substr(0, 12))}
            .because_of(errors.front());
    old_deployments_[digest] = flows;
    return flows;
}

void Runtime::stop() {
    if (site_.adapters != nullptr) site_.adapters->stop_sources();
    if (store_ != nullptr) store_->end_patience();
    control_.reset();
    if (engine_ != nullptr) engine_->stop_waiting();
    if (intake_ != nullptr) intake_->stop();
    if (engine_ != nullptr) {
        // What is on its way may arrive; what waits for a retry is taken up at the next start.
        const std::int64_t until = system_clock().steady_ms() + config().stop_within_ms / 4;
        while (!failed_ && engine_->busy() && system_clock().steady_ms() < until)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        engine_->stop();
    }
    reception_.attach(nullptr);
    if (site_.adapters != nullptr) site_.adapters->stop();
    intake_.reset();
    engine_.reset();
    site_ = {};
    store_.reset();
}

Status Runtime::record_action(const ControlRequest& request, journal::EntityId about) {
    const journal::ControlAction action{request.command, request.who, request.why, about};
    journal::Unit unit;
    unit.records.push_back(journal::make_record(action, about != 0 ? about : store_->allocate_ids(1)));
    std::vector<journal::Unit> units;
    units.push_back(std::move(unit));
    CROSSDOCK_TRY(store_->commit_and_wait(std::move(units)));
    return {};
}

Result<std::string> Runtime::handle(const ControlRequest& request) {
    journal::EntityId about = 0;
    std::from_chars(request.argument.data(), request.argument.data() + request.argument.size(), about);
    if (request.command == "exceptions retry") {
        flow::RetryRequest retry;
        retry.exception = about;
        retry.who = request.who;
        retry.why = request.why;
        retry.input = request.input;
        CROSSDOCK_TRY(read_options(request.options, retry));
        return engine_->retry(retry);
    }
    if (request.command == "exceptions discard") {
        CROSSDOCK_TRY(engine_->discard(about, request.who, request.why));
        return std::string("discarded");
    }
    if (request.command == "resend") {
        CROSSDOCK_TRY_ASSIGN(const journal::EntityId again, engine_->resend(about));
        CROSSDOCK_TRY(record_action(request, about));
        return flow::show_delivery(again);
    }
    if (request.command == "journal purge") {
        CROSSDOCK_TRY_ASSIGN(const std::int64_t older_ms, parse_duration_ms(request.argument));
        CROSSDOCK_TRY_ASSIGN(const std::uint64_t freed, purge_journal(*store_, system_clock().wall_ms() - older_ms,
                                                                      site_.flows->deployment().digest()));
        CROSSDOCK_TRY(record_action(request, 0));
        return fmt::format("{} freed", format_size(freed));
    }
    if (request.command == "journal backup") {
        CROSSDOCK_TRY(store_->backup(request.argument));
        CROSSDOCK_TRY(record_action(request, 0));
        return fmt::format("copied to {}", request.argument);
    }
    if (request.command == "status")
        return fmt::format("{{\"backlog\":{},\"active_runs\":{},\"runs_set_aside\":{}}}", intake_->backlog(),
                           engine_->active_runs(), engine_->runs_set_aside());
    return Error{"control.unknown", ErrorClass::permanent,
                 fmt::format("this host does not know '{}'; it may be older than the command line", request.command)};
}

}  // namespace crossdock::commands
