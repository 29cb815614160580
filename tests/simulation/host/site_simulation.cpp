#include "tests/simulation/host/site_simulation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "host/commands/control.hpp"
#include "tests/bench/whole/orders.hpp"

namespace crossdock::simulation {

namespace {

constexpr std::chrono::milliseconds look_every{2};
constexpr std::chrono::seconds through_within{30};
constexpr std::chrono::milliseconds life_max{600};

}  // namespace

SiteSimulation::SiteSimulation(std::uint64_t seed, std::string left_out)
    : random_(seed), site_(seed ^ 0x5EED, std::move(left_out)), upkeep_(seed % 3 == 0) {
    std::uint64_t first = 0;
    for (std::uint32_t control = 1; control <= interchange_count; ++control) {
        const auto orders = static_cast<std::uint32_t>(1 + draw(4));
        interchanges_.push_back(bench::x12_interchange(control, first, orders));
        first += orders;
    }
    for (std::uint64_t shop = 0; shop < shop_count; ++shop) {
        std::vector<std::uint64_t> orders;
        for (std::uint64_t order = 0; order < orders_a_shop; ++order) orders.push_back(shop * 1'000 + order);
        shops_.push_back(std::make_unique<Shop>(std::move(orders)));
    }
}

// Half of the cuts fall into the start or soon after it; some are aimed at names being made durable.
void SiteSimulation::choose_cut() {
    const std::uint64_t aim = draw(6);
    if (aim == 0) site_.files().cut_power_at_name_sync(1 + draw(6));
    if (aim > 0) site_.files().cut_power_after(1 + draw(draw(2) == 0 ? 60 : 600));
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
        work(*runtime, last);
        if (last && !through())
            violation = fmt::format("not everything went through: {}\n{}", progress(), log_.tail(20));
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

void SiteSimulation::work(const commands::Runtime& runtime, bool last) {
    const auto until = std::chrono::steady_clock::now() + (last ? std::chrono::milliseconds(through_within) : life_max);
    for (unsigned look = 0; std::chrono::steady_clock::now() < until; ++look) {
        if (site_.files().power_is_cut() || runtime.failed() || through()) return;
        if (look % 8 == 0) bring_interchange();
        if (upkeep_ && !last && draw(40) == 0) ask_for_upkeep();
        std::this_thread::sleep_for(look_every);
    }
}

// The partner's own program sees to it that the file is whole and durable.
void SiteSimulation::bring_interchange() {
    if (brought_ == interchanges_.size()) return;
    const auto path = site_.folder() / "in/edi" / fmt::format("orders-{}.edi", brought_);
    if (site_.files().bring(path, interchanges_[brought_]).ok()) ++brought_;
}

void SiteSimulation::ask_for_upkeep() {
    const auto socket = site_.folder() / "run" / "control.sock";
    if (draw(2) == 0) {
        purged_ = true;
        (void)commands::ask_host(socket, {"journal purge", "1ms", {}, "simulation", {}});
        return;
    }
    Backup backup{std::filesystem::path(backups) / fmt::format("{}", backups_.size()), acknowledged_ids()};
    if (commands::ask_host(socket, {"journal backup", backup.folder.string(), {}, "simulation", {}}).ok())
        backups_.push_back(std::move(backup));
}

// A killed process loses nothing that it wrote, a power cut what was not synced.
void SiteSimulation::end_process() {
    ++cuts_;
    operations_ = site_.files().operations();
    if (draw(10) < 4) {
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

std::string SiteSimulation::progress() {
    std::size_t acknowledged = 0;
    for (const auto& shop : shops_) acknowledged += shop->acknowledged().size();
    return fmt::format(
        "{} web orders are acknowledged, {} of {} interchanges are sent and {} archived; {} files are out for the ERP "
        "and "
        "{} for the partner; the log ends with",
        acknowledged, brought_, interchanges_.size(), archived(), site_.names_in(site_.folder() / "out/erp").size(),
        site_.names_in(site_.folder() / "out/partners").size());
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
