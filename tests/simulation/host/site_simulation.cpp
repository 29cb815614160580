#include "tests/simulation/host/site_simulation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "host/commands/control.hpp"
#include "tests/simulation/host/interchanges.hpp"

namespace crossdock::simulation {

namespace {

constexpr std::chrono::milliseconds look_every{2};
constexpr std::chrono::milliseconds life_max{600};

// What a recovery makes durable, and the sync before which the process before must have been killed for it to matter.
struct SecondCut {
    const char* sync;
    const char* recovery;
};
constexpr std::array second_cuts{
    SecondCut{"log-batch", "log-recovered-tail"},
    SecondCut{"log-segment-name", "log-recovered-names"},
    SecondCut{"index-checkpoint-name", "index-recovered-names"},
};

}  // namespace

SiteSimulation::SiteSimulation(std::uint64_t seed, std::string left_out)
    : random_(seed),
      held_site_(SimulatedSite::make(seed ^ 0x5EED, std::move(left_out))),
      site_(*held_site_),
      upkeep_(seed % 4 < 2 || site_.left_out().starts_with("backup-") || site_.left_out() == "log-purged-names"),
      disk_fills_(!upkeep_ && seed % 4 == 2) {
    std::uint64_t first = 0;
    for (std::uint32_t control = 1; control <= interchange_count; ++control) {
        const auto orders = static_cast<std::uint32_t>(1 + draw(4));
        const bool large = control % 2 == 0;
        interchanges_.push_back(large ? large_interchange(control) : small_interchange(control, first, orders));
        first += orders;
    }
    for (std::uint64_t shop = 0; shop < shop_count; ++shop) {
        std::vector<std::uint64_t> orders;
        for (std::uint64_t order = 0; order < orders_a_shop; ++order) orders.push_back(shop * 1'000 + order);
        shops_.push_back(std::make_unique<Shop>(std::move(orders)));
    }
}

// Most cuts fall into the start or soon after it; some are aimed at a sync, and some lives are left to their end, so
// that what takes long gets done.
void SiteSimulation::choose_cut() {
    if (choose_second_cut()) return;
    const std::uint64_t aim = draw(10);
    if (aim == 0) site_.files().cut_power_at_name_sync(1 + draw(6));
    if (aim == 1) return;
    if (aim < 5) site_.cut_power_at(choose_sync(), 1 + draw(one_of({1, 3, 30})), 1 + draw(one_of({3, 12, 200})));
    if (aim >= 5) site_.files().cut_power_after(1 + draw(draw(2) == 0 ? 60 : 600));
}

// A kill leaves something in the system's memory only, the next process builds on it, and then the power fails.
bool SiteSimulation::choose_second_cut() {
    if (!then_recovery_.empty()) {
        site_.cut_power_at(std::exchange(then_recovery_, {}), 1, 1 + draw(draw(2) == 0 ? 10 : 80));
        kill_ = false;
        return true;
    }
    const auto left_out = std::ranges::find(second_cuts, site_.left_out(), &SecondCut::recovery);
    const bool wanted = left_out != second_cuts.end();
    if (draw(wanted ? 2 : 8) != 0) return false;
    const SecondCut& chosen = wanted ? *left_out : second_cuts[draw(second_cuts.size())];
    site_.cut_power_at(chosen.sync, 1 + draw(draw(2) == 0 ? 3 : 30), 1);
    kill_ = true;
    then_recovery_ = chosen.recovery;
    return true;
}

std::string SiteSimulation::choose_sync() {
    if (!site_.left_out().empty() && draw(4) != 0) return site_.left_out();
    const auto known = site_.syncs();
    return known.empty() ? "" : *std::next(known.begin(), static_cast<std::ptrdiff_t>(draw(known.size())));
}

std::optional<std::string> SiteSimulation::run(int lives) {
    for (int life = 0; life < lives; ++life) {
        choose_cut();
        if (auto violation = live(false)) return fmt::format("in life {}: {}", life, *violation);
    }
    if (auto violation = live(true)) return "in the last life: " + *violation;
    return account();
}

SiteSimulation::Violation SiteSimulation::start(commands::Runtime& runtime) {
    const auto there = site_.files().exists(site_.folder() / "journal/index/checkpoint");
    const bool checkpoint = there && *there;
    log_.forget();
    Status opened = runtime.open();
    std::vector<Error> errors;
    if (opened.ok() && checkpoint_durable_ && log_.said("was rebuilt from the log"))
        return "the journal's index did not survive";
    checkpoint_durable_ = checkpoint_durable_ || (checkpoint && opened.ok());
    if (opened.ok()) errors = runtime.start();
    if (!opened.ok()) errors.push_back(opened.error());
    if (errors.empty() || site_.files().power_is_cut()) return std::nullopt;
    return "the host does not start: " + describe(errors.front());
}

SiteSimulation::Violation SiteSimulation::live(bool last) {
    auto runtime = site_.make_runtime();
    Violation violation = start(*runtime);
    if (!violation && !site_.files().power_is_cut()) {
        for (const auto& shop : shops_) shop->open(site_.port());
        violation = work(*runtime, last);
    }
    if (!last) site_.files().cut_power();
    runtime->stop();
    for (const auto& shop : shops_) {
        shop->close();
        if (!shop->complaint().empty()) violation = shop->complaint();
    }
    runtime.reset();
    if (!last) end_process();
    return violation;
}

SiteSimulation::Violation SiteSimulation::work(const commands::Runtime& runtime, bool last) {
    const Time begun = std::chrono::steady_clock::now();
    progress_at_ = looked_at_ = begun;
    for (unsigned look = 0; last || std::chrono::steady_clock::now() < begun + life_max; ++look) {
        const bool failed = runtime.failed();
        if (site_.files().power_is_cut() || (!failed && through())) return std::nullopt;
        if (failed) return "the host failed:\n" + log_.tail(20);
        if (look % 8 == 0) bring_interchange();
        if (disk_fills_ && !last && draw(25) == 0) squeeze_disk();
        if (upkeep_ && !last && draw(25) == 0)
            if (auto violation = ask_for_upkeep()) return violation;
        if (last)
            if (auto violation = watch_progress(runtime)) return violation;
        std::this_thread::sleep_for(look_every);
    }
    return upkeep_ ? ask_for_upkeep() : std::nullopt;
}

// The partner's own program sees to it that the file is whole and durable.
void SiteSimulation::bring_interchange() {
    if (brought_ == interchanges_.size()) return;
    const auto path = site_.folder() / "in/edi" / fmt::format("orders-{}.edi", brought_);
    if (site_.files().bring(path, interchanges_[brought_]).ok()) ++brought_;
}

// Full for a while, or no longer.
void SiteSimulation::squeeze_disk() {
    const bool full = draw(2) == 0;
    if (full) {
        ++times_full_;
        site_.files().leave_room(draw(6'000));
    } else {
        site_.files().set_capacity(UINT64_MAX);
    }
}

SiteSimulation::Violation SiteSimulation::ask_for_upkeep() {
    const auto ask = [&](const std::string& command, const std::string& argument) -> Status {
        const auto asked =
            commands::ask_host(site_.folder() / "run" / "control.sock", {command, argument, {}, "simulation", {}});
        return asked.ok() ? Status{} : Status(asked.error());
    };
    Status done;
    if (draw(2) == 0) {
        ++purges_;
        done = ask("journal purge", "1ms");
    } else {
        Backup backup{std::filesystem::path(backups) / fmt::format("{}", backups_begun_++), acknowledged_ids()};
        done = ask("journal backup", backup.folder.string());
        if (done.ok()) backups_.push_back(std::move(backup));
    }
    // A machine that is busy may make whoever asks give up.
    const bool heard = done.ok() || !done.error().code.starts_with("control.no-");
    if (done.ok() || !heard || site_.files().power_is_cut()) return std::nullopt;
    return "upkeep failed: " + describe(done.error());
}

// A killed process loses nothing that it wrote, a power cut what was not synced.
void SiteSimulation::end_process() {
    ++cuts_;
    operations_ = site_.files().operations();
    site_.cut_power_at({}, 0, 0);
    site_.files().set_capacity(UINT64_MAX);
    const bool kill = std::exchange(kill_, std::nullopt).value_or(draw(10) < 4);
    if (kill) {
        site_.files().restart_process();
    } else {
        site_.files().restart();
    }
}

bool SiteSimulation::through() {
    return std::ranges::all_of(shops_, [](const auto& shop) { return shop->done(); }) &&
           site_.names_in(site_.folder() / "out/erp").size() >= interchange_count + shop_count * orders_a_shop &&
           site_.names_in(site_.folder() / "out/partners").size() >= std::size_t{2} * interchange_count &&
           archived() >= interchanges_.size();
}

// Each once: one that came back after a cut lies there again under a name with its id.
std::size_t SiteSimulation::archived() {
    std::set<std::string> kept;
    for (const std::string& day : site_.names_in(site_.archive()))
        for (const std::string& name : site_.names_in(site_.archive() / day))
            kept.insert(name.substr(0, name.find('.')));
    return kept.size();
}

std::vector<std::string> SiteSimulation::acknowledged_ids() const {
    std::vector<std::string> ids;
    for (const auto& shop : shops_)
        for (const auto& [order, id] : shop->acknowledged()) ids.push_back(id);
    return ids;
}

}  // namespace crossdock::simulation
