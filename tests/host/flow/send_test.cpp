// Under which agreement a partner gets what a flow sends it.
#include "tests/host/flow/engine_fixture.hpp"

using namespace crossdock;
using namespace crossdock::flow;

namespace {

constexpr auto to_partner = R"(<send to="partner" document="order/1" together="interchange"/>)";
const std::string order = R"({"number":"1"})";

class TwoUses : public EngineFixture {
public:
    TwoUses() {
        more_files["partners/acme.xml"] = R"(<partner name="acme">
  <agreement name="acme-edi" format="json"><send document="order/1" type="order/1" to="erp"/></agreement>
  <agreement name="acme-edi-test" format="json" use="test">
    <send document="order/1" type="order/1" to="shop"/></agreement>
  <agreement name="acme-web-test" format="json" use="test"/>
</partner>)";
        more_files["partners/bolt.xml"] = R"(<partner name="bolt">
  <agreement name="bolt-edi" format="json"><send document="order/1" type="order/1" to="erp"/></agreement>
  <agreement name="bolt-edi-test" format="json" use="test"/>
</partner>)";
    }

    // Of the deliveries, in their order.
    std::vector<std::string> agreements_sent_under() {
        std::vector<std::string> found;
        const std::vector<journal::StoredUnit> units = store->history({1, last_run + 100}).value();
        for (const journal::StoredUnit& unit : units)
            for (const journal::Record& record : unit.records)
                if (record.kind == static_cast<std::uint16_t>(journal::RecordKind::delivery_prepared))
                    found.push_back(journal::read_record<journal::DeliveryPrepared>(record).value().agreement);
        return found;
    }
};

}  // namespace

TEST_CASE_METHOD(TwoUses, "what came under a test agreement is answered under it, although a production one is first") {
    REQUIRE(start(to_partner).ok());
    publish_interchanges({{{order}, "acme-edi-test"}});
    REQUIRE(all_done());
    CHECK(agreements_sent_under() == std::vector<std::string>{"acme-edi-test"});
    publish_interchanges({{{order}, "acme-edi"}});
    REQUIRE(all_done());
    CHECK(agreements_sent_under() == std::vector<std::string>{"acme-edi-test", "acme-edi"});
}

TEST_CASE_METHOD(TwoUses, "where its own agreement does not send the document, one of the same use does") {
    REQUIRE(start(to_partner).ok());
    publish_interchanges({{{order}, "acme-web-test"}});
    REQUIRE(all_done());
    CHECK(agreements_sent_under() == std::vector<std::string>{"acme-edi-test"});
}

TEST_CASE_METHOD(TwoUses, "a test document is not answered in production") {
    REQUIRE(start(to_partner).ok());
    publish_interchanges({{{order}, "bolt-edi-test", "bolt"}});
    const journal::ExceptionParked exception = parked();
    CHECK(exception.code == "flow.not-agreed");
    CHECK_THAT(exception.text, Catch::Contains("bolt-edi") && Catch::Contains("use=\"test\""));
    CHECK(adapters.sent().empty());
}

TEST_CASE_METHOD(TwoUses, "a test document passes by a partner that gets its kind in production only") {
    REQUIRE(start(R"(<send to="partner" document="order/1" if-agreed="yes"/>)").ok());
    publish_interchanges({{{order}, "bolt-edi-test", "bolt"}});
    REQUIRE(all_done());
    CHECK(adapters.sent().empty());
}

TEST_CASE_METHOD(TwoUses, "interchanges of one message go out apart where they came apart") {
    REQUIRE(start(to_partner).ok());
    publish_interchanges({{{order, order}, "acme-edi"}, {{order}, "acme-edi-test"}, {{order}, "bolt-edi", "bolt"}});
    REQUIRE(all_done());
    CHECK(agreements_sent_under() == std::vector<std::string>{"acme-edi", "acme-edi-test", "bolt-edi"});
    CHECK(adapters.sent() == std::vector<std::string>{order + "\n" + order + "\n", order + "\n", order + "\n"});
}

TEST_CASE_METHOD(TwoUses, "interchanges of one message keep their partners and agreements over a restart") {
    adapters.service = [](const plugins::Call&) { return std::optional<plugins::Outcome>(); };
    const std::string steps = std::string(R"(<call service="crm" operation="check"/>)") + to_partner;
    REQUIRE(start(steps).ok());
    publish_interchanges({{{order}, "acme-edi"}, {{order}, "acme-edi-test"}, {{order}, "bolt-edi", "bolt"}});
    REQUIRE(eventually([&] { return adapters.called().size() == 3; }));
    adapters.service = [](const plugins::Call&) { return plugins::Outcome{{}, {}, "{}"}; };
    restart(steps, "1");
    REQUIRE(all_done());
    CHECK(agreements_sent_under() == std::vector<std::string>{"acme-edi", "acme-edi-test", "bolt-edi"});
}
