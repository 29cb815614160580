// Runs that wait for a sink that is down leave their room to others.
#include <atomic>
#include <future>
#include <set>
#include <thread>

#include "tests/host/flow/engine_fixture.hpp"

using namespace crossdock;
using namespace crossdock::flow;
using namespace std::chrono_literals;

namespace {

constexpr int many = 60;
constexpr auto by_number = R"(<choose><when test="number = 'shop'"><send to="shop" format="json"/></when>
<otherwise><send to="erp" format="json" retry="patient"/></otherwise></choose>)";

std::string order(const std::string& number) { return R"({"number":")" + number + R"("})"; }

class FewRuns : public EngineFixture {
public:
    FewRuns() { active_runs_max = 10; }
    ~FewRuns() {
        if (engine != nullptr) engine->stop_waiting();
    }

    bool there_is_room() {
        auto room = std::async(std::launch::async, [this] { return engine->wait_for_room(); });
        if (room.wait_for(10s) == std::future_status::ready) return room.get();
        engine->stop_waiting();
        return false;
    }
    void publish_many() {
        for (int index = 0; index < many; ++index) {
            REQUIRE(there_is_room());
            publish(order(std::to_string(index)));
        }
    }
    [[nodiscard]] std::vector<std::string> sent_in_order() const {
        std::vector<std::string> expected;
        for (int index = 0; index < many; ++index) expected.push_back(order(std::to_string(index)) + "\n");
        return expected;
    }
};

}  // namespace

TEST_CASE_METHOD(FewRuns, "while a sink is down, more runs than may be active wait for it, and others go on") {
    REQUIRE(start(by_number).ok());
    adapters.go_down("erp");
    publish_many();
    REQUIRE(there_is_room());
    CHECK(engine->active_runs() < 10);
    CHECK(engine->runs_set_aside() + engine->active_runs() == many);
    CHECK(documents_in_memory() <= 10);
    publish(order("shop"));
    REQUIRE(eventually([&] { return adapters.sent().size() == 1; }));
    CHECK(adapters.sent().front() == order("shop") + "\n");

    adapters.come_up("erp");
    REQUIRE(all_done());
    std::vector<std::string> sent = adapters.sent();
    sent.erase(sent.begin());
    std::vector<std::string> expected = sent_in_order();
    std::sort(sent.begin(), sent.end());
    std::sort(expected.begin(), expected.end());
    CHECK(sent == expected);
    REQUIRE(eventually([&] { return engine->active_runs() == 0 && engine->runs_set_aside() == 0; }));
    CHECK(documents_in_memory() == 0);
    CHECK(told().size() == many + 1);
}

TEST_CASE_METHOD(FewRuns, "runs that were set aside go on with their documents, and with what others answered") {
    adapters.service = [](const plugins::Call& call) {
        return plugins::Outcome{{}, {}, call.request.find("\"7\"") == std::string::npos ? R"({"note":"shop"})" : "{}"};
    };
    REQUIRE(start(R"(<call service="crm" operation="check" into="answer" response="order/1"/>
<map with="copy" into="copy"/>
<send to="erp" format="json" retry="patient"/>
<choose><when test="answer/note = 'shop' and copy/note = number"><send to="shop" format="json"/></when></choose>)")
                .ok());
    adapters.go_down("erp");
    publish_many();
    REQUIRE(there_is_room());
    CHECK(engine->runs_set_aside() > 0);
    CHECK(adapters.sent().empty());
    adapters.come_up("erp");
    REQUIRE(all_done());
    std::map<std::string, int> times;
    for (const std::string& each : adapters.sent()) ++times[each];
    CHECK(times.size() == many);
    for (const auto& [each, count] : times) CHECK(count == (each == order("7") + "\n" ? 1 : 2));
    CHECK(adapters.called().size() == many);
}

TEST_CASE_METHOD(FewRuns, "runs that are set aside keep their turn in an in-order block") {
    const std::string steps = R"(<in-order by="all"><send to="erp" format="json" retry="patient"/></in-order>)";
    REQUIRE(start(steps).ok());
    adapters.go_down("erp");
    publish_many();
    REQUIRE(there_is_room());
    CHECK(documents_in_memory() <= 10);
    adapters.come_up("erp");
    REQUIRE(all_done());
    CHECK(adapters.sent() == sent_in_order());
}

TEST_CASE_METHOD(FewRuns, "runs that wait behind one that is parked in order are set aside until it is resolved") {
    REQUIRE(start(R"(<in-order by="all" on-park="hold"><choose>
<when test="number = 'stop'"><park reason="look at it"/></when></choose><send to="erp" format="json"/></in-order>)")
                .ok());
    publish(order("stop"));
    const auto exception = parked();
    publish_many();
    REQUIRE(there_is_room());
    CHECK(engine->runs_set_aside() > 0);
    CHECK(documents_in_memory() <= 10);
    REQUIRE(engine->discard(exception.exception, "somebody", "seen").ok());
    REQUIRE(all_done());
    CHECK(adapters.sent() == sent_in_order());
}

