#include <catch2/catch.hpp>

#include "host/flow/flow.hpp"

using namespace crossdock;
using namespace crossdock::flow;

namespace {

class NoFormats final : public site::TypeDescriber {
public:
    Result<std::string> describe(std::string_view) override {
        return Error{"format.unknown-type", ErrorClass::configuration, "no formats here"};
    }
};

constexpr auto site_file = R"(<site name="test">
  <adapter name="erp" plugin="file" type="file-sink"/>
  <adapter name="xml" plugin="xml"/>
  <adapter name="crm" plugin="http" type="http-service"/>
</site>)";

constexpr auto order_schema = R"({"$id": "order/1", "type": "object", "required": ["number"], "properties": {
  "number": {"type": "string", "description": "n"}, "warehouse": {"type": "string", "description": "w"},
  "lines": {"type": "array", "description": "l", "items": {"type": "object", "properties": {
    "sku": {"type": "string", "description": "s"}}}}}})";

std::shared_ptr<const FlowSet> compile(const std::string& flow, std::vector<Error>& errors) {
    NoFormats formats;
    site::SiteFiles files({{"crossdock.xml", site_file},
                           {"schemas/order-1.json", order_schema},
                           {"flows/test.xml", "<flow name=\"test\" version=\"1\">\n" + flow + "\n</flow>"}});
    auto deployment = std::make_shared<site::Deployment>(std::move(files), formats, errors);
    return FlowSet::compile(std::move(deployment), errors);
}

std::vector<std::string> mistakes(const std::string& flow) {
    std::vector<Error> errors;
    static_cast<void>(compile(flow, errors));
    std::vector<std::string> texts;
    for (const Error& error : errors) texts.push_back(describe(error));
    return texts;
}

}  // namespace

TEST_CASE("a flow is compiled to flat steps, and a choose to branches that meet again") {
    std::vector<Error> errors;
    const auto flows = compile(R"(<on event="order.received/1"/>
<once key="{number}" keep="30d"/>
<choose>
  <when test="count(lines) = 0"><park reason="{number} is empty"/></when>
  <otherwise><publish event="order.accepted/1"/></otherwise>
</choose>
<send to="erp" format="xml"/>)",
                               errors);
    REQUIRE(errors.empty());
    const Flow& flow = *flows->find("test");
    REQUIRE(flow.steps.size() == 7);
    CHECK(std::get<OnceStep>(flow.steps[0].what).keep_ms == 30ll * 86'400'000);
    const auto& choose = std::get<ChooseStep>(flow.steps[1].what);
    CHECK(choose.branches.at(0).target == 2);
    CHECK(choose.otherwise == 4);
    CHECK(std::get<JumpStep>(flow.steps[3].what).target == 6);
    CHECK(std::get<JumpStep>(flow.steps[5].what).target == 6);
    CHECK(std::get<SendStep>(flow.steps[6].what).adapter == "erp");
    CHECK(flow.steps[2].path == "2.1.1");
    CHECK(flows->subscribers("order.received/1").size() == 1);
    CHECK(flows->subscribers("order.accepted/1").empty());
}

TEST_CASE("each mistake of a flow is named with its place") {
    CHECK(mistakes("<once key=\"{number}\"/>").at(0).find("begins with <on") != std::string::npos);
    const std::string on = "<on event=\"order.received/1\"/>\n";
    CHECK(mistakes(on + "<sent to=\"erp\"/>").at(0).find("flows/test.xml:3:1: <sent> is no step") == 0);
    CHECK(mistakes(on + "<send to=\"epr\" format=\"xml\"/>").at(0).find("no adapter 'epr'") != std::string::npos);
    CHECK(mistakes(on + "<choose><when test=\"number\"/></choose>").at(0).find("not a yes or no") != std::string::npos);
    CHECK(mistakes(on + "<once key=\"{nubmer}\"/>").at(0).find("nubmer") != std::string::npos);
    CHECK(
        mistakes(on + "<call service=\"crm\" operation=\"a\" retry=\"never\"/>").at(0).find("<retry name=\"never\">") !=
        std::string::npos);
    CHECK(mistakes(on + "<in-order by=\"{warehouse}\"><in-order by=\"{number}\"/></in-order>").size() == 1);
    CHECK(mistakes("<on event=\"invoice.received/1\"/>").at(0).find("no type 'invoice/1'") != std::string::npos);
}
