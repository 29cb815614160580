#include "host/document/json.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace crossdock;

namespace {

struct Read {
    Names names;
    Document document{names};
    Status status;
    explicit Read(std::string_view json, JsonLimits limits = {})
        : status(read_json(json, "order.json", limits, document)) {}
};

std::string round_trip(std::string_view json) {
    const Read read(json);
    INFO(json);
    INFO((read.status.ok() ? std::string() : describe(read.status.error())));
    REQUIRE(read.status.ok());
    return to_json(read.document);
}

std::string refusal(std::string_view json, JsonLimits limits = {}) {
    const Read read(json, limits);
    if (!read.status.ok()) CHECK(read.document.size() == 1);
    return read.status.ok() ? "accepted" : describe(read.status.error());
}

}  // namespace

TEST_CASE("JSON comes back as it was") {
    for (const char* const json :
         {R"({})", R"({"a":"1"})", R"({"a":1.50,"b":-0.0,"c":1e5,"d":12345678901234567890})",
          R"({"a":true,"b":false,"c":null,"d":""})", R"({"lines":[{"n":"1"},{"n":"2"}],"one":["x"]})",
          R"({"a":{"b":{"c":{}}}})", R"({"":"empty name"})", R"({"a~b/c":"x"})"})
        CHECK(round_trip(json) == json);
}

TEST_CASE("items of an array without a name are called item") {
    CHECK(round_trip(R"([{"a":"1"},{"a":"2"}])") == R"({"item":[{"a":"1"},{"a":"2"}]})");
    CHECK(round_trip(R"({"matrix":[["1","2"],["3"]]})") == R"({"matrix":[{"item":["1","2"]},{"item":["3"]}]})");
    CHECK(round_trip("[[1],[]]") == R"({"item":[{"item":[1]},{}]})");
}

TEST_CASE("an empty array is nothing") { CHECK(round_trip(R"({"a":[],"b":"1"})") == R"({"b":"1"})"); }

TEST_CASE("text keeps every character on the way through JSON") {
    CHECK(round_trip("{\"a\":\"gr\\u00fcn \\ud83d\\udce6 \\\"quoted\\\" \\\\ \\/ \\b\\f\\n\\r\\t\\u0001\"}") ==
          "{\"a\":\"gr\xC3\xBCn \xF0\x9F\x93\xA6 \\\"quoted\\\" \\\\ / \\b\\f\\n\\r\\t\\u0001\"}");
    const Read zero("{\"a\":\"x\\u0000y\"}");
    REQUIRE(zero.status.ok());
    CHECK(zero.document.text(Document::root, "a") == std::string_view("x\0y", 3));
    CHECK(to_json(zero.document) == "{\"a\":\"x\\u0000y\"}");
}

TEST_CASE("long texts with escapes anywhere are written right") {
    Names names;
    Document document(names);
    std::mt19937 random(7);
    const std::string alphabet = "abcdefghijklmnopqrstuvw\"\\\n\x1f \x7f";
    for (int size = 0; size < 12'000; size = size * 3 / 2 + 1) {
        std::string text;
        for (int index = 0; index < size; ++index) text += alphabet[random() % alphabet.size()];
        document.clear();
        document.add_value(Document::root, document.symbol("text"), text);
        const Read again(to_json(document));
        REQUIRE(again.status.ok());
        CHECK(again.document.text(Document::root, "text") == text);
    }
}

TEST_CASE("values know where in the text they came from") {
    const Read read(
        "{\n  \"number\": \"PO-1\",\n  \"lines\": [\n    { \"quantity\": 5,\n      \"rush\": true }\n  ]\n}");
    REQUIRE(read.status.ok());
    const Document& document = read.document;
    const NodeIndex line = document.child(Document::root, "lines");
    const auto position = [&](NodeIndex parent, std::string_view name) {
        return document[document.child(parent, name)].position;
    };
    CHECK(position(Document::root, "number").line == 2);
    CHECK(position(Document::root, "number").offset == 14);
    CHECK(document[line].position.line == 4);
    CHECK(document[line].position.offset == 39);
    CHECK(position(line, "quantity").line == 4);
    CHECK(position(line, "quantity").offset == 53);
    CHECK(position(line, "rush").line == 5);
    CHECK(position(line, "rush").offset == 70);
}

