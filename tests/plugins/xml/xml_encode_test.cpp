#include "plugins/xml/names.hpp"
#include "plugins/xml/xml.hpp"
#include "tests/plugins/fake_format.hpp"

#include <catch2/catch.hpp>

using namespace crossdock;
using XmlUnderTest = tests::FormatUnderTest<xml::Xml>;

namespace {

const std::string declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

std::string through(const XmlUnderTest& xml, std::string_view source, const tests::Options& options = {}) {
    const auto decoded = xml.decode(source, options);
    REQUIRE(decoded->status == CROSSDOCK_OK);
    return xml.encode(decoded->view(), options).result();
}

const tests::Options bare{{"declaration", "no"}, {"indent", "0"}};

std::string bare_with(const XmlUnderTest& xml, tests::TapeByHand& tape, tests::Options options = {}) {
    options.insert(bare.begin(), bare.end());
    return xml.encode(tape.view(), options).result();
}

}  // namespace

TEST_CASE("a document written by us comes back byte for byte") {
    const XmlUnderTest xml;
    for (const std::string body : {
             "<order/>\n",
             "<order id=\"7\">\n  <number>4711</number>\n  <empty/>\n  <party role=\"ship-to\">\n    <id>9</id>\n  "
             "</party>\n</order>\n",
             "<order>text <b>in <i>mixed</i></b> content</order>\n",
             "<order>\n  <a>&lt;&amp;&gt;\"'ä😀 0123456789\n0123456789&#13;</a>\n  <b "
             "c=\"&quot;&#10;&#9;'&lt;\"/>\n</order>\n",
         })
        CHECK(through(xml, declaration + body) == declaration + body);
}

TEST_CASE("prefixes and namespaces come back when they are kept") {
    const XmlUnderTest xml;
    const std::string source = "<order xmlns:o=\"urn:o\" xmlns=\"urn:d\"><o:id o:x=\"1\">7</o:id></order>";
    tests::Options options = bare;
    options["namespaces"] = "keep";
    CHECK(through(xml, source, options) == source);
    options["namespace"] = "urn:other";
    CHECK(through(xml, source, options) == source);
}

