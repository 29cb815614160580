#include "plugins/file/name_pattern.hpp"

#include <catch2/catch.hpp>

using crossdock::file::matches;
using crossdock::file::printable_name;

TEST_CASE("a star stands for any text and a question mark for one character") {
    CHECK(matches("*", "order.x12"));
    CHECK(matches("*.x12", "order.x12"));
    CHECK(matches("*.x12", ".x12"));
    CHECK(matches("850_??.edi", "850_07.edi"));
    CHECK(matches("a*b*c", "a-b-b-c"));
    CHECK(matches("bestellung_?.xml", "bestellung_\xC3\xBC.xml"));
    CHECK_FALSE(matches("*.x12", "order.x12.done"));
    CHECK_FALSE(matches("850_??.edi", "850_7.edi"));
    CHECK_FALSE(matches("a*b*c", "a-b-c-d"));
    CHECK_FALSE(matches("", "a"));
    CHECK(matches("", ""));
}

TEST_CASE("letters match in either case") {
    CHECK(matches("*.edi", "ORDER.EDI"));
    CHECK(matches("*.EDI", "order.edi"));
}

TEST_CASE("a pattern of many stars is matched in time") {
    const std::string name(200, 'a');
    CHECK_FALSE(matches("*a*a*a*a*a*a*a*a*a*a*b", name));
}

TEST_CASE("a name is shown as UTF-8 and two names stay two") {
    CHECK(printable_name("bestell\xC3\xBCng.xml") == "bestell\xC3\xBCng.xml");
    CHECK(printable_name("bestell\xFCng.xml") == "bestell%FCng.xml");
    CHECK(printable_name("bad\xC3") == "bad%C3");
    CHECK(printable_name("over\xC0\xAFlong") == "over%C0%AFlong");
    CHECK(printable_name("surrogate\xED\xA0\x80") == "surrogate%ED%A0%80");
    CHECK(printable_name("line\nbreak") == "line%0Abreak");
}
