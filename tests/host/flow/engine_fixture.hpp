// A flow engine with a journal on disk and adapters that the test answers for; it can be stopped and started again
// with another version of its site.
#pragma once

#include <catch2/catch.hpp>
#include <chrono>
#include <map>
#include <numeric>
#include <thread>

#include "host/base/sha256.hpp"
#include "host/flow/engine.hpp"
#include "tests/host/flow/fake_adapters.hpp"
#include "tests/host/journal/full_disk.hpp"
#include "tests/host/journal/journal_fixture.hpp"

namespace crossdock::flow {

class NoTypes final : public site::TypeDescriber {
public:
    Result<std::string> describe(std::string_view) override {
        return Error{"format.unknown-type", ErrorClass::configuration, "no formats here"};
    }
};

class EngineFixture : public journal::JournalFixture {
public:
    EngineFixture() {
        store.reset();
        options.files = &disk;
        options.disk_low_water_bytes = 0;
        open();
    }
    ~EngineFixture() {
        disk.full = false;
        stop();
        store.reset();
    }
    EngineFixture(const EngineFixture&) = delete;
    EngineFixture& operator=(const EngineFixture&) = delete;

    // Starts the engine with a flow of these steps, which begins with `order.received/1`.
    Status start(const std::string& steps, const std::string& version = "1") {
        std::vector<Error> errors;
        NoTypes types;
        std::map<std::string, std::string, std::less<>> texts{
            {"crossdock.xml", R"(<site name="test">
  <retry name="quick" attempts="3" first="1ms" longest="2ms"/>
  <retry name="few" attempts="8" first="20ms" longest="50ms"/>
  <retry name="patient" attempts="10000" first="20ms" longest="50ms"/>
  <adapter name="erp" plugin="file" type="file-sink" retry="quick"/>
  <adapter name="shop" plugin="file" type="file-sink" retry="quick"/>
  <adapter name="json" plugin="json"/>
  <adapter name="crm" plugin="http" type="http-service" retry="quick"/>
</site>)"},
            {"schemas/order-1.json", R"({"$id": "order/1", "type": "object", "properties": {
  "number": {"type": "string", "description": "n"}, "note": {"type": "string", "description": "t"}}})"},
            {"maps/copy.xml", R"(<map name="copy" version="1" from="order/1" to="order/1">
  <set to="number" from="number"/><set to="note" from="number"/></map>)"},
            {"flows/test.xml",
             "<flow name=\"test\" version=\"" + version + "\"><on event=\"order.received/1\"/>\n" + steps + "</flow>"}};
        texts.insert(more_files.begin(), more_files.end());
        site::SiteFiles files(std::move(texts));
        auto deployment = std::make_shared<site::Deployment>(std::move(files), types, errors);
        flows = FlowSet::compile(std::move(deployment), errors);
        for (const Error& error : errors) FAIL(describe(error));
        deployments[flows->deployment().digest()] = flows;
        EngineOptions engine_options;
        engine_options.store = store.get();
        engine_options.adapters = &adapters;
        engine_options.clock = &system_clock();
        engine_options.deployment = [this](const std::string& digest) -> Result<std::shared_ptr<const FlowSet>> {
            const auto found = deployments.find(digest);
            if (found != deployments.end()) return found->second;
            return Error{"flow.deployment-unusable", ErrorClass::needs_person, "it cannot be loaded any more"};
        };
        engine_options.journal_failed = [](const Error&) {};
        engine_options.active_runs_max = active_runs_max;
        engine_options.run_ended = [this](const RunEnd& end) {
            const std::lock_guard lock(ends_mutex);
            ends.push_back(end);
        };
        engine = std::make_unique<Engine>(std::move(engine_options));
        return engine->start(flows);
    }
    void stop() {
        if (engine != nullptr) engine->stop();
        engine.reset();
    }
    void restart(const std::string& steps, const std::string& version = "2") {
        stop();
        reopen();
        REQUIRE(start(steps, version).ok());
    }

    // Documents that came in one interchange, under an agreement.
    struct Interchange {
        std::vector<std::string> orders;
        std::string agreement{};
        std::string partner = "acme";
        std::string in_journal{};  // what the journal has of each order; empty: the same
    };

    // One order comes in and gets its run.
    void publish(const std::string& json) { publish(std::vector<std::string>{json}); }
    void publish(const std::vector<std::string>& orders) { publish_interchanges({{orders, {}}}); }
    // Orders of one message get runs of one batch.
    void publish_interchanges(const std::vector<Interchange>& interchanges) {
        const auto count = std::accumulate(interchanges.begin(), interchanges.end(), std::size_t{0},
                                           [](std::size_t sum, const auto& each) { return sum + each.orders.size(); });
        const EntityId message = store->allocate_ids(1 + count);
        std::vector<PublishedDocument> all;
        journal::Unit unit;
        for (const Interchange& interchange : interchanges) come_in(message, interchange, all, unit);
        std::vector<BatchPointer> batches = engine->publish(flows, "order.received/1", all, unit);
        all.clear();
        REQUIRE(batches.size() == 1);
        last_run = batches.front()->runs.back().id;
        const bool applied = commit(std::move(unit)).applied;
        REQUIRE(applied);
        engine->begin(std::move(batches));
    }
    void come_in(EntityId message, const Interchange& interchange, std::vector<PublishedDocument>& all,
                 journal::Unit& unit) {
        auto origin = std::make_shared<DocumentOrigin>();
        origin->message = message;
        origin->partner = interchange.partner;
        origin->agreement = interchange.agreement;
        journal::DocumentsCreated created;
        created.message = origin->message;
        created.type = "order/1";
        created.topic = "order.received/1";
        created.partner = origin->partner;
        created.agreement = origin->agreement;
        const EntityId first = message + all.size() + 1;
        for (const std::string& json : interchange.orders) {
            auto document = std::make_shared<Document>(flows->deployment().names());
            REQUIRE(read_json(json, "test", *document).ok());
            PublishedDocument& published = all.emplace_back();
            published.id = origin->message + all.size();
            published.origin = origin;
            published.document = std::move(document);
            published.content = sha256(std::as_bytes(std::span(json.data(), json.size())));
            documents.push_back(published.document);
            created.documents.push_back({{}, 0, 0, 0, interchange.in_journal.empty() ? json : interchange.in_journal});
        }
        unit.records.push_back(journal::make_record(created, first, all.back().id));
    }

    template <typename Condition>
    static bool eventually(Condition&& condition) {
        for (int tries = 0; tries < 1'000; ++tries) {
            if (condition()) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        return false;
    }

    // How many of the documents that were published are in memory.
    [[nodiscard]] std::ptrdiff_t documents_in_memory() const {
        return std::count_if(documents.begin(), documents.end(), [](const auto& each) { return !each.expired(); });
    }
    // Of which runs the end was told, and what of it.
    [[nodiscard]] std::vector<RunEnd> told() {
        const std::lock_guard lock(ends_mutex);
        return ends;
    }

    // The one open exception, once it is there.
    journal::ExceptionParked parked() {
        REQUIRE(eventually([&] { return store->live(journal::entity_kind::exception).size() == 1; }));
        const journal::LiveEntity live = store->live(journal::entity_kind::exception).front();
        const journal::StoredUnit unit = store->unit_at(live.position).value();
        for (const journal::Record& record : unit.records)
            if (record.kind == static_cast<std::uint16_t>(journal::RecordKind::exception_parked))
                return journal::read_record<journal::ExceptionParked>(record).value();
        FAIL("the exception has no record");
        return {};
    }
    RetryRequest request(const journal::ExceptionParked& exception) {
        RetryRequest request;
        request.exception = exception.exception;
        request.who = "somebody";
        request.why = "corrected";
        return request;
    }
    bool all_done() {
        return eventually([&] {
            return store->live(journal::entity_kind::run_batch).empty() &&
                   store->live(journal::entity_kind::exception).empty() &&
                   store->live(journal::entity_kind::delivery).empty();
        });
    }
    std::vector<journal::RunsStepped> steps_of(EntityId run) {
        std::vector<journal::RunsStepped> found;
        const std::vector<journal::StoredUnit> units = store->history(run).value();
        for (const journal::StoredUnit& unit : units)
            for (const journal::Record& record : unit.records)
                if (record.kind == static_cast<std::uint16_t>(journal::RecordKind::runs_stepped) &&
                    record.first_entity == run)
                    found.push_back(journal::read_record<journal::RunsStepped>(record).value());
        return found;
    }

    journal::FullDisk disk;
    FakeAdapters adapters;
    std::map<std::string, std::shared_ptr<const FlowSet>> deployments;
    std::shared_ptr<const FlowSet> flows;
    std::unique_ptr<Engine> engine;
    EntityId last_run = 0;
    std::uint32_t active_runs_max = 2'000;
    std::map<std::string, std::string> more_files;  // of the site
    std::vector<std::weak_ptr<const Document>> documents;

private:
    std::mutex ends_mutex;
    std::vector<RunEnd> ends;
};

}  // namespace crossdock::flow
