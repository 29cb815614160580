#include <crossdock/adapter.h>
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "host/flow/flow.hpp"

using namespace crossdock;
using namespace crossdock::flow;
using Catch::Contains;

namespace {

class NoFormats final : public site::TypeDescriber {
public:
    Result<std::string> describe(std::string_view) override {
        return Error{"format.unknown-type", ErrorClass::configuration, "no formats here"};
    }
};

// What the adapters of `site_file` are. The format x12 has types of its own, and a guide to one of them.
class Catalog final : public site::AdapterCatalog {
public:
    [[nodiscard]] std::optional<std::uint32_t> interfaces(std::string_view adapter) const override {
        if (adapter == "erp") return CROSSDOCK_INTERFACE_SINK;
        if (adapter == "crm") return CROSSDOCK_INTERFACE_SERVICE;
        if (adapter == "xml" || adapter == "x12") return CROSSDOCK_INTERFACE_FORMAT;
        return std::nullopt;
    }
    [[nodiscard]] std::optional<std::vector<std::string>> operations(std::string_view) const override {
        return std::vector<std::string>{"check", "reserve"};
    }
    [[nodiscard]] bool knows_type(std::string_view format, std::string_view type) const override {
        if (type.find('@') != std::string_view::npos && type != "x12/004010/850@acme") return false;
        return format != "x12" || type.starts_with("x12/");
    }
};

constexpr auto site_file = R"(<site name="test">
  <adapter name="erp" plugin="file" type="file-sink"/>
  <adapter name="xml" plugin="xml"/>
  <adapter name="x12" plugin="x12"/>
  <adapter name="crm" plugin="http" type="http-service"/>
</site>)";

constexpr auto order_schema = R"({"$id": "order/1", "type": "object", "required": ["number"], "properties": {
  "number": {"type": "string", "description": "n"}, "warehouse": {"type": "string", "description": "w"},
  "lines": {"type": "array", "description": "l", "items": {"type": "object", "properties": {
    "sku": {"type": "string", "description": "s"}}}}}})";

using Texts = std::map<std::string, std::string, std::less<>>;

std::shared_ptr<const FlowSet> compile(const std::string& flow, std::vector<Error>& errors, const Texts& more = {}) {
    NoFormats formats;
    const Catalog catalog;
    Texts texts{{"crossdock.xml", site_file},
                {"schemas/order-1.json", order_schema},
                {"flows/test.xml", "<flow name=\"test\" version=\"1\">\n" + flow + "\n</flow>"}};
    texts.insert(more.begin(), more.end());
    auto deployment = std::make_shared<site::Deployment>(site::SiteFiles(std::move(texts)), formats, errors, &catalog);
    return FlowSet::compile(std::move(deployment), errors);
}

std::vector<std::string> mistakes(const std::string& flow, const Texts& more = {}) {
    std::vector<Error> errors;
    static_cast<void>(compile(flow, errors, more));
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
    const auto of_test = mistakes(on + "<choose><when test=\"number\"/></choose>");
    CHECK(of_test.size() == 1);
    CHECK(of_test.at(0).find("not a yes or no") != std::string::npos);
    CHECK(mistakes(on + "<choose><otherwise/></choose>").at(0).find("at least one <when") != std::string::npos);
    CHECK(mistakes(on + "<once key=\"{nubmer}\"/>").at(0).find("nubmer") != std::string::npos);
    CHECK(mistakes(on + "<call service=\"crm\" operation=\"check\" retry=\"never\"/>")
              .at(0)
              .find("<retry name=\"never\">") != std::string::npos);
    CHECK(mistakes(on + "<in-order by=\"{warehouse}\"><in-order by=\"{number}\"/></in-order>").size() == 1);
    CHECK(mistakes("<on event=\"invoice.received/1\"/>").at(0).find("no type 'invoice/1'") != std::string::npos);
}

TEST_CASE("an adapter of the wrong kind is named, with what would be right") {
    const std::string on = "<on event=\"order.received/1\"/>\n";
    CHECK_THAT(mistakes(on + "<send to=\"crm\" format=\"xml\"/>").at(0),
               Contains("flows/test.xml:3:7: the adapter 'crm' is no sink; there is erp"));
    CHECK_THAT(mistakes(on + "<send to=\"erp\" format=\"erp\"/>").at(0), Contains("'erp' is no format; there is"));
    CHECK_THAT(mistakes(on + "<call service=\"erp\" operation=\"check\"/>").at(0), Contains("'erp' is no service"));
    CHECK_THAT(mistakes(on + "<call service=\"crn\" operation=\"check\"/>").at(0), Contains("did you mean crm?"));
}

TEST_CASE("an operation that the service does not have is named, with those that it has") {
    const std::string on = "<on event=\"order.received/1\"/>\n";
    CHECK(mistakes(on + "<call service=\"crm\" operation=\"reserve\"/>").empty());
    const auto wrong = mistakes(on + "<call service=\"crm\" operation=\"resevre\"/>");
    REQUIRE(wrong.size() == 1);
    CHECK_THAT(wrong[0], Contains("flows/test.xml:3:21: the service crm has no operation 'resevre'; it has check, "
                                  "reserve (flow.unknown-operation)"));
}

TEST_CASE("a format cannot send a type that it does not know") {
    const auto wrong = mistakes("<on event=\"order.received/1\"/>\n<send to=\"erp\" format=\"x12\"/>");
    REQUIRE(wrong.size() == 1);
    CHECK_THAT(wrong[0], Contains("flows/test.xml:3:16: the format 'x12' knows no type 'order/1'"));
}

