#include "host/schema/validate.hpp"

#include <catch2/catch.hpp>

#include "host/document/json.hpp"

using namespace crossdock;
using namespace crossdock::schema;

namespace {

constexpr std::string_view order_schema = R"({"type":"object","required":["number","lines"],"properties":{
    "number":{"type":"string","minLength":1,"maxLength":5},
    "purpose":{"type":"string","enum":["original","change"]},
    "kind":{"type":"string","enum":["a","b"],"x-codes":"open"},
    "unit":{"type":"string","enum":["1","2","3","4","5","6","7","8","9","10","11","12","13","14"]},
    "currency":{"type":"string","pattern":"^[A-Z]{3}$"},
    "orderedOn":{"type":"string","format":"date"},"at":{"type":"string","format":"time"},
    "moment":{"type":"string","format":"date-time"},
    "amount":{"type":"string","format":"decimal","maxLength":6},"big":{"type":"string","format":"decimal"},
    "rush":{"type":"boolean"},
    "count":{"type":"integer","minimum":1,"maximum":10},"least":{"type":"integer","minimum":0},"any":{"type":"integer"},
    "party":{"type":"object","required":["id"],"properties":{"id":{"type":"string"},"a/b":{"type":"string","maxLength":1}}},
    "lines":{"type":"array","minItems":1,"maxItems":3,"items":{"type":"object","required":["sku"],"properties":{
        "sku":{"type":"string","minLength":2},"notes":{"type":"array","minItems":2,"items":{"type":"string","maxLength":3}}}}}}})";

struct Checked {
    Names names;
    std::unique_ptr<const Type> type;
    std::unique_ptr<Document> document;
    std::vector<Violation> violations;
    std::size_t found = 0;

    explicit Checked(std::string_view json, std::size_t violations_max = violations_max_default) {
        Result<std::unique_ptr<const Type>> compiled = compile_type("order/1", order_schema, "order-1.json", names);
        REQUIRE(compiled.ok());
        type = std::move(compiled).value();
        document = std::make_unique<Document>(names);
        REQUIRE(read_json(json, "order", *document).ok());
        found = validate(*type, *document, violations, violations_max);
    }
};

// `code at pointer: text`, one a line.
std::string findings(std::string_view json) {
    const Checked checked(json);
    CHECK(checked.found == checked.violations.size());
    std::string text;
    for (const Violation& each : checked.violations)
        text += (text.empty() ? "" : "\n") + each.code + " at " + each.pointer + ": " + each.text;
    return text;
}

// What is found in an order whose one more field is that.
std::string field(const std::string& member) {
    return findings(R"({"number":"1","lines":[{"sku":"ab"}],)" + member + "}");
}

}  // namespace

TEST_CASE("a document that fits has no violations") {
    CHECK(findings(R"({"lines":[{"sku":"ab","notes":["x","y"]},{"sku":"cd"}],"number":"12345","purpose":"change",
        "kind":"other","unit":"14","currency":"USD","orderedOn":"2024-02-29","at":"23:59:59.5",
        "moment":"2026-11-23T08:30:00+01:00","amount":"-12.345","rush":true,"count":10,"party":{"id":""}})")
              .empty());
}

TEST_CASE("what is missing is named where it should be") {
    CHECK(findings("{}") ==
          "document.missing at /number: number is required and missing\n"
          "document.missing at /lines: lines is required and missing");
    CHECK(findings(R"({"number":"1","lines":[{"sku":"ab"},{}],"party":{}})") ==
          "document.missing at /lines/1/sku: sku is required and missing\n"
          "document.missing at /party/id: id is required and missing");
}

TEST_CASE("null is the same as absent") {
    CHECK(field(R"("purpose":null,"party":null)").empty());
    CHECK(findings(R"({"number":null,"lines":[{"sku":"ab"}]})") ==
          "document.missing at /number: number is required and missing");
}

TEST_CASE("a field that the type does not have is named with those it has") {
    CHECK(field(R"("party":{"id":"1","name":"x"})") ==
          "document.unknown at /party/name: there is no field \"name\" here; known are id, a/b");
    CHECK_THAT(field(R"("a~b/c":"x")"), Catch::Contains("document.unknown at /a~0b~1c: "));
    CHECK_THAT(field(R"("x":"y")"),
               Catch::Contains("known are number, purpose, kind, unit, currency, orderedOn, at, moment, amount, big, "
                               "rush, count and 4 more"));
}

