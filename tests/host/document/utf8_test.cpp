#include "host/document/utf8.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace crossdock;

TEST_CASE("UTF-8 is accepted up to its last character and refused at the first byte that is none") {
    CHECK(utf8::is_valid(""));
    CHECK(utf8::is_valid("a\xC2\x80\xDF\xBF\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xF0\x90\x80\x80\xF4\x8F\xBF\xBF"));
    for (const char* const bad : {"\x80", "\xC1\xBF", "\xC3", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xE2\x82",
                                  "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\xE2\x28\xA1"})
        for (std::size_t before = 0; before < 20; ++before) {
            const std::string text = std::string(before, 'x') + bad + "yyyyyyyyyyyyyyyyyyyy";
            CHECK(utf8::first_invalid(text) == before);
            CHECK_FALSE(utf8::is_ascii(text));
        }
    CHECK(utf8::is_ascii(std::string(100, '\x7F')));
}

TEST_CASE("characters are counted, not bytes") {
    CHECK(utf8::length("") == 0);
    CHECK(utf8::length("gr\xC3\xBCn \xF0\x9F\x93\xA6") == 6);
}
