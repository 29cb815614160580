// A whole site that lives through power cuts and kills while orders pass over both channels, and then is held to
// account.
#pragma once

#include <chrono>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "tests/simulation/host/log_watch.hpp"
#include "tests/simulation/host/shop.hpp"
#include "tests/simulation/host/simulated_site.hpp"

namespace crossdock::simulation {

// One run. The seed decides what comes in, where each power cut falls, and what of the unsynced is lost; the host's
// threads run as they do. A sync that is left out is aimed at more often than the others are.
class SiteSimulation {
public:
    static constexpr int usual_lives = 8;

    // `left_out` names a sync that is not done, as SimulatedSite has it.
    explicit SiteSimulation(std::uint64_t seed, std::string left_out = {});

    // Lives through so many starts, each ended by a power cut or a kill, then once more until everything is through.
    // Answers the first promise that was broken.
    std::optional<std::string> run(int lives);
    // What was broken is only that nothing went on any more: nothing is lost, torn or parked, and it would go on after
    // the next start.
    [[nodiscard]] bool stalled() const { return stalled_; }

    [[nodiscard]] std::set<std::string> syncs() const { return site_.syncs(); }
    [[nodiscard]] std::uint64_t cuts() const { return cuts_; }
    [[nodiscard]] std::uint64_t operations() const { return operations_; }
    [[nodiscard]] std::size_t orders() const;
    [[nodiscard]] std::size_t backups_made() const { return backups_.size(); }
    [[nodiscard]] std::size_t purges() const { return purges_; }
    [[nodiscard]] std::size_t times_full() const { return times_full_; }

private:
    using Violation = std::optional<std::string>;
    struct Backup {
        std::filesystem::path folder;
        std::vector<std::string> acknowledged;
    };

    std::uint64_t draw(std::uint64_t below) { return random_() % below; }
    std::uint64_t one_of(std::initializer_list<std::uint64_t> choices) { return choices.begin()[draw(choices.size())]; }
    void choose_cut();
    bool choose_second_cut();
    std::string choose_sync();
    Violation live(bool last);
    Violation start(commands::Runtime& runtime);
    Violation work(const commands::Runtime& runtime, bool last);
    void bring_interchange();
    void squeeze_disk();
    Violation ask_for_upkeep();
    void end_process();
    [[nodiscard]] bool through();
    [[nodiscard]] std::size_t archived();
    std::vector<std::string> acknowledged_ids() const;

    using Time = std::chrono::steady_clock::time_point;
    struct Progress {
        std::size_t acknowledged = 0;
        std::size_t archived = 0;
        std::size_t for_erp = 0;
        std::size_t for_partner = 0;
        friend bool operator==(const Progress&, const Progress&) = default;
    };
    Progress progress();
    // In the last life: what will never go through, or that nothing has gone on for long.
    Violation watch_progress(const commands::Runtime& runtime);
    Violation damage();
    Violation damage_of_interchanges();
    std::string standing(const commands::Runtime& runtime);
    std::string files_below(const std::filesystem::path& folder);
    std::string live_entities();

    Violation account();
    Violation account_for_erp();
    Violation account_for_partner();
    Violation account_for_archive();
    Violation account_for_journal();
    Violation account_for_backups();

    static constexpr std::uint32_t interchange_count = 9;
    static constexpr std::uint64_t shop_count = 2;
    static constexpr std::uint64_t orders_a_shop = 25;

    std::mt19937_64 random_;
    const std::shared_ptr<SimulatedSite> held_site_;
    SimulatedSite& site_;
    LogWatch log_;
    std::vector<std::unique_ptr<Shop>> shops_;
    std::vector<std::string> interchanges_;
    std::size_t brought_ = 0;
    std::vector<Backup> backups_;
    std::uint32_t backups_begun_ = 0;
    bool upkeep_;      // purges and backups too
    bool disk_fills_;  // now and then
    std::size_t purges_ = 0;
    std::size_t times_full_ = 0;
    std::string then_recovery_;  // the sync to aim at in the next life, of what this one leaves not durable
    std::optional<bool> kill_;   // how this life is to end, when that is decided
    bool checkpoint_durable_ = false;
    Progress progress_;
    Time progress_at_;
    Time looked_at_;
    bool stalled_ = false;
    std::uint64_t cuts_ = 0;
    std::uint64_t operations_ = 0;
};

}  // namespace crossdock::simulation
