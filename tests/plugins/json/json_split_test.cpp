#include "plugins/json/json.hpp"
#include "tests/plugins/fake_format.hpp"

#include <catch2/catch.hpp>

using namespace crossdock;
using JsonUnderTest = tests::FormatUnderTest<json::Json>;
using Texts = std::vector<std::string>;

TEST_CASE("a payload is one slice without its byte order mark") {
    const JsonUnderTest json;
    for (const std::size_t piece : {1, 2, 3, 100}) {
        const auto divided = json.split("\xEF\xBB\xBF{\"a\":1}\n", {}, piece);
        REQUIRE(divided.slices.size() == 1);
        CHECK(divided.slices[0].offset == 3);
        CHECK(divided.slices[0].size == 8);
        CHECK(divided.slices[0].line == 1);
        CHECK(divided.slices[0].complete);
    }
    CHECK(std::string(json.split("").error.code) == "json.empty");
    CHECK(std::string(json.split(" \n").error.code) == "json.empty");
    CHECK(std::string(json.split("{      }", {{"size-limit", "7"}}, 1).error.code) == "json.too-large");
}

TEST_CASE("a part of a byte order mark is refused", "[hostile]") {
    const JsonUnderTest json;
    for (const std::string framing : {"document", "lines", "array"})
        CHECK(std::string(json.split("\xEF\xBB[]", {{"framing", framing}}, 1).error.code) == "format.not-utf-8");
}

TEST_CASE("each line is a slice, however the stream is cut") {
    const JsonUnderTest json;
    const std::string payload = "\xEF\xBB\xBF{\"a\":1}\n\n  \r\n{\"a\":\"\\n\"}\r\n{\"a\":3}";
    for (std::size_t piece = 1; piece <= payload.size(); ++piece) {
        const auto divided = json.split(payload, {{"framing", "lines"}}, piece);
        REQUIRE(divided.status == CROSSDOCK_OK);
        CHECK(divided.texts(payload) == Texts{"{\"a\":1}", "{\"a\":\"\\n\"}\r", "{\"a\":3}"});
        CHECK(divided.slices[1].line == 4);
        CHECK(divided.slices[2].line == 5);
    }
    CHECK(std::string(json.split("\n\n", {{"framing", "lines"}}).error.code) == "json.empty");
    CHECK(std::string(json.split("{}\n{\"a\":1}\n", {{"framing", "lines"}, {"size-limit", "5"}}).error.code) ==
          "json.too-large");
}

TEST_CASE("each item of the array is a slice, however the stream is cut") {
    const JsonUnderTest json;
    const std::string payload = "\xEF\xBB\xBF [ {\"a\":\"]\\\",[\"} ,\n {\"b\":[1,{}]},3 ] \n";
    for (std::size_t piece = 1; piece <= payload.size(); ++piece) {
        const auto divided = json.split(payload, {{"framing", "array"}}, piece);
        REQUIRE(divided.status == CROSSDOCK_OK);
        CHECK(divided.texts(payload) == Texts{"{\"a\":\"]\\\",[\"}", "{\"b\":[1,{}]}", "3"});
        CHECK(divided.slices[0].line == 1);
        CHECK(divided.slices[1].line == 2);
    }
    CHECK(json.split("[]", {{"framing", "array"}}).status == CROSSDOCK_OK);
}

TEST_CASE("an array that is not one is refused", "[hostile]") {
    const JsonUnderTest json;
    const auto code = [&](std::string_view payload) {
        return std::string(json.split(payload, {{"framing", "array"}}).error.code);
    };
    CHECK(code("") == "json.empty");
    CHECK(code("{}") == "json.not-an-array");
    CHECK(code("[1,]") == "json.not-an-array");
    CHECK(code("[,1]") == "json.not-an-array");
    CHECK(code("[1] x") == "json.not-an-array");
    CHECK(code("[1][2]") == "json.not-an-array");
}

TEST_CASE("an array cut off at any byte says so and marks its last item", "[hostile]") {
    const JsonUnderTest json;
    const std::string whole = R"([{"a":"x\"y"},{"b":[1,2]}])";
    for (std::size_t size = 1; size < whole.size(); ++size) {
        INFO(whole.substr(0, size));
        const auto divided = json.split(whole.substr(0, size), {{"framing", "array"}});
        REQUIRE(divided.status == CROSSDOCK_OK);
        REQUIRE(divided.findings.size() == 1);
        CHECK(divided.findings[0].code == "json.array-not-closed");
        for (const auto& slice : divided.slices) CHECK(slice.complete == (slice.offset + slice.size < size));
    }
}

TEST_CASE("probe is sure of what looks and is called like JSON") {
    const JsonUnderTest json;
    CHECK(json.probe("{\"a\":1}", "x", "application/json; charset=utf-8") >= 90);
    CHECK(json.probe("\xEF\xBB\xBF [ {", "order.json", "") >= 90);
    CHECK(json.probe("{\"a\":1}", "", "") >= 50);
    CHECK(json.probe("", "", "application/vnd.x+json") >= 50);
    CHECK(json.probe("ISA*00*", "order.json", "") < 50);
    CHECK(json.probe("<a/>", "", "") == 0);
    CHECK(json.probe("{1:", "", "") == 0);
    CHECK(json.probe("", "", "") == 0);
}

TEST_CASE("properties of the adapter hold until an option of the call says otherwise") {
    const JsonUnderTest json(tests::Options{{"framing", "lines"}, {"depth-limit", "1"}});
    CHECK(json.split("{}\n{}").slices.size() == 2);
    CHECK(json.split("{}\n{}", {{"framing", "document"}}).slices.size() == 1);
    CHECK(json.decode("{\"a\":{}}")->tree() == "FAILED json.too-deep");
    CHECK(json.decode("{\"a\":{}}", {{"depth-limit", "2"}})->tree() == "a{ }");
    CHECK(json.decode("{}", {{"another-format's", "option"}})->status == CROSSDOCK_OK);
}

TEST_CASE("a setting that makes no sense is a configuration error") {
    CHECK(JsonUnderTest(tests::Options{{"framing", "pages"}}).init_error() == "format.bad-option");
    const JsonUnderTest json;
    for (const auto& [name, value] :
         tests::Options{{"depth-limit", "0"}, {"size-limit", "4TiB"}, {"indent", "x"}, {"root-array", "maybe"}}) {
        const auto decoded = json.decode("{}", {{name, value}});
        CHECK(decoded->tree() == "FAILED format.bad-option");
        CHECK(decoded->error.error_class == CROSSDOCK_ERROR_CONFIGURATION);
    }
}

TEST_CASE("types come from schemas, and there are no acknowledgements") {
    const JsonUnderTest json;
    tests::Output output;
    tests::Tape tape;
    crossdock_error error = sdk::empty_error();
    CHECK(json.table().types(json.self(), output.get(), &error) == CROSSDOCK_OK);
    CHECK(output.bytes().empty());
    CHECK(json.table().describe(json.self(), sdk::view("order/1"), output.get(), &error) == CROSSDOCK_NOT_FOUND);
    const crossdock_group_report report{};
    CHECK(json.table().acknowledge(json.self(), &report, tape.writer(), output.get(), &error) ==
          CROSSDOCK_NOT_SUPPORTED);
}
