#include <crossdock/cpp/finding.hpp>

#include "plugins/json/json.hpp"
#include "tests/plugins/fake_format.hpp"

#include <catch2/catch.hpp>

using namespace crossdock;
using JsonUnderTest = tests::FormatUnderTest<json::Json>;

TEST_CASE("members, groups and items come onto the tape in their order") {
    const JsonUnderTest json;
    CHECK(json.decode(R"({"number":"4711","lines":[{"sku":"A"},{"sku":"B"}],"ship to":{"city":"Bonn"}})")->tree() ==
          "number='4711' l:lines{ sku='A' } l:lines{ sku='B' } ship to{ city='Bonn' }");
}

TEST_CASE("a number keeps the text it was written with") {
    const JsonUnderTest json;
    CHECK(json.decode(R"({"a":1.50,"b":-0,"c":123456789012345678901234567890.10,"d":1E+2})")->tree() ==
          "n:a='1.50' n:b='-0' n:c='123456789012345678901234567890.10' n:d='1E+2'");
}

TEST_CASE("null, true and false are marked; an empty text is a value, an empty array is nothing") {
    const JsonUnderTest json;
    CHECK(json.decode(R"({"a":null,"b":true,"c":false,"d":"","e":[],"f":{}})")->tree() ==
          "0:a='' b:b='true' b:c='false' d='' f{ }");
}

TEST_CASE("items of every kind keep the array's name") {
    const JsonUnderTest json;
    CHECK(json.decode(R"({"a":["x",1,null,true]})")->tree() == "l:a='x' ln:a='1' l0:a='' lb:a='true'");
    CHECK(json.decode(R"(["x",{"b":1}])")->tree() == "l:item='x' l:item{ n:b='1' }");
    CHECK(json.decode(R"({"a":[[1,2],[3]]})")->tree() == "l:a{ ln:item='1' ln:item='2' } l:a{ ln:item='3' }");
}

TEST_CASE("text without escapes is read where it lies, text with escapes is copied") {
    const JsonUnderTest json;
    const auto decoded = json.decode(R"({"plain":"Müller","escaped":"a\"b\\","quote":"\"","end":"x\\"})");
    const crossdock_tape_view tape = decoded->view();
    REQUIRE(decoded->tree() == "plain='Müller' escaped='a\"b\\' quote='\"' end='x\\'");
    CHECK((tape.events[0].flags & CROSSDOCK_TAPE_IN_SOURCE) != 0);
    CHECK(tape.events[0].text_offset == 10);
    for (std::size_t index = 1; index < 4; ++index) CHECK((tape.events[index].flags & CROSSDOCK_TAPE_IN_SOURCE) == 0);
}

TEST_CASE("every escape of the standard is undone") {
    const JsonUnderTest json;
    CHECK(json.decode(R"({"a":"\b\f\n\r\t\/\u00e4\ud83d\ude00\u20AC"})")->tree() == "a='\b\f\n\r\t/ä😀€'");
    CHECK(json.decode(R"({"\u0061\"b":1})")->tree() == "n:a\"b='1'");
    CHECK(json.decode("{\"a\":\"x\\u0000y\"}")->tree() == std::string("a='x\0y'", 7));
}

TEST_CASE("a value knows its line and its offset in the whole payload") {
    const JsonUnderTest json;
    const std::string source = "{\n  \"a\": 1,\n\n  \"b\": {\n    \"c\": \"x\"\n  }\n}";
    const auto decoded = json.decode(source, {}, {1000, 7, {}});
    const crossdock_tape_view tape = decoded->view();
    REQUIRE(tape.event_count == 4);
    CHECK(tape.events[0].line == 8);
    CHECK(tape.events[0].source_offset == 1000 + source.find('1'));
    CHECK(tape.events[1].line == 10);
    CHECK(tape.events[1].source_offset == 1000 + source.find('{', 1));
    CHECK(tape.events[2].line == 11);
    CHECK(tape.events[2].source_offset == 1000 + source.find("\"x\""));
    CHECK(tape.events[2].text_offset == source.find("x\""));
    CHECK(tape.events[3].line == 12);
    CHECK(tape.events[3].source_offset == 1000 + source.find('}'));
}

