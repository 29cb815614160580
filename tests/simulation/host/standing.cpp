// What is the matter when not everything goes through: something is damaged, or it only stands still.
#include <fmt/format.h>

#include <algorithm>

#include "host/commands/control.hpp"
#include "host/journal/exception_text.hpp"
#include "tests/simulation/host/site_simulation.hpp"

namespace crossdock::simulation {

namespace {

constexpr std::chrono::milliseconds look_after{500};
// Longer than anything waits that is tried again.
constexpr std::chrono::seconds patience{75};

std::string exception_line(const journal::Store& store, journal::EntityId id) {
    const auto units = store.history(id);
    if (!units) return describe(units.error());
    for (const journal::StoredUnit& unit : *units)
        for (const journal::Record& record : unit.records)
            if (record.kind == static_cast<std::uint16_t>(journal::ExceptionParked::kind))
                if (const auto parked = journal::read_record<journal::ExceptionParked>(record))
                    return journal::log_line(*parked);
    return journal::show_exception(id) + " of which nothing is recorded";
}

}  // namespace

SiteSimulation::Progress SiteSimulation::progress() {
    return {acknowledged_ids().size(), archived(), site_.names_in(site_.folder() / "out/erp").size(),
            site_.names_in(site_.folder() / "out/partners").size()};
}

SiteSimulation::Violation SiteSimulation::watch_progress(const commands::Runtime& runtime) {
    const Time now = std::chrono::steady_clock::now();
    if (now - looked_at_ < look_after) return std::nullopt;
    looked_at_ = now;
    if (const Progress seen = progress(); seen != progress_) {
        progress_ = seen;
        progress_at_ = now;
        return std::nullopt;
    }
    if (auto violation = damage()) return *violation + "\n" + standing(runtime);
    if (now - progress_at_ < patience) return std::nullopt;
    stalled_ = true;
    return "nothing goes on\n" + standing(runtime);
}

// Only what is there for good: things may be on their way while this looks.
SiteSimulation::Violation SiteSimulation::damage() {
    if (auto violation = damage_of_interchanges()) return violation;
    const bool all_came_in = archived() >= interchanges_.size() &&
                             std::ranges::all_of(shops_, [](const auto& shop) { return shop->done(); });
    const auto opened = journal::open_store_read_only(site_.journal_options());
    if (!opened) return std::nullopt;
    bool any_live = false;
    for (const journal::LiveEntity& live : (*opened)->live(0)) {
        if (live.kind == journal::entity_kind::exception) return exception_line(**opened, live.id);
        any_live = any_live || live.kind != journal::entity_kind::checkpoint;
    }
    if (!all_came_in || any_live) return std::nullopt;
    if (auto violation = account_for_erp()) return "nothing is under way, but " + *violation;
    if (auto violation = account_for_partner()) return "nothing is under way, but " + *violation;
    return std::nullopt;
}

SiteSimulation::Violation SiteSimulation::damage_of_interchanges() {
    SimulatedFiles& files = site_.files();
    const auto still = files.enter(files.process());
    std::set<std::string> kept;
    const std::function<void(const std::filesystem::path&)> gather = [&](const std::filesystem::path& folder) {
        const auto names = files.list(folder);
        if (!names) return;
        for (const std::string& name : *names)
            if (const auto facts = files.facts(folder / name); facts.ok() && *facts) {
                if ((*facts)->folder) gather(folder / name);
                if (!(*facts)->folder) kept.insert(files.content(folder / name).value());
            }
    };
    gather(site_.folder() / "in/edi");
    gather(site_.archive());
    for (std::size_t at = 0; at < brought_; ++at)
        if (!kept.contains(interchanges_[at])) return fmt::format("the file of interchange {} is lost", at + 1);
    return std::nullopt;
}

std::string SiteSimulation::standing(const commands::Runtime& runtime) {
    const Progress now = progress();
    std::string text = fmt::format(
        "{} of {} web orders are acknowledged, {} of {} interchanges are sent and {} archived; {} files are out for "
        "the ERP and {} for the partner\n",
        now.acknowledged, shop_count * orders_a_shop, brought_, interchanges_.size(), now.archived, now.for_erp,
        now.for_partner);
    for (const auto check : {&SiteSimulation::account_for_erp, &SiteSimulation::account_for_partner})
        text += (this->*check)().value_or("all is there") + "\n";
    text += "live in the journal:\n" + live_entities();
    const auto status =
        commands::ask_host(site_.folder() / "run" / "control.sock", {"status", {}, {}, "simulation", {}});
    text +=
        fmt::format("the host says {}, {}\n", runtime.condition(), status.ok() ? *status : describe(status.error()));
    for (const auto& adapter : runtime.adapter_states())
        text += fmt::format("  adapter {} is {}, restarted {} times, with {} in flight; {}\n", adapter.name,
                            adapter.state, adapter.restarts, adapter.in_flight, adapter.last_error);
    text += "files that came in:\n" + files_below(site_.folder() / "in/edi");
    if (!site_.archive().native().starts_with(site_.folder().native())) text += files_below(site_.archive());
    return text + "the log ends with\n" + log_.tail(40);
}

std::string SiteSimulation::live_entities() {
    const auto opened = journal::open_store_read_only(site_.journal_options());
    if (!opened) return "  it does not open: " + describe(opened.error()) + "\n";
    std::string text;
    for (const journal::LiveEntity& live : (*opened)->live(0))
        text += live.kind == journal::entity_kind::exception
                    ? fmt::format("  {}\n", exception_line(**opened, live.id))
                    : fmt::format("  {} of kind {}, version {}, since {}\n", live.id, live.kind, live.version,
                                  live.since_ms);
    return text;
}

std::string SiteSimulation::files_below(const std::filesystem::path& folder) {
    const auto names = site_.files().list(folder);
    if (!names) return fmt::format("  {}\n", describe(names.error()));
    std::string text;
    for (const std::string& name : *names) {
        const auto facts = site_.files().facts(folder / name);
        if (facts.ok() && *facts && (*facts)->folder)
            text += fmt::format("  {}/\n", (folder / name).string()) + files_below(folder / name);
        else
            text += fmt::format("  {}\n", (folder / name).string());
    }
    return text;
}

}  // namespace crossdock::simulation
