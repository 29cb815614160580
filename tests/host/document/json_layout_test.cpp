// JSON for people to read.
#include <catch2/catch.hpp>

#include "host/document/json_layout.hpp"

using crossdock::lay_out_json;

TEST_CASE("what fits on a line stays on it") {
    CHECK(lay_out_json(R"({"number":"7","lines":[{"sku":"a"},{"sku":"b"}]})", 80) ==
          "{\"number\": \"7\", \"lines\": [{\"sku\": \"a\"}, {\"sku\": \"b\"}]}\n");
}

TEST_CASE("what does not fit is broken up, level by level") {
    CHECK(lay_out_json(R"({"number":"7","lines":[{"sku":"a","quantity":"1"},{"sku":"b"}]})", 34) ==
          "{\n"
          "  \"number\": \"7\",\n"
          "  \"lines\": [\n"
          "    {\"sku\": \"a\", \"quantity\": \"1\"},\n"
          "    {\"sku\": \"b\"}\n"
          "  ]\n"
          "}\n");
}

TEST_CASE("single values that follow each other fill lines") {
    CHECK(lay_out_json(R"({"a":"1","b":"2","c":"3","d":{"e":"5"},"f":"6","g":[10,20,30,40,50,60]})", 21) ==
          "{\n"
          "  \"a\": \"1\", \"b\": \"2\",\n"
          "  \"c\": \"3\",\n"
          "  \"d\": {\"e\": \"5\"},\n"
          "  \"f\": \"6\",\n"
          "  \"g\": [\n"
          "    10, 20, 30, 40,\n"
          "    50, 60\n"
          "  ]\n"
          "}\n");
}

TEST_CASE("the comma after a group counts") {
    const std::string json = R"({"a":{"b":"cccc"},"d":"e"})";
    CHECK(lay_out_json(json, 21).find("  \"a\": {\"b\": \"cccc\"},\n") != std::string::npos);
    CHECK(lay_out_json(json, 20).find("  \"a\": {\n    \"b\": \"cccc\"\n  },\n") != std::string::npos);
}

TEST_CASE("characters count, not bytes") {
    CHECK(lay_out_json("{\"a\":\"\xC3\xA4\xC3\xB6\"}", 11) == "{\"a\": \"\xC3\xA4\xC3\xB6\"}\n");
    CHECK(lay_out_json("{\"a\":\"\xC3\xA4\xC3\xB6\"}", 10) == "{\n  \"a\": \"\xC3\xA4\xC3\xB6\"\n}\n");
}

TEST_CASE("brackets, quotes and escapes inside strings are text") {
    CHECK(lay_out_json(R"({"a":"x\"},{[\\","b":-1.50e3,"c":null,"d":{},"e":[]})", 8) ==
          "{\n  \"a\": \"x\\\"},{[\\\\\",\n  \"b\": -1.50e3,\n  \"c\": null,\n  \"d\": {},\n  \"e\": []\n}\n");
}

TEST_CASE("white space that was there does not matter") {
    CHECK(lay_out_json(" {\n \"a\" :\t[ 1 , 2 ]\r\n}\n", 80) == "{\"a\": [1, 2]}\n");
}

TEST_CASE("what is no JSON object or array comes back as it is") {
    for (const std::string text :
         {"", "{", "{\"a\":}", "{\"a\" 1}", "[1,]", "[1 2]", "{\"a\":\"b", "ISA*00*", "{} {}"}) {
        CAPTURE(text);
        CHECK(lay_out_json(text, 1) == text);
    }
    const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
    CHECK(lay_out_json(deep, 80) == deep);
}