TEST_CASE("null is written as xsi:nil and read again") {
    const XmlUnderTest xml;
    tests::TapeByHand tape;
    tape.value("a", "", CROSSDOCK_TAPE_NULL);
    const std::string written = bare_with(xml, tape);
    CHECK(written == "<order><a xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"/></order>");
    CHECK(xml.decode(written)->tree() == "0:a=''");
}

TEST_CASE("the root is named by the option, else by the type") {
    const XmlUnderTest xml;
    tests::TapeByHand tape;
    const crossdock_tape_view view = tape.view();
    CHECK(xml.encode(view, bare, "order/1").result() == "<order/>");
    CHECK(xml.encode(view, bare, "acme/web-order/2").result() == "<web-order/>");
    CHECK(xml.encode(view, bare, "x12/004010/850").result() == "<x12/>");
    CHECK(xml.encode(view, bare, "1/2").result() == "<document/>");
    CHECK(bare_with(xml, tape, {{"root", "Order"}, {"namespace", "urn:a&b"}}) == "<Order xmlns=\"urn:a&amp;b\"/>");
}

TEST_CASE("an attribute that comes late on the tape still stands in its tag") {
    const XmlUnderTest xml;
    tests::TapeByHand tape;
    tape.begin("a").value("b", "1").begin("c").value("@no", "x").end().value("@id", "7", CROSSDOCK_TAPE_ATTRIBUTE);
    tape.value("d", "2").end().value("@v", "1");
    CHECK(bare_with(xml, tape) == "<order v=\"1\"><a id=\"7\"><b>1</b><c no=\"x\"/><d>2</d></a></order>");
}

TEST_CASE("what XML cannot hold is refused", "[hostile]") {
    const XmlUnderTest xml;
    const auto value = [&](const std::string& name, std::string_view text) {
        tests::TapeByHand tape;
        tape.value(name, text);
        return bare_with(xml, tape);
    };
    for (const std::string name : {"ship to", "1a", "", "a:b:c", ":a", "a:", "a<b", "@", "@1", "a\xC3", "x\n"})
        CHECK(value(name, "x") == "FAILED xml.bad-name");
    CHECK(value("größe", "x") == "<order><größe>x</größe></order>");
    for (const std::string& text : {std::string("\x01"), std::string("\0", 1), std::string("12345678\x1F"),
                                    std::string("\xC3"), std::string("\xED\xA0\x80"), std::string("\xEF\xBF\xBE")}) {
        CHECK(value("a", text) == "FAILED xml.bad-character");
        CHECK(value("@a", text) == "FAILED xml.bad-character");
        CHECK(value("#text", text) == "FAILED xml.bad-character");
    }
    tests::TapeByHand group;
    group.begin("@a").end();
    CHECK(bare_with(xml, group) == "FAILED xml.not-a-value");
    tests::TapeByHand twice;
    twice.value("@a", "1").value("@a", "2");
    CHECK(bare_with(xml, twice) == "FAILED xml.duplicate-attribute");
    tests::TapeByHand open;
    open.begin("a");
    CHECK(bare_with(xml, open) == "FAILED xml.bad-tape");
    tests::TapeByHand deep;
    for (int level = 0; level < 64; ++level) deep.begin("a");
    for (int level = 0; level < 64; ++level) deep.end();
    CHECK(bare_with(xml, deep) == "FAILED xml.too-deep");
}

TEST_CASE("several documents share a wrapper and one declaration") {
    const XmlUnderTest xml;
    const std::vector<std::string> documents{declaration + "<a/>\n", declaration + "<b/>\n"};
    CHECK(xml.assemble(documents).result() == declaration + "<documents>\n<a/>\n<b/>\n</documents>\n");
    CHECK(xml.assemble({documents[0]}).result() == documents[0]);
    CHECK(xml.assemble({documents[0]},
                       {{"wrapper-always", "yes"}, {"wrapper", "Orders"}, {"declaration", "no"}, {"indent", "0"}})
              .result() == "<Orders><a/>\n</Orders>");
    CHECK(xml.decode(xml.assemble(documents).result())->tree() == "a='' b=''");
}

TEST_CASE("a payload is one slice") {
    const XmlUnderTest xml;
    const auto divided = xml.split("\xEF\xBB\xBF<a/>", {}, 2);
    REQUIRE(divided.slices.size() == 1);
    CHECK(divided.slices[0].offset == 3);
    CHECK(divided.slices[0].size == 4);
    CHECK(std::string(xml.split("\n").error.code) == "xml.empty");
    CHECK(std::string(xml.split("<aaaa/>", {{"size-limit", "6"}}).error.code) == "xml.too-large");
}

TEST_CASE("probe is sure of what looks and is called like XML") {
    const XmlUnderTest xml;
    CHECK(xml.probe("<?xml version='1.0'?>", "", "") >= 90);
    CHECK(xml.probe("\xEF\xBB\xBF\n<order>", "order.xml", "") >= 90);
    CHECK(xml.probe("<order>", "", "application/xml") >= 95);
    CHECK(xml.probe("<order>", "", "") >= 50);
    CHECK(xml.probe("<html><body>", "", "") < 20);
    CHECK(xml.probe("{\"a\":1}", "", "") == 0);
    CHECK(xml.probe("", "", "application/soap+xml; charset=utf-8") >= 50);
    CHECK(xml.probe("", "", "") == 0);
    CHECK(xml.probe("<", "", "") == 0);
}

TEST_CASE("a setting that makes no sense is a configuration error") {
    CHECK(XmlUnderTest(tests::Options{{"root", "ship to"}}).init_error() == "format.bad-option");
    const XmlUnderTest xml;
    for (const auto& [name, value] :
         tests::Options{{"namespaces", "some"}, {"wrapper", ""}, {"indent", "9"}, {"declaration", "1"}})
        CHECK(xml.decode("<a/>", {{name, value}})->tree() == "FAILED format.bad-option");
}
