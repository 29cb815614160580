#include <catch2/catch.hpp>

#include "host/schema/type.hpp"

using namespace crossdock;
using namespace crossdock::schema;

namespace {

std::unique_ptr<const Type> compiled(std::string_view json, Names& names) {
    Result<std::unique_ptr<const Type>> type = compile_type("t/1", json, "t-1.json", names);
    INFO((type.ok() ? std::string() : describe(type.error())));
    REQUIRE(type.ok());
    return std::move(type).value();
}

std::string error_of(std::string_view json) {
    Names names;
    const Result<std::unique_ptr<const Type>> type = compile_type("t/1", json, "t-1.json", names);
    if (type.ok()) return "accepted";
    CHECK(type.error().error_class == ErrorClass::configuration);
    return describe(type.error());
}

}  // namespace

TEST_CASE("a schema becomes a type with its fields in order") {
    Names names;
    const auto type = compiled(R"({"$id":"t/1","type":"object","required":["number"],"properties":{
        "number":{"type":"string","minLength":1,"maxLength":22,"x-trace":"order-number","description":"The number"},
        "on":{"type":"string","format":"date"},
        "status":{"type":"string","enum":["open","closed"],"x-codes":"open"},
        "lines":{"type":"array","minItems":1,"maxItems":99,"items":{"$ref":"#/$defs/line"}}},
        "$defs":{"line":{"type":"object","title":"Line","properties":{
            "quantity":{"type":"string","format":"decimal"},"position":{"type":"integer","minimum":1,"maximum":999},
            "rush":{"type":"boolean"}}}}})",
                               names);
    REQUIRE(type->root.children.size() == 4);
    const TypeNode& number = *type->root.children[0];
    CHECK(number.name == "number");
    CHECK(number.symbol == names.find("number"));
    CHECK(number.required);
    CHECK(number.length_max == 22);
    CHECK(number.trace == "order-number");
    CHECK(number.description == "The number");
    CHECK(type->root.find("on")->data_type == DataType::date);
    CHECK(type->root.find("status")->codes == std::vector<std::string>{"open", "closed"});
    CHECK(type->root.find("status")->codes_open);
    const TypeNode* const lines = type->root.find(names.find("lines"));
    REQUIRE(lines != nullptr);
    CHECK(lines->repeats);
    CHECK(lines->items_min == 1);
    CHECK(lines->items_max == 99);
    CHECK(lines->title == "Line");
    CHECK(lines->find("quantity")->data_type == DataType::decimal);
    CHECK(lines->find("position")->integer_max == 999);
    CHECK(lines->find("rush")->data_type == DataType::boolean);
    CHECK(lines->find("nothing") == nullptr);
}

TEST_CASE("a path may leave out a segment's name") {
    Names names;
    const auto type = compiled(R"({"type":"object","properties":{
        "N1-loop":{"type":"array","items":{"type":"object","x-kind":"group","properties":{
            "N1":{"type":"object","x-kind":"segment","properties":{"N104":{"type":"string"}}},
            "REF":{"type":"array","items":{"type":"object","x-kind":"segment","properties":{
                "REF04":{"type":"object","x-kind":"composite","properties":{"REF04-1":{"type":"string"}}}}}}}}}}})",
                               names);
    const TypeNode* const loop = type->root.find("N1-loop");
    REQUIRE(loop != nullptr);
    REQUIRE(loop->find("N104") != nullptr);
    CHECK(loop->find("N104") == loop->find("N1")->find("N104"));
    CHECK(loop->find("REF04")->shape == Shape::composite);
    CHECK(loop->find("REF04-1") == nullptr);
    CHECK(type->root.find("N104") == nullptr);
}

TEST_CASE("a mistake in a schema is shown with its line, column and pointer, and what would be right") {
    CHECK(
        error_of("{\n  \"type\": \"object\",\n  \"properties\": {\n    \"a\": {\"type\": \"string\", \"maxLenght\": "
                 "3}\n  }\n}")
            .find(
                "t-1.json:4:42: at /properties/a/maxLenght: the keyword maxLenght is not part of the type model; known "
                "are $ref, type, properties") == 0);
    CHECK(error_of(R"({"type":"object","oneOf":[{}]})").find("schema.unknown-keyword") != std::string::npos);
    CHECK(error_of("{\"type\":\"object\"\n,,}").find("t-1.json:2:2: ") == 0);
}

