#include "host/commands/edi/tree.hpp"

#include <catch2/catch.hpp>

#include "tests/host/commands/edi_sample.hpp"

using namespace crossdock::commands::edi;
using Catch::Contains;
using crossdock::plugins::Finding;

namespace {

const std::vector<std::string> order{"HD|0001", "BEG|00|HS-1", "N1-loop>N1|BY|Us", "PO1-loop>PO1|1|24|EA:", "TR|5"};

std::string draw(const std::vector<std::string>& lines, const std::vector<Finding>& findings = {},
                 bool colours = false) {
    std::string out;
    draw_document(*edi_sample::document(lines), edi_sample::order_type().get(), findings, Paint(colours), 0, out);
    return out;
}

Finding finding(std::uint32_t segment, std::uint16_t element, const char* text, const char* tag = "") {
    Finding made;
    made.segment = segment;
    made.element = element;
    made.code = "edi.rule";
    made.text = text;
    made.tag = tag;
    return made;
}

// The place of a text, so that the order of lines can be checked.
std::size_t at(const std::string& tree, const char* text) {
    const std::size_t found = tree.find(text);
    CAPTURE(tree, text);
    REQUIRE(found != std::string::npos);
    return found;
}

}  // namespace

TEST_CASE("a transaction is drawn with numbers, names and meanings") {
    CHECK(draw({"BEG|00|HS-1", "N1-loop>N1|BY|Us"}) ==
          "      2  BEG Beginning\n"
          "           BEG01 00 Original                   Purpose\n"
          "           BEG02 HS-1                          Order number\n"
          "         N1-loop Party\n"
          "      3    N1 Party\n"
          "             N101 BY                             Role\n"
          "             N102 Us                             Name\n");
}

TEST_CASE("components are shown under their own names, without a line for the composite") {
    const std::string tree = draw(order);
    CHECK_THAT(tree, Contains("PO103-1 EA"));
    CHECK_THAT(tree, !Contains("PO103 "));
}

TEST_CASE("a finding stands below its element, one of the segment below the segment") {
    const std::string tree =
        draw(order, {finding(5, 0, "the line is odd"), finding(5, 2, "24 is too many"), finding(5, 9, "no PO109")});
    CHECK(at(tree, "PO102 24") < at(tree, "! error: 24 is too many (edi.rule)"));
    CHECK(at(tree, "24 is too many") < at(tree, "PO103-1"));
    CHECK(at(tree, "PO103-1") < at(tree, "the line is odd"));
    CHECK(at(tree, "no PO109") < at(tree, "TR Trailer"));
    CHECK(tree.find("24 is too many") == tree.rfind("24 is too many"));
}

TEST_CASE("a finding of a segment that is not in the document stands where it would be") {
    const std::string tree =
        draw({"HD|0001", "TR|3"}, {finding(1, 0, "before all", "ZZ1"), finding(9, 0, "after all")});
    CHECK(at(tree, "      1  ZZ1") < at(tree, "before all"));
    CHECK(at(tree, "before all") < at(tree, "HD Header"));
    CHECK(at(tree, "TR Trailer") < at(tree, "after all"));
}

TEST_CASE("colours are there only when asked for") {
    CHECK_THAT(draw(order, {finding(5, 2, "bad")}), !Contains("\x1b"));
    CHECK_THAT(draw(order, {finding(5, 2, "bad")}, true), Contains("\x1b[1;31m! error:\x1b[0m bad"));
}

TEST_CASE("a document without a type is drawn without names") {
    std::string out;
    draw_document(*edi_sample::document({"QQ|5"}), nullptr, {}, Paint(false), 0, out);
    CHECK(out == "      2  QQ \n           QQ01 5\n");
}

TEST_CASE("text that would move the cursor is spelled out, and long text is cut") {
    CHECK(on_one_line("a\r\nb\x1b[2J") == "a\\r\\nb\\x1b[2J");
    CHECK(on_one_line("Grüße") == "Grüße");
    CHECK(on_one_line("a\xff!") == "a\\xff!");
    CHECK(on_one_line("aü", 2) == "a… (3 bytes)");
    CHECK(on_one_line("abcdef", 3) == "abc… (6 bytes)");
}