TEST_CASE("groups and values are not taken for each other") {
    CHECK(field(R"("party":"x")") ==
          "document.not-a-group at /party: party is \"x\", but it consists of fields: id, a/b");
    CHECK(field(R"("purpose":{"a":"b"})") ==
          "document.not-a-value at /purpose: purpose has fields of its own, but it is a text");
}

TEST_CASE("lists have their number of items, and only lists repeat") {
    CHECK(field(R"("purpose":["change"])") ==
          "document.repeated at /purpose: purpose is a single field, not a list; give it once");
    CHECK(field(R"("party":[{"id":"1"},{"id":"2"}])") ==
          "document.repeated at /party: party is a single field, not a list; give it once\n"
          "document.repeated at /party/1: party is a single field, not a list; give it once");
    CHECK(findings(R"({"number":"1","lines":[{"sku":"ab"},{"sku":"ab"},{"sku":"ab"},{"sku":"ab","notes":["x"]}]})") ==
          "document.item-count at /lines/3/notes: notes has 1 items; it needs at least 2\n"
          "document.item-count at /lines: lines has 4 items; at most 3 are allowed");
}

TEST_CASE("a list of one item needs no list in the source") {
    CHECK(findings(R"({"number":"1","lines":{"sku":"ab"}})").empty());
}

TEST_CASE("texts have their length in characters") {
    CHECK(findings(R"({"number":"ÄÖÜäö","lines":[{"sku":"ÄÖ"}]})").empty());
    CHECK(findings(R"({"number":"ÄÖÜäöx","lines":[{"sku":"Ä"}]})") ==
          "document.too-long at /number: number is \"ÄÖÜäöx\" with 6 characters; at most 5 are allowed\n"
          "document.too-short at /lines/0/sku: sku is \"Ä\" with 1 characters; it needs at least 2");
    CHECK(findings(R"({"number":"","lines":[{"sku":"ab"}]})") ==
          "document.too-short at /number: number is \"\" with 0 characters; it needs at least 1");
    CHECK(field(R"("party":{"id":"1","a/b":"xy"})") ==
          "document.too-long at /party/a~1b: a/b is \"xy\" with 2 characters; at most 1 are allowed");
}

TEST_CASE("a long value is shown cut, between characters") {
    std::string umlauts;
    for (int index = 0; index < 80; ++index) umlauts += "ü";
    std::string shown = "x";
    for (int index = 0; index < 49; ++index) shown += "ü";
    CHECK(findings(R"({"number":"x)" + umlauts + R"(","lines":[{"sku":"ab"}]})") ==
          "document.too-long at /number: number is \"" + shown + "…\" with 81 characters; at most 5 are allowed");
}

TEST_CASE("codes and patterns say what they allow") {
    CHECK(field(R"("purpose":"delete")") ==
          "document.unknown-code at /purpose: purpose is \"delete\"; it should be one of original, change");
    CHECK(field(R"("unit":"15")") ==
          "document.unknown-code at /unit: unit is \"15\"; it should be one of 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 "
          "and 2 more");
    CHECK(field(R"("currency":"usd")") ==
          "document.pattern at /currency: currency is \"usd\"; it should match ^[A-Z]{3}$");
}

TEST_CASE("integers keep to their range") {
    CHECK(field(R"("count":0)") == "document.out-of-range at /count: count is 0; it should be from 1 to 10");
    CHECK(field(R"("least":"-1")") == "document.out-of-range at /least: least is -1; it should be at least 0");
    CHECK(field(R"("any":"-9223372036854775808")").empty());
    for (const char* const text : {"", "1.0", "1e3", "+1", " 1", "1 ", "9223372036854775808", "-", "0x1", "١"})
        CHECK_THAT(field("\"any\":\"" + std::string(text) + "\""), Catch::Contains("document.wrong-type at /any: "));
}

