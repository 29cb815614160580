#include "host/schema/canonical.hpp"

#include <catch2/catch.hpp>

#include "host/document/json.hpp"

using namespace crossdock;
using namespace crossdock::schema;

namespace {

constexpr std::string_view order_schema = R"({"type":"object","properties":{
    "number":{"type":"string","x-trace":"order-number"},
    "count":{"type":"integer"},"rush":{"type":"boolean"},"amount":{"type":"string","format":"decimal"},
    "gr\u00f6\u00dfe \"x\"":{"type":"string"},
    "party":{"type":"object","properties":{"id":{"type":"string","x-trace":"party"}}},
    "lines":{"type":"array","items":{"type":"object","properties":{"sku":{"type":"string"},
        "orders":{"type":"array","items":{"type":"string","x-trace":"order-number"}}}}}}})";

struct Order {
    Names names;
    std::unique_ptr<const Type> type;
    std::unique_ptr<Document> document;

    explicit Order(std::string_view json) {
        Result<std::unique_ptr<const Type>> compiled = compile_type("order/1", order_schema, "order-1.json", names);
        REQUIRE(compiled.ok());
        type = std::move(compiled).value();
        document = std::make_unique<Document>(names);
        REQUIRE(read_json(json, "order", *document).ok());
    }
};

std::string canonical(std::string_view json) {
    const Order order(json);
    std::string out;
    write_canonical(*order.type, *order.document, out);
    return out;
}

}  // namespace

TEST_CASE("a canonical document has its fields in the order of the type, whatever order they came in") {
    const std::string expected =
        R"({"number":"PO-1","count":12,"rush":true,"amount":"1.50","größe \"x\"":"XL","party":{"id":"7"},"lines":[{"sku":"a"},{"sku":"b"}]})";
    CHECK(
        canonical(
            R"({"lines":[{"sku":"a"},{"sku":"b"}],"party":{"id":7},"größe \"x\"":"XL","amount":1.50,"rush":"true","count":"012",
        "number":"PO-1"})") == expected);
    CHECK(canonical(expected) == expected);
}

TEST_CASE("what is a list in the type is an array, with one item too") {
    CHECK(canonical(R"({"lines":{"sku":"a"}})") == R"({"lines":[{"sku":"a"}]})");
}

TEST_CASE("items of a list are gathered from wherever they are") {
    Order order("{}");
    Document& document = *order.document;
    const auto add_line = [&](std::string_view sku) {
        document.add_value(document.add_group(Document::root, document.symbol("lines")), document.symbol("sku"), sku);
    };
    add_line("a");
    document.add_value(Document::root, document.symbol("number"), "1");
    add_line("b");
    document.add_value(Document::root, document.symbol("unknown"), "x");
    add_line("c");
    std::string out = ">";
    write_canonical(*order.type, document, out);
    CHECK(out == R"(>{"number":"1","lines":[{"sku":"a"},{"sku":"b"},{"sku":"c"}]})");
}

TEST_CASE("null, unknown and misplaced content is left out, and the rest stays well-formed") {
    CHECK(canonical(R"({"number":null,"x":"y","party":"z","lines":["q"],"count":"many","rush":"perhaps"})") ==
          R"({"count":"many","rush":"perhaps"})");
    CHECK(canonical(R"({"lines":[null,{"sku":"a"},null,{"sku":null}]})") == R"({"lines":[{"sku":"a"},{}]})");
}

TEST_CASE("integers are written in their shortest way") {
    CHECK(canonical(R"({"count":"-0"})") == R"({"count":0})");
    CHECK(canonical(R"({"count":"-9223372036854775808"})") == R"({"count":-9223372036854775808})");
}

TEST_CASE("trace keys are found at every depth, each once") {
    const Order order(
        R"({"number":"PO-1","party":{"id":"7"},"lines":[{"sku":"a","orders":["PO-1","PO-2",""]},{"orders":["PO-2"]}]})");
    const std::vector<TraceKey> keys = trace_keys(*order.type, *order.document);
    CHECK(keys == std::vector<TraceKey>{{"order-number", "PO-1"}, {"order-number", "PO-2"}, {"party", "7"}});
}
