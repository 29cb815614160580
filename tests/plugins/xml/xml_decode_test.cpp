#include "plugins/xml/xml.hpp"
#include "tests/plugins/fake_format.hpp"

#include <catch2/catch.hpp>

using namespace crossdock;
using XmlUnderTest = tests::FormatUnderTest<xml::Xml>;

TEST_CASE("the root's content is the top of the tape") {
    const XmlUnderTest xml;
    CHECK(xml.decode("<?xml version=\"1.0\"?>\n<order><number>4711</number><party><id>9</id></party></order>\n")
              ->tree() == "number='4711' party{ id='9' }");
    CHECK(xml.decode("<order/>")->tree().empty());
    CHECK(xml.decode("<order id=\"7\">x</order>")->tree() == "@:@id='7' #text='x'");
}

TEST_CASE("an element with only text is a value, also without any") {
    const XmlUnderTest xml;
    CHECK(xml.decode("<a><b> x y </b><c></c><d/><e>\n</e></a>")->tree() == "b=' x y ' c='' d='' e=''");
}

TEST_CASE("an attribute is a value of its group, text beside it is #text") {
    const XmlUnderTest xml;
    CHECK(xml.decode("<a><amount currency='USD' x=\"\">12.50</amount><b c=\"1\"/></a>")->tree() ==
          "amount{ @:@currency='USD' @:@x='' #text='12.50' } b{ @:@c='1' }");
}

TEST_CASE("text between elements keeps its place") {
    const XmlUnderTest xml;
    CHECK(xml.decode("<a>one<b>two</b>three<b/></a>")->tree() == "#text='one' b='two' #text='three' b=''");
}

TEST_CASE("comments, instructions and CDATA do not cut a text") {
    const XmlUnderTest xml;
    CHECK(xml.decode("<a><b>12<!-- & --><?x & ?>3<![CDATA[<&>]]></b></a>")->tree() == "b='123<&>'");
    CHECK(xml.decode("<a><b><![CDATA[]]></b><c x='1'><![CDATA[]]></c></a>")->tree() == "b='' c{ @:@x='1' #text='' }");
}

TEST_CASE("references and line ends are read as the standard says") {
    const XmlUnderTest xml;
    CHECK(xml.decode("<a><b>&lt;&gt;&amp;&quot;&apos;&#228;&#x20AC;</b><c>1\r\n2\r3</c><d e='x\ty&#10;z'/></a>")
              ->tree() == "b='<>&\"'ä€' c='1\n2\n3' d{ @:@e='x y\nz' }");
}

TEST_CASE("text that needs no unescaping is read where it lies") {
    const XmlUnderTest xml;
    const std::string source = "\xEF\xBB\xBF<a><b c=\"Müller\">plain</b><d>a&amp;b</d></a>";
    const auto decoded = xml.decode(source);
    const crossdock_tape_view tape = decoded->view();
    REQUIRE(decoded->tree() == "b{ @:@c='Müller' #text='plain' } d='a&b'");
    CHECK((tape.events[1].flags & CROSSDOCK_TAPE_IN_SOURCE) != 0);
    CHECK(tape.events[1].text_offset == source.find("Müller"));
    CHECK(tape.events[2].text_offset == source.find("plain"));
    CHECK((tape.events[4].flags & CROSSDOCK_TAPE_IN_SOURCE) == 0);
}

TEST_CASE("an element knows its line and its offset in the whole payload") {
    const XmlUnderTest xml;
    const std::string source = "<?xml version='1.0'?>\n<a>\n  <b>1</b>\n\n  <c\n x='2'>\n   <d/>\n  </c>\n</a>";
    const auto decoded = xml.decode(source, {}, {500, 3, {}});
    const crossdock_tape_view tape = decoded->view();
    REQUIRE(decoded->tree() == "b='1' c{ @:@x='2' d='' }");
    CHECK(tape.events[0].line == 5);
    CHECK(tape.events[0].source_offset == 500 + source.find("<b>"));
    CHECK(tape.events[1].line == 7);
    CHECK(tape.events[1].source_offset == 500 + source.find("<c"));
    CHECK(tape.events[2].line == 8);
    CHECK(tape.events[2].source_offset == 500 + source.find("x="));
    CHECK(tape.events[3].line == 9);
}

TEST_CASE("prefixes are dropped or kept") {
    const XmlUnderTest xml;
    const std::string source =
        "<o:order xmlns:o='urn:o' xmlns='urn:d' o:version='1'><o:id>7</o:id><id o:x='y'>8</id></o:order>";
    CHECK(xml.decode(source)->tree() == "@:@version='1' id='7' id{ @:@x='y' #text='8' }");
    CHECK(xml.decode(source, {{"namespaces", "keep"}})->tree() ==
          "@:@xmlns:o='urn:o' @:@xmlns='urn:d' @:@o:version='1' o:id='7' id{ @:@o:x='y' #text='8' }");
}

TEST_CASE("xsi:nil is null, whatever the prefix is called") {
    const XmlUnderTest xml;
    const std::string instance = "http://www.w3.org/2001/XMLSchema-instance";
    CHECK(xml.decode("<a xmlns:i='" + instance + "' i:schemaLocation='x y'><b i:nil='true'/><c i:nil='false'/>" +
                     "<d i:nil='1' e='f'/><g i:nil='0'>x</g></a>")
              ->tree() == "0:b='' c='' d{ @:@e='f' 0:#text='' } g='x'");
    CHECK(xml.decode("<a><b nil='true'/></a>")->tree() == "b{ @:@nil='true' }");
    CHECK(xml.decode("<a xmlns:i='" + instance + "'><b xmlns:i='urn:other' i:nil='true'/><b i:nil='true'/></a>")
              ->tree() == "b{ @:@nil='true' } 0:b=''");
}

