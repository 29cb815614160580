#include "host/commands/retention.hpp"

#include <catch2/catch.hpp>

#include "host/journal/records.hpp"
#include "tests/temporary_folder.hpp"

using namespace crossdock;
using commands::find_deployment;
using commands::purge_journal;

namespace {

class RetentionFixture {
private:
    TemporaryFolder folder_;

public:
    RetentionFixture() {
        journal::StoreOptions options;
        options.folder = folder_.path() / "journal";
        options.segment_bytes = 1'000;
        options.disk_low_water_bytes = 0;
        store = journal::open_store(options).value();
    }

    void commit(journal::Unit unit) const {
        std::vector<journal::Unit> units;
        units.push_back(std::move(unit));
        const auto committed = store->commit_and_wait(std::move(units));
        REQUIRE(committed.ok());
    }
    // All share one file, as the deployments of a site do of which little changes.
    void record_deployment(const std::string& digest) const {
        journal::DeploymentLoaded record;
        record.digest = digest;
        record.files = {"crossdock.xml", "partners.xml"};
        journal::Unit unit;
        unit.payloads.push_back({"<site/> of " + digest, {}, {}});
        unit.payloads.push_back({"<partners/>", {}, {}});
        const journal::EntityId id = store->allocate_ids(1);
        unit.records.push_back(journal::make_record(record, id));
        unit.trace_keys.push_back({"deployment", digest, id});
        commit(std::move(unit));
    }
    void begin_run(const std::string& deployment) const {
        journal::RunsCreated created;
        created.deployment = deployment;
        const journal::EntityId id = store->allocate_ids(1);
        created.runs = {id, id};
        const journal::Record record = journal::make_record(created, id);
        journal::Unit unit;
        unit.advances.push_back({id, journal::entity_kind::run_batch, 0, false, record.body});
        unit.records.push_back(record);
        commit(std::move(unit));
    }
    void fill_segments() const {
        for (int at = 0; at < 10; ++at) {
            journal::Unit unit;
            unit.records.push_back(journal::make_record(
                journal::ControlAction{"fill", "test", std::string(500, 'x'), 0}, store->allocate_ids(1)));
            commit(std::move(unit));
        }
    }
    // Of all that is there now.
    std::uint64_t purge(const std::string& today) const {
        const auto freed = purge_journal(*store, system_clock().wall_ms() + 1'000, today);
        REQUIRE(freed.ok());
        return *freed;
    }
    std::vector<std::string> files_of(const std::string& digest) const {
        const auto unit = find_deployment(*store, digest);
        if (!unit.ok()) return {unit.error().code};
        std::vector<std::string> texts;
        for (const journal::PayloadRef& payload : unit->payloads)
            texts.push_back(store->read_payload(payload, 0, payload.size).value());
        return texts;
    }

    std::unique_ptr<journal::Store> store;
};

const std::vector<std::string> missing{"flow.deployment-missing"};

}  // namespace

TEST_CASE_METHOD(RetentionFixture, "a purge keeps the deployment of runs to come and drops one that nothing needs") {
    record_deployment("yesterday");
    record_deployment("today");
    for (int purges = 0; purges < 3; ++purges) {
        fill_segments();
        CHECK(purge("today") > 5'000);
        CHECK(files_of("today") == std::vector<std::string>{"<site/> of today", "<partners/>"});
    }
    CHECK(files_of("yesterday") == missing);
    CHECK(store->verify([](const Error&) {}).value() == 0);
}

TEST_CASE_METHOD(RetentionFixture,
                 "a purge keeps the deployment that a live run is pinned to, and frees what is older") {
    record_deployment("yesterday");
    record_deployment("today");
    fill_segments();
    begin_run("yesterday");
    fill_segments();
    CHECK(purge("today") > 5'000);
    CHECK(files_of("yesterday") == std::vector<std::string>{"<site/> of yesterday", "<partners/>"});
    CHECK(files_of("today") == std::vector<std::string>{"<site/> of today", "<partners/>"});
    CHECK(store->verify([](const Error&) {}).value() == 0);
}

TEST_CASE_METHOD(RetentionFixture,
                 "a purge without a host keeps only what lives: the next host records its deployment") {
    record_deployment("today");
    fill_segments();
    CHECK(purge({}) > 5'000);
    CHECK(files_of("today") == missing);
}