TEST_CASE("JSON that is none is refused with line, column and what was expected") {
    CHECK(refusal("{\n  \"a\": 1,\n  \"b\" 2\n}") ==
          "order.json:3:7: at /b: a colon is expected after the member's name (json.malformed)");
    CHECK_THAT(refusal(R"({"lines":[{"a":1},{"a":x}]})"),
               Catch::Contains("order.json:1:24: at /lines/1/a: a value is expected"));
    for (const char* const json : {"",
                                   "   ",
                                   "{",
                                   "[",
                                   "{\"a\"}",
                                   "{\"a\":}",
                                   "{\"a\":1,}",
                                   "[1,]",
                                   "[1 2]",
                                   "{a:1}",
                                   "{'a':1}",
                                   "{\"a\":01}",
                                   "{\"a\":1.}",
                                   "{\"a\":.5}",
                                   "{\"a\":+1}",
                                   "{\"a\":1e}",
                                   "{\"a\":NaN}",
                                   "{\"a\":tru}",
                                   "{\"a\":\"x}",
                                   "{\"a\":\"\\x\"}",
                                   "{\"a\":\"\\ud800\"}",
                                   "{\"a\":\"\\udc00\"}",
                                   "{\"\\udfff\":\"a\"}",
                                   "{\"a\":\"\\ud800\\u0041\"}",
                                   "{\"a\":\"\\u12\"}",
                                   "{\"a\":\"line\nbreak\"}",
                                   "{} {}",
                                   "{}x",
                                   "// {}"}) {
        INFO(json);
        CHECK_THAT(refusal(json), Catch::Contains("json.malformed"));
    }
}

TEST_CASE("a document is an object or an array") {
    for (const char* const json : {"\"x\"", "1", "true", "null"})
        CHECK_THAT(refusal(json), Catch::Contains("json.not-a-document"));
}

TEST_CASE("nothing hides behind a zero byte") {
    CHECK_THAT(refusal(std::string_view("{}\0{}", 5)), Catch::Contains("json.malformed"));
    CHECK_THAT(refusal(std::string_view("{\"a\":\"x\0\"}", 10)), Catch::Contains("json.malformed"));
}

TEST_CASE("JSON is UTF-8, with or without a byte order mark") {
    CHECK(round_trip("\xEF\xBB\xBF{\"a\":\"1\"}") == R"({"a":"1"})");
    CHECK_THAT(refusal("{\"a\":\"gr\xFCn\"}"), Catch::Contains("order.json:1:9: this byte is not UTF-8"));
    CHECK_THAT(refusal("{\"a\":\"\xED\xA0\x80\"}"), Catch::Contains("json.not-utf8"));
    CHECK_THAT(refusal("{\"a\":\"\xC0\xAF\"}"), Catch::Contains("json.not-utf8"));
}

TEST_CASE("a member that occurs twice is refused, in small objects and in large ones") {
    CHECK_THAT(refusal(R"({"a":1,"b":{"a":2},"a":3})"),
               Catch::Contains("order.json:1:20: at /a: this member occurs a second time"));
    CHECK_THAT(refusal(R"({"a":[],"a":1})"), Catch::Contains("json.repeated-member"));
    std::string large = "{";
    for (int member = 0; member < 5000; ++member) large += "\"m" + std::to_string(member) + "\":{\"m1\":1},";
    CHECK(refusal(large + "\"last\":1}") == "accepted");
    CHECK_THAT(refusal(large + "\"m4711\":1}"), Catch::Contains("at /m4711: this member occurs a second time"));
    CHECK_THAT(refusal(large + "\"m3\":1}"), Catch::Contains("json.repeated-member"));
}