TEST_CASE("what is published under a topic must be what the flows that begin with it take") {
    const Texts other{{"schemas/invoice-1.json", R"({"$id": "invoice/1", "type": "object", "properties": {
  "number": {"type": "string", "description": "n"}}})"},
                      {"flows/other.xml",
                       R"(<flow name="other" version="1"><on event="order.accepted/1" document="invoice/1"/></flow>)"}};
    const auto wrong = mistakes("<on event=\"order.received/1\"/>\n<publish event=\"order.accepted/1\"/>", other);
    REQUIRE(wrong.size() == 1);
    CHECK_THAT(wrong[0], Contains("flows/test.xml:3:1: what this publishes, order/1, comes under order.accepted/1, and "
                                  "flow other takes that as invoice/1"));
}

TEST_CASE("what an agreement publishes must be what the flows take, and what it sends needs a map to become another") {
    const Texts partner{
        {"schemas/web-1.json", R"({"$id": "web/1", "type": "object", "properties": {
  "number": {"type": "string", "description": "n"}}})"},
        {"maps/same.xml",
         R"(<map name="same" version="1" from="web/1" to="web/1"><set to="number" from="number"/></map>)"},
        {"partners/shop.xml", R"(<partner name="shop"><agreement name="shop" format="xml">
<receive type="web/1" map="same" publish="order.received/1"/>
<send document="order/1" type="web/1" to="erp"/>
<send document="web/1" type="web/1" to="crm"/>
</agreement></partner>)"}};
    const auto wrong = mistakes("<on event=\"order.received/1\"/>", partner);
    REQUIRE(wrong.size() == 3);
    CHECK_THAT(wrong[0], Contains("partners/shop.xml:3:1: order/1 is sent as web/1; name the map between them"));
    CHECK_THAT(wrong[1], Contains("partners/shop.xml:4:1: the adapter 'crm' is no sink"));
    CHECK_THAT(wrong[2],
               Contains("partners/shop.xml:2:1: what map same makes, web/1, comes under order.received/1, and "
                        "flow test takes that as order/1"));
}

TEST_CASE("a map may read a type as a guide of the agreement has it; a guide for none of its types is a mistake") {
    const auto wrong_with = [](const std::string& guide, const std::string& type) {
        return mistakes("<on event=\"order.received/1\"/>",
                        {{"schemas/x12/004010-850@acme.json", R"({"$id": "x12/004010/850@acme", "type": "object",
  "properties": {"number": {"type": "string", "description": "n"}}})"},
                         {"maps/in.xml", R"(<map name="in" version="1" from="x12/004010/850@acme" to="order/1">
<set to="number" from="number"/></map>)"},
                         {"partners/acme.xml", fmt::format(R"(<partner name="acme"><agreement name="acme" format="x12">
<option name="guide" value="{}"/>
<receive type="{}" map="in" publish="order.received/1"/></agreement></partner>)",
                                                           guide, type)}});
    };
    CHECK(wrong_with("acme", "x12/004010/850").empty());
    const auto unknown = wrong_with("amce", "x12/004010/850");
    REQUIRE(unknown.size() == 2);
    CHECK_THAT(unknown[0], Contains("partners/acme.xml:1:") &&
                               Contains("there is no guide 'amce' for a type that this agreement receives or sends; "
                                        "write guides/amce.guide") &&
                               Contains("partner.unknown-guide"));
    CHECK_THAT(unknown[1], Contains("map in reads x12/004010/850@acme, and this agreement receives x12/004010/850"));
    CHECK_THAT(
        wrong_with("acme", "x12/004010/850@acme").at(0),
        Contains("partners/acme.xml:3:1: a guide is named by <option name=\"guide\" value=\"acme\"/>; the type is "
                 "x12/004010/850"));
}

TEST_CASE("a type that is missing is one mistake, however many rules and steps would need it") {
    const Texts maps{{"maps/one.xml", R"(<map name="one" version="1" from="ordr/1" to="order/1">
<set to="number" from="number"/><set to="warehouse" from="house"/></map>)"},
                     {"maps/two.xml", R"(<map name="two" version="1" from="order/1" to="ordr/1">
<set to="number" from="number"/><set to="warehouse" from="house"/></map>)"}};
    const auto wrong = mistakes(
        "<on event=\"ordr.received/1\"/>\n<once key=\"{number}\"/>"
        "<send to=\"erp\" format=\"xml\" map=\"two\"/>",
        maps);
    REQUIRE(wrong.size() == 1);
    CHECK_THAT(wrong[0], Contains("maps/one.xml:1:") && Contains("there is no type 'ordr/1'"));
}

TEST_CASE("the id of a step is its path, once in a flow") {
    std::vector<Error> errors;
    const auto flows = compile("<on event=\"order.received/1\"/><validate id=\"check\" schema=\"order/1\"/>", errors);
    REQUIRE(errors.empty());
    CHECK(flows->find("test")->steps.at(0).path == "check");
    const std::string on = "<on event=\"order.received/1\"/>";
    CHECK_THAT(mistakes(on + R"(<park id="a" reason="x"/><park id="a" reason="y"/>)").at(0), Contains("two steps 'a'"));
    CHECK_THAT(mistakes(on + R"(<park id="1" reason="x"/>)").at(0), Contains("'1' is no id"));
}