TEST_CASE("a member that occurs twice is found, with its place") {
    const JsonUnderTest json;
    const auto decoded = json.decode("{\"lines\":[{\"sku\":1},\n{\"sku\":1,\"x\":{\"sku\":2},\"sku\":2}]}");
    REQUIRE(decoded->status == CROSSDOCK_OK);
    REQUIRE(decoded->findings.size() == 1);
    CHECK(decoded->findings[0].code == "json.duplicate-member");
    CHECK(decoded->findings[0].severity == CROSSDOCK_SEVERITY_ERROR);
    CHECK(decoded->findings[0].path == "/lines/1/sku");
    CHECK(decoded->findings[0].line == 2);
    CHECK(decoded->findings[0].value == "sku");
}

TEST_CASE("a mistake is shown with line, column and pointer") {
    const JsonUnderTest json;
    const auto decoded = json.decode("{\"lines\":[{\"sku\":\"A\"},\n  {\"a/b\": tru}]}", {}, {100, 1, {}});
    REQUIRE(decoded->status == CROSSDOCK_FAILED);
    CHECK(std::string(decoded->error.code) == "json.malformed");
    CHECK(decoded->error.error_class == CROSSDOCK_ERROR_PERMANENT);
    CHECK(decoded->error.offset == 100 + 23 + 13);
    CHECK(std::string(decoded->error.text).find("line 2 column 14, at /lines/1/a~1b: a value was expected") == 0);
}

TEST_CASE("what is not one JSON document is refused", "[hostile]") {
    const JsonUnderTest json;
    const struct {
        std::string source;
        std::string code;
    } cases[] = {
        {"", "json.empty"},
        {" \r\n\t", "json.empty"},
        {"\xEF\xBB\xBF", "json.empty"},
        {"7", "json.not-a-document"},
        {"\"text\"", "json.not-a-document"},
        {"null", "json.not-a-document"},
        {"{} {}", "json.malformed"},
        {"{\"a\":1,}", "json.malformed"},
        {"{\"a\":01}", "json.malformed"},
        {"{\"a\":+1}", "json.malformed"},
        {"{\"a\":1.}", "json.malformed"},
        {"{\"a\":NaN}", "json.malformed"},
        {"{'a':1}", "json.malformed"},
        {"{\"a\":\"\n\"}", "json.malformed"},
        {"{\"a\":\"\\x\"}", "json.malformed"},
        {"{\"a\":\"\\ud800\"}", "json.malformed"},
        {"{\"a\":\"\\udc00\"}", "json.malformed"},
        {"{\"a\":\"\\ud800\\u0041\"}", "json.malformed"},
        {"// note\n{}", "json.malformed"},
        {std::string("\0", 1), "json.malformed"},
        {std::string("{}\0", 3), "json.malformed"},
        {std::string("{\"a\":\"x\0y\"}", 11), "json.malformed"},
        {std::string("{\"a\":1\0}", 8), "json.malformed"},
        {"{\"a\":1e400}", "json.number-too-big"},
        {"{\"a\":\"\xC3\"}", "json.not-utf-8"},
        {"{\"a\":\"\xED\xA0\x80\"}", "json.not-utf-8"},
        {"{\"a\":\"\xC0\xAF\"}", "json.not-utf-8"},
        {std::string("\xFF\xFE{\0", 4), "json.not-utf-8"},
    };
    for (const auto& bad : cases) {
        INFO(bad.source);
        CHECK(json.decode(bad.source)->tree() == "FAILED " + bad.code);
    }
}

TEST_CASE("a document cut off at any byte is refused", "[hostile]") {
    const JsonUnderTest json;
    const std::string whole =
        "\xEF\xBB\xBF{\"a\":[1.5e3,\"x\\u00e4\\ud83d\\ude00\",null,true,{\"ä\":[[]]}],\"b\":{\"c\":-1}}";
    REQUIRE(json.decode(whole)->status == CROSSDOCK_OK);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        INFO(whole.substr(0, size));
        const auto decoded = json.decode(whole.substr(0, size));
        CHECK(decoded->status == CROSSDOCK_FAILED);
        CHECK(decoded->error.offset <= size);
    }
}