TEST_CASE("what the type model does not know is refused") {
    const auto refused = [](std::string_view json, std::string_view why) {
        INFO(json);
        CHECK_THAT(error_of(json), Catch::Contains(std::string(why)));
    };
    const auto field = [&](const std::string& schema, std::string_view why) {
        refused(R"({"type":"object","properties":{"a":)" + schema + "}}", why);
    };
    refused(R"({"$id":"u/1","type":"object"})", "the $id is u/1, but this is the schema of t/1");
    refused(R"({"type":"string"})", "a document's schema is of the type object");
    refused(R"({"type":"array","items":{"type":"object"}})", "a document's schema is of the type object");
    refused(R"({"type":"object","required":["b"],"properties":{"a":{"type":"string"}}})",
            "at /required/0: b is required, but is not among the properties");
    refused(R"([])", "nothing is no type");
    field("true", "a schema is an object");
    field("{}", "nothing is no type");
    field(R"({"type":"number"})", "number is no type");
    field(R"({"type":["string","null"]})", "type is a string");
    field(R"({"type":"string","format":"uuid"})", "the format uuid is not known");
    field(R"({"type":"string","minimum":1})", "minimum goes with the type integer");
    field(R"({"type":"string","maxLength":"3"})", "maxLength is a whole number without quotes");
    field(R"({"type":"string","maxLength":3.5})", "maxLength is a whole number without quotes");
    field(R"({"type":"string","minLength":-1})", "minLength is from 0 to 4294967295");
    field(R"({"type":"string","minLength":4,"maxLength":3})", "minLength is above maxLength");
    field(R"({"type":"string","pattern":"^(a|b)$"})", "groups and alternatives");
    field(R"({"type":"string","enum":"a"})", "enum is an array");
    field(R"({"type":"string","x-codes":"closed"})", "x-codes can only be");
    field(R"({"type":"string","x-kind":"segment"})", "x-kind segment does not fit");
    field(R"({"type":"object","x-kind":"attribute"})", "x-kind attribute does not fit");
    field(R"({"type":"object","x-trace":"order"})", "this is a group");
    field(R"({"type":"object","additionalProperties":true})", "additionalProperties can only be false");
    field(R"({"type":"array"})", "an array needs items");
    field(R"({"type":"array","items":{"type":"array","items":{"type":"string"}}})", "a list of lists");
    field(R"({"$ref":"#/$defs/x"})", "#/$defs/x leads nowhere");
    field(R"({"$ref":"other.json"})", "other.json leads nowhere");
    field(R"({"$ref":"#/$defs/x","maxLength":3})", "beside $ref only");
}

TEST_CASE("a definition that contains itself is refused, used or not") {
    CHECK_THAT(error_of(R"({"type":"object","$defs":{"a":{"type":"object","properties":{"b":{"$ref":"#/$defs/b"}}},
        "b":{"type":"array","items":{"$ref":"#/$defs/a"}}}})"),
               Catch::Contains("a contains itself (a > b > a)"));
    CHECK_THAT(error_of(R"({"type":"object","$defs":{"a":{"$ref":"#/$defs/a"}}})"),
               Catch::Contains("schema.recursion"));
}

TEST_CASE("a mistake in a definition that nobody uses is found") {
    CHECK_THAT(error_of(R"({"type":"object","$defs":{"a":{"type":"strong"}}})"),
               Catch::Contains("at /$defs/a/type: strong is no type"));
}

TEST_CASE("definitions that multiply end in an error and not in memory") {
    std::string json = R"({"type":"object","properties":{"x":{"$ref":"#/$defs/d0"}},"$defs":{)";
    for (int level = 0; level < 30; ++level) {
        const std::string next = R"({"$ref":"#/$defs/d)" + std::to_string(level + 1) + "\"}";
        json += "\"d" + std::to_string(level) + R"(":{"type":"object","properties":{"a":)" + next + R"(,"b":)" + next +
                "}},";
    }
    json += R"("d30":{"type":"string"}}})";
    CHECK_THAT(error_of(json), Catch::Contains("schema.too-large"));
}

TEST_CASE("a schema without a name needs an $id") {
    Names names;
    const auto named = compile_type("", R"({"$id":"order/1","type":"object"})", "x", names);
    REQUIRE(named.ok());
    CHECK((*named)->name == "order/1");
    const auto nameless = compile_type("", R"({"type":"object"})", "x", names);
    REQUIRE_FALSE(nameless.ok());
    CHECK(nameless.error().code == "schema.id");
}

TEST_CASE("what codes mean is said once for a list, and found by the field") {
    Names names;
    const auto type = compiled(R"({"type":"object","properties":{
        "purpose":{"type":"string","x-code-list":"353"},"other":{"type":"string"},
        "several":{"type":"array","items":{"type":"string","x-code-list":"none"}}},
        "x-code-names":{"353":{"00":"Original","05":"Replacement"}}})",
                               names);
    CHECK(type->meaning(*type->root.find("purpose"), "00") == "Original");
    CHECK(type->meaning(*type->root.find("purpose"), "01").empty());
    CHECK(type->meaning(*type->root.find("other"), "00").empty());
    CHECK(type->meaning(*type->root.find("several"), "00").empty());
    CHECK(error_of(R"({"type":"object","x-code-names":{"353":"00"}})").find("x-code-names holds objects") !=
          std::string::npos);
    CHECK(error_of(R"({"type":"object","properties":{"a":{"type":"object","x-code-list":"1"}}})")
              .find("x-code-list says what a value means; this is a group") != std::string::npos);
    CHECK(error_of(R"({"type":"object","properties":{"a":{"type":"string","x-code-names":{}}}})")
              .find("x-code-names is not part of the type model") != std::string::npos);
}
