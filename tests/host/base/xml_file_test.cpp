#include "host/base/xml_file.hpp"

#include <catch2/catch.hpp>

using namespace crossdock;

TEST_CASE("a malformed file is reported with line and column") {
    const auto file = XmlFile::parse("<site>\n  <adapter name='a'>\n</site>", "crossdock.xml");
    REQUIRE_FALSE(file.ok());
    CHECK(file.error().position.line == 3);
    CHECK(describe(file.error()).rfind("crossdock.xml:3:", 0) == 0);
    CHECK(file.error().text == "this is not well-formed XML: </site> does not close the element that is open here");
}

TEST_CASE("one reading shows every mistake of an element, each at its place") {
    const auto file =
        XmlFile::parse("<site>\n  <lane widht=\"4\" deadline=\"soon\"/>\n  <typo/>\n</site>", "crossdock.xml").value();
    std::vector<Error> errors;
    ElementReader site(*file, file->root(), errors);
    for (ElementReader& lane : site.children("lane")) {
        CHECK(lane.integer("width", 1, 1, 64) == 1);
        CHECK(lane.duration_ms("deadline", "30s") == 0);
        lane.finish();
    }
    site.finish();
    REQUIRE(errors.size() == 3);
    CHECK(describe(errors[0]) ==
          "crossdock.xml:2:19: 'soon' is not a duration; write a number with ms, s, m, h or d, such as 30s "
          "(value.duration)");
    CHECK(describe(errors[1]) ==
          "crossdock.xml:2:9: <lane> has no attribute widht; did you mean width? (xml.unknown-attribute)");
    CHECK(errors[2].position.line == 3);
}

TEST_CASE("an attribute is found where it stands, not where its name is part of another value") {
    const auto file = XmlFile::parse("<a first=\"to=1\"\n   to='x'/>", "a.xml").value();
    CHECK(file->position(file->root(), "to").line == 2);
    CHECK(file->position(file->root(), "to", true).column == 8);
}

TEST_CASE("a DOCTYPE is refused") {
    CHECK_FALSE(XmlFile::parse("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "a.xml").ok());
}