TEST_CASE_METHOD(FewRuns, "a run in order whose documents cannot be made again is parked where it stands, and holds") {
    REQUIRE(start(R"(<choose><when test="boolean(note) "><map with="copy" into="copy"/></when></choose>
<in-order by="all" on-park="hold"><send to="erp" format="json" retry="patient"/><send to="shop" format="json"/></in-order>)")
                .ok());
    adapters.go_down("erp");
    publish_interchanges({{{R"({"number":"1","note":"true"})"}, {}, "acme", R"({"number":"1","note":"otherwise"})"}});
    for (int index = 0; index < many; ++index) {
        REQUIRE(there_is_room());
        publish(R"({"number":"2","note":"true"})");
    }
    REQUIRE(engine->runs_set_aside() > 0);
    adapters.come_up("erp");
    const auto exception = parked();
    CHECK(exception.order_keys.size() == 1);
    std::this_thread::sleep_for(200ms);
    CHECK(adapters.sent().size() == 1);
    REQUIRE(engine->discard(exception.exception, "somebody", "seen").ok());
    REQUIRE(all_done());
    CHECK(adapters.sent().size() == 1 + 2 * many);
}

TEST_CASE_METHOD(FewRuns, "a batch of many runs is set aside as a whole, once none of them can go on") {
    REQUIRE(start(by_number).ok());
    adapters.go_down("erp");
    std::vector<std::string> orders;
    for (int index = 0; index < many; ++index) orders.push_back(order(std::to_string(index)));
    publish(orders);
    REQUIRE(there_is_room());
    CHECK(engine->active_runs() == 0);
    CHECK(engine->runs_set_aside() == many);
    CHECK(documents_in_memory() == 0);
    adapters.come_up("erp");
    REQUIRE(all_done());
    CHECK(adapters.sent().size() == many);
}

TEST_CASE_METHOD(FewRuns, "a host that ends while runs are set aside loses nothing, and takes them up few at a time") {
    REQUIRE(start(by_number).ok());
    adapters.go_down("erp");
    publish_many();
    REQUIRE(there_is_room());
    restart(by_number, "1");
    REQUIRE(there_is_room());
    CHECK(engine->active_runs() < 10);
    CHECK(engine->active_runs() + engine->runs_set_aside() == many);
    publish(order("shop"));
    REQUIRE(eventually([&] { return adapters.sent().size() == 1; }));
    adapters.come_up("erp");
    REQUIRE(all_done());
    const std::vector<std::string> sent = adapters.sent();
    CHECK(std::set<std::string>(sent.begin(), sent.end()).size() == many + 1);
    CHECK(sent.size() == many + 1);
}

TEST_CASE_METHOD(FewRuns,
                 "runs whose delivery is given up while they are set aside are parked, and can be tried again") {
    REQUIRE(start(R"(<send to="erp" format="json" retry="few"/><send to="shop" format="json"/>)").ok());
    adapters.go_down("erp");
    publish_many();
    REQUIRE(eventually([&] { return store->live(journal::entity_kind::exception).size() == many; }));
    CHECK(eventually([&] { return engine->active_runs() + engine->runs_set_aside() == 0; }));
    adapters.come_up("erp");
    for (const journal::LiveEntity& live : store->live(journal::entity_kind::exception)) {
        RetryRequest again;
        again.exception = live.id;
        again.who = "somebody";
        REQUIRE(engine->retry(again).ok());
    }
    REQUIRE(all_done());
    CHECK(adapters.sent().size() == 2 * many);
}

TEST_CASE_METHOD(FewRuns, "a sink that failed and now answers nothing at all holds up nobody either") {
    const auto failed = std::make_shared<std::atomic<bool>>(false);
    adapters.sink = [failed](const plugins::Delivery& delivery) -> std::optional<plugins::Outcome> {
        if (delivery.payload->find("shop") != std::string::npos) return plugins::Outcome{};
        if (failed->exchange(true)) return std::nullopt;
        return plugins::Outcome{Error{"sink.down", ErrorClass::retry, "it is down"}, {}, {}};
    };
    REQUIRE(start(by_number).ok());
    publish_many();
    REQUIRE(there_is_room());
    CHECK(engine->active_runs() < 10);
    publish(order("shop"));
    REQUIRE(eventually([&] { return adapters.sent().size() == 1; }));
}

TEST_CASE_METHOD(FewRuns, "runs that a sink let wait come back as there is room, and not all at once") {
    // The first sink takes what it is given, the second never says anything.
    const auto seen = std::make_shared<std::set<std::string>>();
    adapters.sink = [seen](const plugins::Delivery& delivery) -> std::optional<plugins::Outcome> {
        return seen->insert(*delivery.payload).second ? std::optional(plugins::Outcome()) : std::nullopt;
    };
    REQUIRE(start(R"(<send to="erp" format="json" retry="patient"/><send to="shop" format="json"/>)").ok());
    adapters.go_down("erp");
    publish_many();
    REQUIRE(there_is_room());
    adapters.come_up("erp");
    REQUIRE(eventually([&] { return adapters.sent().size() == many && engine->active_runs() >= 10; }));
    std::this_thread::sleep_for(200ms);
    CHECK(engine->active_runs() == 10);
    CHECK(engine->runs_set_aside() == many - 10);
}

TEST_CASE_METHOD(FewRuns, "a run that comes back goes on though the others of its batch still wait") {
    adapters.sink = [](const plugins::Delivery& delivery) -> std::optional<plugins::Outcome> {
        if (delivery.payload->find("\"7\"") != std::string::npos && delivery.attempt > 3) return plugins::Outcome{};
        return plugins::Outcome{Error{"sink.down", ErrorClass::retry, "it is down"}, {}, {}};
    };
    REQUIRE(start(R"(<send to="erp" format="json" retry="patient"/><map with="copy" into="copy"/>)").ok());
    std::vector<std::string> orders;
    for (int index = 0; index < many; ++index) orders.push_back(order(std::to_string(index)));
    publish(orders);
    REQUIRE(there_is_room());
    CHECK(eventually([&] { return told().size() == 1; }));
}
