// Random use of a journal on a disk whose power fails, held against the model.
#pragma once

#include "host/journal/sync_point.hpp"
#include "tests/simulation/journal/journal_model.hpp"
#include "tests/simulation/simulated_clock.hpp"
#include "tests/simulation/simulated_files.hpp"

namespace crossdock::simulation {

// One run: everything follows from the seed. `skipped` names a sync that is left out.
class JournalSimulation {
public:
    JournalSimulation(std::uint64_t seed, std::optional<journal::SyncPoint> skipped);
    ~JournalSimulation();

    // Lives through so many starts of the journal, each ended by a clean stop, a killed process or a power cut. Answers
    // the first promise that was broken.
    std::optional<std::string> run(int lives);

    [[nodiscard]] std::uint64_t units_accepted() const { return accepted_; }
    [[nodiscard]] std::uint64_t cuts() const { return cuts_; }

private:
    class SkipOne;
    struct Backup {
        std::filesystem::path folder;
        std::vector<std::string> names;
    };
    using Violation = std::optional<std::string>;

    journal::StoreOptions options();
    std::uint64_t draw(std::uint64_t below) { return random_() % below; }

    ModelUnit make_unit();
    void add_payloads(ModelUnit& made);
    Violation start();
    Violation step();
    Violation commit();
    Violation purge();
    Violation back_up();
    void squeeze_disk();
    Violation stop();

    Violation check_after_start();
    Violation check_units();
    Violation check_unit(const ModelUnit& unit, const journal::StoredUnit& stored);
    Violation check_state();
    Violation check_backups();

    std::mt19937_64 random_;
    SimulatedFiles files_;
    SimulatedClock clock_;
    std::unique_ptr<SkipOne> skip_;
    JournalModel model_;
    std::map<std::string, ModelUnit> in_doubt_;  // handed in when the power failed
    std::vector<Backup> backups_;
    bool checkpoint_expected_ = false;
    std::uint64_t next_name_ = 1;
    std::uint64_t accepted_ = 0;
    std::uint64_t cuts_ = 0;
    std::unique_ptr<journal::Store> store_;
};

}  // namespace crossdock::simulation