TEST_CASE("depth is limited", "[hostile]") {
    const JsonUnderTest json;
    const auto nested = [](std::size_t depth) {
        std::string text;
        for (std::size_t level = 1; level < depth; ++level) text += "{\"a\":";
        return text + "{}" + std::string(depth - 1, '}');
    };
    CHECK(json.decode(nested(64))->status == CROSSDOCK_OK);
    CHECK(json.decode(nested(65))->tree() == "FAILED json.too-deep");
    CHECK(json.decode(nested(3), {{"depth-limit", "2"}})->tree() == "FAILED json.too-deep");
    CHECK(json.decode(std::string(1'000'000, '['))->tree() == "FAILED json.too-deep");
    CHECK(json.decode(nested(512), {{"depth-limit", "512"}})->status == CROSSDOCK_OK);
}

TEST_CASE("size, events and different names are limited", "[hostile]") {
    const JsonUnderTest json;
    CHECK(json.decode(R"({"a":1})", {{"size-limit", "7"}})->status == CROSSDOCK_OK);
    CHECK(json.decode(R"({"a":11})", {{"size-limit", "7"}})->tree() == "FAILED json.too-large");
    CHECK(json.decode("{\"a\":\"" + std::string(4'000'000, 'x') + "\"}")->status == CROSSDOCK_OK);
    std::string names = "{";
    for (int index = 0; index < 5000; ++index) names += "\"n" + std::to_string(index) + "\":1,";
    CHECK(json.decode(names + "\"z\":1}")->tree() == "FAILED format.too-many-names");
    tests::Tape small(2);
    crossdock_decode_request request{};
    const std::string_view source = R"({"a":1,"b":2,"c":3})";
    request.struct_size = sizeof request;
    request.source = sdk::bytes_view(source);
    crossdock_findings findings{};
    crossdock_error error = sdk::empty_error();
    CHECK(json.table().decode(json.self(), &request, small.writer(), &findings, &error) == CROSSDOCK_FAILED);
    CHECK(std::string(error.code) == "format.document-too-large");
}

TEST_CASE("only so many findings are reported", "[hostile]") {
    const JsonUnderTest json;
    std::string source = "{\"a\":1";
    for (int index = 0; index < 1000; ++index) source += ",\"a\":1";
    CHECK(json.decode(source + "}")->findings.size() == sdk::FindingReporter::findings_max);
}

TEST_CASE("documents with the same names share one table, others do not disturb it") {
    const JsonUnderTest json;
    const auto first = json.decode(R"({"a":1,"b":2})");
    const auto second = json.decode(R"({"b":2,"a":1})");
    REQUIRE(first->view().names_id != 0);
    CHECK(second->view().names_id == first->view().names_id);
    CHECK(second->view().names == first->view().names);
    const auto third = json.decode(R"({"c":1})");
    CHECK(third->view().names_id != first->view().names_id);
    CHECK(first->tree() == "n:a='1' n:b='2'");
    const std::string long_name(500, 'n');
    const auto fourth = json.decode("{\"" + long_name + "\":1,\"a\":2}");
    CHECK(fourth->view().names_id == 0);
    CHECK(fourth->tree() == "n:" + long_name + "='1' n:a='2'");
}

TEST_CASE("names stay right when hostile documents fill the table", "[hostile]") {
    const JsonUnderTest json;
    for (int document = 0; document < 200; ++document) {
        std::string source = "{", tree;
        for (int index = 0; index < 40; ++index) {
            const std::string name = "name-" + std::to_string(document) + "-" + std::to_string(index);
            source += (index == 0 ? "\"" : ",\"") + name + "\":\"v\"";
            tree += (index == 0 ? "" : " ") + name + "='v'";
        }
        CHECK(json.decode(source + "}")->tree() == tree);
    }
}
