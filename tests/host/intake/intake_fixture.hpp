// Intake over a journal, an engine and adapters that a test answers for.
#pragma once

#include "host/intake/intake.hpp"
#include "tests/host/flow/engine_fixture.hpp"

namespace crossdock::intake {

class IntakeFixture : public flow::EngineFixture {
public:
    ~IntakeFixture() {
        disk.fail_reads = false;
        intake.reset();
    }

    // Makes what is tested, with a flow that sends to `erp`; its threads run from `intake->start()` on.
    void make_intake() { intake = std::make_unique<Intake>(make_options()); }
    IntakeOptions make_options() {
        REQUIRE(start(R"(<send to="erp" format="json"/>)").ok());
        IntakeOptions intake_options;
        intake_options.store = store.get();
        intake_options.adapters = &adapters;
        intake_options.engine = engine.get();
        intake_options.clock = &system_clock();
        intake_options.flows = flows;
        intake_options.journal_failed = [this](const Error& error) { failures.push_back(error.code); };
        return intake_options;
    }

    // A message that is durable; one that is live is read when intake starts.
    journal::EntityId receive(const std::string& bytes, bool live) {
        const journal::EntityId message = store->allocate_ids(1);
        journal::MessageReceived received;
        received.adapter = "in";
        journal::Unit unit;
        unit.payloads.push_back({bytes, {}, {}});
        if (live) unit.advances.push_back({message, journal::entity_kind::message, 0, false, {}});
        unit.records.push_back(journal::make_record(received, message));
        const bool applied = commit(std::move(unit)).applied;
        REQUIRE(applied);
        return message;
    }

    std::unique_ptr<Intake> intake;
    std::vector<std::string> failures;
};

}  // namespace crossdock::intake