TEST_CASE("decimals are exact, with at most 38 digits") {
    const std::string digits(38, '9');
    CHECK(field(R"("big":")" + digits + "\"").empty());
    CHECK(field(R"("big":"-)" + digits.substr(2) + ".99\"").empty());
    CHECK(field(R"("big":5,"amount":0.5)").empty());
    CHECK(field(R"("big":"0.)" + digits + "\"").empty());
    CHECK(field(R"("big":"-000)" + digits + "\"").empty());
    CHECK(field(R"("big":"0","amount":"-0.0")").empty());
    CHECK(field(R"("amount":"00001234.56")").empty());
    for (const std::string& text :
         {digits + "9", digits + ".9", std::string("1e3"), std::string(".5"), std::string("5."), std::string("1,5"),
          std::string("+1"), std::string("--1"), std::string("-"), std::string(), std::string("1.5.0"),
          std::string("1 000"), std::string("NaN")})
        CHECK_THAT(field("\"big\":\"" + text + "\""), Catch::Contains("document.wrong-type at /big: "));
    CHECK(field(R"("amount":"-1234.567")") ==
          "document.too-long at /amount: amount is \"-1234.567\" with 7 digits; at most 6 are allowed");
}

TEST_CASE("dates are those of the calendar") {
    for (const char* const text :
         {"2023-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-1-1", "20261123", "0000-01-01",
          "2026-11-23T00:00:00Z", "", "2026/11/23", "26-11-2023", "2026-11-00"})
        CHECK_THAT(field("\"orderedOn\":\"" + std::string(text) + "\""),
                   Catch::Contains("it should be a date of the calendar as YYYY-MM-DD"));
    for (const char* const text : {"2000-02-29", "9999-12-31", "0001-01-01"})
        CHECK(field("\"orderedOn\":\"" + std::string(text) + "\"").empty());
}

TEST_CASE("times have no zone, moments always have one") {
    for (const char* const text :
         {"24:00:00", "12:60:00", "12:00:60", "12:00", "1:00:00", "12:00:00.", "12:00:00Z", "12:00:00.1234567890", ""})
        CHECK_THAT(field("\"at\":\"" + std::string(text) + "\""), Catch::Contains("document.wrong-type at /at"));
    for (const char* const text :
         {"2026-11-23T08:30:00", "2026-11-23 08:30:00Z", "2026-11-23T08:30Z", "2026-02-30T08:30:00Z",
          "2026-11-23T08:30:00+1", "2026-11-23T08:30:00+24:00", "2026-11-23T08:30:00+01:60", "2026-11-23T08:30:00+0100",
          "2026-11-23T08:30:00ZZ", "2026-11-23T25:30:00Z"})
        CHECK_THAT(field("\"moment\":\"" + std::string(text) + "\""),
                   Catch::Contains("document.wrong-type at /moment"));
    CHECK(field(R"("moment":"2026-11-23T08:30:00.123456789-08:00","at":"00:00:00")").empty());
}

TEST_CASE("booleans are true or false") {
    for (const char* const text : {"yes", "TRUE", "1", ""})
        CHECK_THAT(field("\"rush\":\"" + std::string(text) + "\""), Catch::Contains("it should be true or false"));
}

TEST_CASE("a violation tells the node and where it came from") {
    const Checked checked("{\"number\":\"1\",\n\"lines\":[{\"sku\":\n\"x\"}]}");
    REQUIRE(checked.violations.size() == 1);
    const Violation& violation = checked.violations[0];
    CHECK((*checked.document)[violation.node].text == "x");
    CHECK(violation.position.line == 3);
    CHECK(violation.position.offset == 32);
}

TEST_CASE("of very many violations only the first are told, and all are counted") {
    std::string json = R"({"number":"1","lines":[{"sku":"ab"}])";
    for (int index = 0; index < 1000; ++index) json += ",\"x" + std::to_string(index) + "\":1";
    const Checked checked(json + "}", 10);
    CHECK(checked.found == 1000);
    REQUIRE(checked.violations.size() == 10);
    CHECK(checked.violations[9].pointer == "/x9");
}

TEST_CASE("findings are added to those that are there") {
    const Checked first("{}");
    std::vector<Violation> violations = first.violations;
    CHECK(validate(*first.type, *first.document, violations, 1) == 2);
    CHECK(violations.size() == 3);
}
