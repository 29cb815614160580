// `crossdock run`: the host of a site, until it is told to stop.
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <string_view>

#include "host/commands/command.hpp"
#include "host/commands/logging.hpp"
#include "host/commands/runtime.hpp"
#include "host/service/readiness.hpp"
#include "host/service/termination.hpp"

namespace crossdock::commands {

namespace {

// What crossdock.xml says before the site is checked as a whole: its log and its readiness address.
site::SiteConfig early_config(const SiteFolders& folders) {
    std::vector<Error> later;
    auto file = XmlFile::load(folders.site / "crossdock.xml");
    return file.ok() ? site::read_site_config(*file.value(), later) : site::SiteConfig{};
}

// Ends the process when stopping takes longer than the site allows: all that counts is in the journal.
void stop_within(std::uint32_t timeout_ms, Runtime& runtime) {
    auto stopped = std::async(std::launch::async, [&] { runtime.stop(); });
    if (stopped.wait_for(std::chrono::milliseconds(timeout_ms)) == std::future_status::ready) return;
    spdlog::error("not everything stopped within {} ms; ending now, what was under way goes on at the next start",
                  timeout_ms);
    spdlog::shutdown();
    std::_Exit(exit_failed);
}

}  // namespace

int run_host(const Words& words) {
    Options options("run [--site DIR]", "Runs the host of a site in the foreground, until SIGTERM or Ctrl-C.",
                    {{"run --site /var/lib/crossdock/dockside", "Ctrl-C stops it"}});
    if (!options.parse_for_site(words)) return options.exit_status();
    const std::int64_t begun_ms = system_clock().steady_ms();
    service::hold_termination();
    const SiteFolders folders(options.site());
    const site::SiteConfig early = early_config(folders);
    if (Status opened = open_log(early.log, folders.site); !opened.ok()) return fail(opened.error());
    Runtime runtime(Installation::find(), folders);
    if (Status taken = runtime.open(); !taken.ok()) return fail(taken.error());
    std::unique_ptr<service::ReadinessEndpoint> readiness;
    if (!early.readiness_address.empty()) {
        auto listening = service::ReadinessEndpoint::listen(early.readiness_address);
        if (!listening.ok()) return fail(Error(listening.error()).at(early.readiness_position));
        readiness = std::move(listening).value();
    }
    if (const std::vector<Error> errors = runtime.start(); !errors.empty()) return fail(errors);
    // Tells the readiness endpoint, and answers whether messages are taken in.
    const auto announce = [&] {
        const char* const condition = runtime.condition();
        if (readiness != nullptr) readiness->set_state(condition);
        return std::string_view(condition) == "ready";
    };
    static_cast<void>(announce());
    service::notify_manager("READY=1");
    spdlog::info("ready after {} ms: site {}, {} adapters", system_clock().steady_ms() - begun_ms,
                 runtime.config().name, runtime.adapter_states().size());
    bool takes_in = true;
    while (!runtime.failed() && !service::wait_for_termination(250)) {
        if (announce() == takes_in) continue;
        takes_in = !takes_in;
        if (takes_in)
            spdlog::info("messages are taken in again");
        else
            spdlog::warn("nothing new is taken in: the journal's volume is short of space; make room and it goes on");
    }
    spdlog::info("stopping");
    service::notify_manager("STOPPING=1");
    if (readiness != nullptr) readiness->set_state("stopping");
    const bool failed = runtime.failed();
    stop_within(runtime.config().stop_within_ms, runtime);
    spdlog::info("stopped");
    return failed ? exit_failed : exit_ok;
}

}  // namespace crossdock::commands