TEST_CASE("what is not one plain XML document is refused", "[hostile]") {
    const XmlUnderTest xml;
    const struct {
        std::string source;
        std::string code;
    } cases[] = {
        {"", "xml.empty"},
        {" \n", "xml.empty"},
        {"<!-- only -->", "xml.empty"},
        {"text", "xml.malformed"},
        {"<a/>text", "xml.malformed"},
        {"text<a/>", "xml.malformed"},
        {"<a/><b/>", "xml.malformed"},
        {"<a><b></a></b>", "xml.malformed"},
        {"<a b='1' b='2'/>", "xml.malformed"},
        {"<a b=1/>", "xml.malformed"},
        {"<a b/>", "xml.malformed"},
        {"<1/>", "xml.malformed"},
        {"<a>&unknown;</a>", "xml.unknown-entity"},
        {"<a>AT&T</a>", "xml.unknown-entity"},
        {"<a b='&'/>", "xml.unknown-entity"},
        {"<a>&#0;</a>", "xml.unknown-entity"},
        {"<a>&#xD800;</a>", "xml.unknown-entity"},
        {"<a>&#99999999999;</a>", "xml.unknown-entity"},
        {"<a>&#;</a>", "xml.unknown-entity"},
        {"<a><!-- & -->&x;</a>", "xml.unknown-entity"},
        {"<a>&", "xml.unknown-entity"},
        {"<!DOCTYPE a [<!ENTITY x 'lol'>]><a/>", "xml.doctype"},
        {"<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "xml.doctype"},
        {"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>", "xml.unknown-entity"},
        {"<?xml version='1.0' encoding='ISO-8859-1'?><a/>", "xml.charset"},
        {"<a>\xE4</a>", "xml.not-utf-8"},
        {"<a>\xED\xA0\x80</a>", "xml.not-utf-8"},
        {std::string("<\0a\0>\0", 6), "xml.control-character"},
        {std::string("<a>x\0y</a>", 10), "xml.control-character"},
        {std::string("<a/>\0", 5), "xml.control-character"},
        {"<a>\x1B</a>", "xml.control-character"},
        {"<a>\xEF\xBF\xBF</a>", "xml.control-character"},
    };
    for (const auto& bad : cases) {
        INFO(bad.source);
        CHECK(xml.decode(bad.source)->tree() == "FAILED " + bad.code);
    }
}

TEST_CASE("a mistake is shown with line and column") {
    const XmlUnderTest xml;
    const auto decoded = xml.decode("<a>\n  <b>&x;</b></a>", {}, {10, 1, {}});
    CHECK(decoded->error.offset == 10 + 9);
    CHECK(std::string(decoded->error.text).find("line 2 column 6: an ampersand") == 0);
    const auto twice = xml.decode("<a/>\n<b/>");
    CHECK(std::string(twice->error.text) == "line 2 column 1: a second element at the top; a document has one root");
}

TEST_CASE("a document cut off at any byte is refused", "[hostile]") {
    const XmlUnderTest xml;
    const std::string whole =
        "\xEF\xBB\xBF<?xml version='1.0'?><!-- c --><a x='ä'><b>&#228;<![CDATA[x]]></b><?pi x?><c d=\"\"/>ä</a>";
    REQUIRE(xml.decode(whole)->status == CROSSDOCK_OK);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        INFO(whole.substr(0, size));
        const auto decoded = xml.decode(whole.substr(0, size));
        CHECK(decoded->status == CROSSDOCK_FAILED);
        CHECK(decoded->error.offset <= size);
    }
}

TEST_CASE("depth, size and counts are limited", "[hostile]") {
    const XmlUnderTest xml;
    const auto nested = [](std::size_t depth) {
        std::string text;
        for (std::size_t level = 0; level < depth; ++level) text += "<a>";
        for (std::size_t level = 0; level < depth; ++level) text += "</a>";
        return text;
    };
    CHECK(xml.decode(nested(65))->status == CROSSDOCK_OK);
    CHECK(xml.decode(nested(66))->tree() == "FAILED xml.too-deep");
    CHECK(xml.decode(nested(200'000))->tree() == "FAILED xml.too-deep");
    CHECK(xml.decode("<a>12345</a>", {{"size-limit", "11"}})->tree() == "FAILED xml.too-large");
    CHECK(xml.decode("<a><b>" + std::string(4'000'000, 'x') + "</b></a>")->status == CROSSDOCK_OK);
    std::string attributes = "<a";
    for (int index = 0; index < 300; ++index) attributes += " a" + std::to_string(index) + "=''";
    CHECK(xml.decode(attributes + "/>")->tree() == "FAILED xml.too-many-attributes");
    std::string prefixes = "<a xmlns:p='http://www.w3.org/2001/XMLSchema-instance'";
    for (int index = 0; index < 100; ++index) prefixes += " xmlns:a" + std::to_string(index) + "='x'";
    CHECK(xml.decode(prefixes + "/>")->tree() == "FAILED xml.too-many-namespaces");
    std::string names = "<a>";
    for (int index = 0; index < 5000; ++index) names += "<n" + std::to_string(index) + "/>";
    CHECK(xml.decode(names + "</a>")->tree() == "FAILED format.too-many-names");
}

TEST_CASE("many ampersands that mean nothing take no time worth speaking of", "[hostile]") {
    const XmlUnderTest xml;
    std::string source = "<a>";
    for (int index = 0; index < 100'000; ++index) source += "<![CDATA[&]]>";
    CHECK(xml.decode(source + "</a>")->tree().size() > 100'000);
}
