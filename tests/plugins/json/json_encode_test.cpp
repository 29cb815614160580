#include "plugins/json/json.hpp"
#include "plugins/json/text_writer.hpp"
#include "tests/plugins/fake_format.hpp"

#include <catch2/catch.hpp>

using namespace crossdock;
using JsonUnderTest = tests::FormatUnderTest<json::Json>;

namespace {

std::string through(const JsonUnderTest& json, std::string_view source, const tests::Options& options = {}) {
    const auto decoded = json.decode(source);
    REQUIRE(decoded->status == CROSSDOCK_OK);
    return json.encode(decoded->view(), options).result();
}

}  // namespace

TEST_CASE("compact JSON comes back byte for byte") {
    const JsonUnderTest json;
    for (const std::string source : {
             R"({})",
             R"({"a":"x","b":{"c":1.50,"d":{}},"e":[1],"f":[{"g":null},{"g":true}],"h":""})",
             R"({"text":"quote \" backslash \\ line\nä😀\u0000\u001f\t\b\f\r/"})",
             R"({"name \"quoted\"":1,"ship to":2})",
             R"({"long":"0123456789012345678901234567890123456789\n0123456789ä0123456789\"end"})",
         })
        CHECK(through(json, source) == source);
}

TEST_CASE("names that repeat become an array where the first one stood") {
    const JsonUnderTest json;
    tests::TapeByHand tape;
    tape.value("a", "1").value("b", "x").value("a", "2").begin("c").value("a", "inner").end().value("a", "3");
    tape.begin("d").end().begin("d").value("b", "y").end();
    CHECK(json.encode(tape.view()).result() == R"({"a":["1","2","3"],"b":"x","c":{"a":"inner"},"d":[{},{"b":"y"}]})");
}

TEST_CASE("a list item alone is an array of one") {
    const JsonUnderTest json;
    tests::TapeByHand tape;
    tape.value("a", "1", CROSSDOCK_TAPE_LIST_ITEM | CROSSDOCK_TAPE_NUMBER);
    CHECK(json.encode(tape.view()).result() == R"({"a":[1]})");
}

TEST_CASE("a root array comes back when root-array is set") {
    const JsonUnderTest json;
    CHECK(through(json, R"([1,{"a":2}])", {{"root-array", "yes"}}) == R"([1,{"a":2}])");
    CHECK(through(json, R"([])", {{"root-array", "yes"}}) == R"([])");
    CHECK(through(json, R"([1])") == R"({"item":[1]})");
    CHECK(through(json, R"({"a":1})", {{"root-array", "yes"}}) == "FAILED json.not-an-array");
}

TEST_CASE("indent writes for people") {
    const JsonUnderTest json;
    CHECK(through(json, R"({"a":[1,2],"b":{"c":"x"},"d":{}})", {{"indent", "2"}}) ==
          "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": {\n    \"c\": \"x\"\n  },\n  \"d\": {}\n}");
}

TEST_CASE("what is no JSON value is refused", "[hostile]") {
    const JsonUnderTest json;
    const auto encode = [&](std::string_view text, unsigned flags) {
        tests::TapeByHand tape;
        tape.value("a", text, flags);
        return json.encode(tape.view()).result();
    };
    CHECK(encode("007", CROSSDOCK_TAPE_NUMBER) == "FAILED json.not-a-number");
    CHECK(encode("1,5", CROSSDOCK_TAPE_NUMBER) == "FAILED json.not-a-number");
    CHECK(encode("", CROSSDOCK_TAPE_NUMBER) == "FAILED json.not-a-number");
    CHECK(encode("-12.50", CROSSDOCK_TAPE_NUMBER) == R"({"a":-12.50})");
    CHECK(encode("yes", CROSSDOCK_TAPE_BOOLEAN) == "FAILED json.not-a-boolean");
    CHECK(encode("ignored", CROSSDOCK_TAPE_NULL) == R"({"a":null})");
    CHECK(encode("\xED\xB0\x80", 0) == "FAILED json.not-utf-8");
    CHECK(encode("abc\x80", 0) == "FAILED json.not-utf-8");
    tests::TapeByHand open;
    open.begin("a");
    CHECK(json.encode(open.view()).result() == "FAILED json.bad-tape");
    tests::TapeByHand closed;
    closed.value("a", "1").end();
    CHECK(json.encode(closed.view()).result() == "FAILED json.bad-tape");
    tests::TapeByHand deep;
    for (int level = 0; level < 100; ++level) deep.begin("a");
    for (int level = 0; level < 100; ++level) deep.end();
    CHECK(json.encode(deep.view()).result() == "FAILED json.too-deep");
}

TEST_CASE("an output that may not grow further fails the call") {
    const JsonUnderTest json;
    tests::TapeByHand tape;
    const crossdock_tape_view view = tape.value("a", std::string(100, 'x')).view();
    crossdock_encode_request request{};
    request.struct_size = sizeof request;
    request.document = &view;
    tests::Output output(50);
    crossdock_error error = sdk::empty_error();
    CHECK(json.table().encode(json.self(), &request, output.get(), &error) == CROSSDOCK_FAILED);
    CHECK(std::string(error.code) == "format.output-too-large");
}

TEST_CASE("one document stands alone, several are lines, or an array when framing says so") {
    const JsonUnderTest json;
    CHECK(json.assemble({"{\"a\":1}"}).result() == "{\"a\":1}");
    CHECK(json.assemble({"{}", "{}"}).result() == "{}\n{}\n");
    CHECK(json.assemble({"{}"}, {{"framing", "lines"}}).result() == "{}\n");
    CHECK(json.assemble({"{}", "{}"}, {{"framing", "array"}}).result() == "[{},{}]");
    CHECK(json.assemble({}, {{"framing", "array"}}).result() == "[]");
    CHECK(json.assemble({"{\n}", "{}"}).result() == "FAILED json.not-one-line");
}

TEST_CASE("numbers are those of RFC 8259 section 6") {
    for (const std::string_view good : {"0", "-0", "10", "1.0", "1e5", "1E-5", "-12.34e+56"})
        CHECK(json::is_number(good));
    for (const std::string_view bad : {"", "-", "01", "1.", ".5", "+1", "1e", "1e+", "0x1", "1 ", "NaN"})
        CHECK_FALSE(json::is_number(bad));
}