TEST_CASE("JSON beyond the limits is refused") {
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + "1" + std::string(depth, ']'); };
    CHECK(refusal(nested(512)) == "accepted");
    CHECK_THAT(refusal(nested(513)), Catch::Contains("json.too-deep"));
    CHECK_THAT(refusal(std::string(1'000'000, '[')), Catch::Contains("json.too-deep"));
    CHECK_THAT(refusal(std::string(1'000'000, '{')), Catch::Contains("json.malformed"));
    std::string objects;
    for (int level = 0; level < 500'000; ++level) objects += "{\"a\":";
    CHECK_THAT(refusal(objects), Catch::Contains("json.too-deep"));
    CHECK_THAT(refusal("[1,2,3,4]", {100, 10, 4}), Catch::Contains("json.too-large"));
    CHECK_THAT(refusal("[1,2,3,4]", {8, 10, 100}), Catch::Contains("9 bytes; 8 are allowed"));
}

TEST_CASE("random bytes never do more than fail") {
    std::mt19937 random(11);
    const std::string alphabet = "{}[]\",:\\u0019eE+-. \ntrufalsn\xC3\xBC";
    std::size_t accepted = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string json;
        for (std::size_t index = 0, size = random() % 24; index < size; ++index)
            json += alphabet[random() % alphabet.size()];
        const Read read(json);
        if (read.status.ok()) {
            ++accepted;
            CHECK(Read(to_json(read.document)).status.ok());
        }
    }
    CHECK(accepted > 0);
}

TEST_CASE("names that repeat become one array at their first place, however many names there are") {
    Names names;
    for (const int others : {1, 100}) {
        Document document(names);
        document.add_value(Document::root, document.symbol("a"), "1");
        std::string expected = R"({"a":["1","2","3"])";
        for (int other = 0; other < others; ++other) {
            const std::string name = "n" + std::to_string(other);
            document.add_value(Document::root, document.symbol(name), "x");
            if (other == 0) document.add_value(Document::root, document.symbol("a"), "2");
            expected += ",\"" + name + "\":\"x\"";
        }
        document.add_value(Document::root, document.symbol("a"), "3");
        CHECK(to_json(document) == expected + "}");
    }
}

TEST_CASE("attributes are told from elements of the same name") {
    Names names;
    Document document(names);
    const NodeIndex item = document.add_group(Document::root, document.symbol("item"));
    document.add_value(item, document.symbol("id"), "1", node_flag::attribute);
    document.add_value(item, document.symbol("id"), "2");
    CHECK(to_json(document) == R"({"item":{"@id":"1","id":"2"}})");
}

TEST_CASE("what is flagged as a number is bare only when it is one") {
    Names names;
    Document document(names);
    for (const char* const text : {"12", "-0.5", "1E+3", "007", "1.", "", "0x1", "-", "Infinity"})
        document.add_value(Document::root, document.symbol("n"), text, node_flag::number);
    document.add_value(Document::root, document.symbol("b"), "yes", node_flag::boolean);
    CHECK(to_json(document) == R"({"n":[12,-0.5,1E+3,"007","1.","","0x1","-","Infinity"],"b":"yes"})");
}

TEST_CASE("pretty JSON is indented and ends with a newline") {
    const Read read(R"({"a":"1","lines":[{"n":1},{}],"g":{"x":null}})");
    CHECK(to_json(read.document, JsonStyle::pretty) ==
          "{\n  \"a\": \"1\",\n  \"lines\": [\n    {\n      \"n\": 1\n    },\n    {}\n  ],\n  \"g\": {\n    \"x\": "
          "null\n  }\n}\n");
}

TEST_CASE("a part of a document can be written by itself") {
    const Read read(R"({"a":{"b":[1,2]},"c":"x"})");
    std::string out = "part: ";
    write_json(read.document, read.document.child(Document::root, "a"), JsonStyle::compact, out);
    CHECK(out == R"(part: {"b":[1,2]})");
}
