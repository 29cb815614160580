#include "plugins/csv/csv.hpp"
#include "tests/plugins/fake_format.hpp"

#include <catch2/catch.hpp>

using namespace crossdock;
using CsvUnderTest = tests::FormatUnderTest<csv::Csv>;

TEST_CASE("each record is a row with the header's names as they are written") {
    const CsvUnderTest csv;
    CHECK(csv.decode("Order No,Ship To \r\n4711,Bonn\r\n4712,Köln")->tree() ==
          "l:row{ Order No='4711' Ship To ='Bonn' } l:row{ Order No='4712' Ship To ='Köln' }");
    CHECK(csv.decode("a;b\n1;2,5\n", {{"delimiter", ";"}})->tree() == "l:row{ a='1' b='2,5' }");
    CHECK(csv.decode("a\tb\n1\t2\n", {{"delimiter", "tab"}})->tree() == "l:row{ a='1' b='2' }");
    CHECK(csv.decode("\xEF\xBB\xBF"
                     "a,b\n1,2\n")
              ->tree() == "l:row{ a='1' b='2' }");
}

TEST_CASE("without a header the columns are those of the settings") {
    const CsvUnderTest csv;
    CHECK(csv.decode("1,2\n", {{"header", "no"}, {"columns", "first,the second"}})->tree() ==
          "l:row{ first='1' the second='2' }");
    CHECK(csv.decode("1,2\n", {{"header", "no"}})->tree() == "FAILED csv.no-columns");
}

TEST_CASE("quotes hold delimiters, line ends and doubled quotes") {
    const CsvUnderTest csv;
    CHECK(csv.decode("\"a \"\"x\"\"\",b\n\"1,\r\n2\",\"say \"\"hi\"\"\"\n\"\"\"\",x\n")->tree() ==
          "l:row{ a \"x\"='1,\r\n2' b='say \"hi\"' } l:row{ a \"x\"='\"' b='x' }");
    CHECK(csv.decode("a,b\n'1,2',3\n", {{"quote", "'"}})->tree() == "l:row{ a='1,2' b='3' }");
}

TEST_CASE("an empty field is absent, a quoted empty one is empty, a blank line is nothing") {
    const CsvUnderTest csv;
    CHECK(csv.decode("a,b,c\n,\"\",x\n\n\r\n,,\n")->tree() == "l:row{ b='' c='x' } l:row{ }");
}

TEST_CASE("fields are read where they lie and know their line and offset") {
    const CsvUnderTest csv;
    const std::string source = "a,b\n1,\"x\ny\"\n2,z\n";
    const auto decoded = csv.decode(source, {}, {100, 11, {}});
    const crossdock_tape_view tape = decoded->view();
    REQUIRE(tape.event_count == 8);
    CHECK(tape.events[1].line == 12);
    CHECK(tape.events[2].text_offset == source.find('x'));
    CHECK(tape.events[2].source_offset == 100 + source.find('x'));
    CHECK((tape.events[2].flags & CROSSDOCK_TAPE_IN_SOURCE) != 0);
    CHECK(tape.events[4].line == 14);
    CHECK(tape.events[4].source_offset == 100 + source.find('2'));
}

TEST_CASE("rows that are too short or too long are found with their line") {
    const CsvUnderTest csv;
    const auto decoded = csv.decode("a,b\n1\n1,2\n1,2,3,4\n");
    CHECK(decoded->tree() == "l:row{ a='1' } l:row{ a='1' b='2' } l:row{ a='1' b='2' }");
    REQUIRE(decoded->findings.size() == 2);
    CHECK(decoded->findings[0].code == "csv.too-few-columns");
    CHECK(decoded->findings[0].line == 2);
    CHECK(decoded->findings[0].text == "the row has 1 fields, the file has 2 columns");
    CHECK(decoded->findings[1].code == "csv.too-many-columns");
    CHECK(decoded->findings[1].line == 4);
    CHECK(decoded->findings[1].value == "3");
    CHECK(decoded->findings[1].path == "row[3]");
}

TEST_CASE("bad quoting is found and stays in its field") {
    const CsvUnderTest csv;
    const auto decoded = csv.decode("a,b\n5\" pipe,x\n\"one\" two,y\nz,\"open\n");
    CHECK(decoded->tree() == "l:row{ a='5\" pipe' b='x' } l:row{ a='\"one\" two' b='y' } l:row{ a='z' b='open\n' }");
    REQUIRE(decoded->findings.size() == 3);
    CHECK(decoded->findings[0].code == "csv.stray-quote");
    CHECK(decoded->findings[0].path == "row[1]/a");
    CHECK(decoded->findings[0].line == 2);
    CHECK(decoded->findings[1].code == "csv.text-after-quote");
    CHECK(decoded->findings[1].line == 3);
    CHECK(decoded->findings[2].code == "csv.quote-not-closed");
    CHECK(decoded->findings[2].line == 4);
    CHECK(decoded->findings[2].severity == CROSSDOCK_SEVERITY_ERROR);
}

TEST_CASE("a file that is not a table is refused", "[hostile]") {
    const CsvUnderTest csv;
    CHECK(csv.decode("")->tree() == "FAILED csv.empty");
    CHECK(csv.decode("\n\r\n")->tree() == "FAILED csv.empty");
    CHECK(csv.decode("a,a\n")->tree() == "FAILED csv.bad-header");
    CHECK(csv.decode("a,,b\n")->tree() == "FAILED csv.bad-header");
    CHECK(csv.decode("a,\"b\n1,2\n")->tree() == "FAILED csv.bad-header");
    CHECK(csv.decode("a\n\xE4\n")->tree() == "FAILED csv.not-utf-8");
    CHECK(csv.decode("a\n12345\n", {{"size-limit", "7"}})->tree() == "FAILED csv.too-large");
    CHECK(csv.decode(std::string(100'000, ','))->tree() == "FAILED csv.bad-header");
    const auto bad = csv.decode("a,b\n1,\xFF\n", {}, {50, 3, {}});
    CHECK(bad->error.offset == 50 + 6);
    CHECK(std::string(bad->error.text).find("line 4 column 3:") == 0);
}

TEST_CASE("a file cut off at any byte is a table or is refused, and never read past its end", "[hostile]") {
    const CsvUnderTest csv;
    const std::string whole = "a,\"b\"\"\"\r\n\"1\r\n\",\"ä\"\"\"\r\n\r\n3,\n";
    for (std::size_t size = 0; size <= whole.size(); ++size) {
        INFO(whole.substr(0, size));
        const auto decoded = csv.decode(whole.substr(0, size));
        const std::string tree = decoded->tree();
        CHECK((decoded->status == CROSSDOCK_FAILED || tree.empty() || tree.starts_with("l:row{")));
        CHECK(tree.find("<") == std::string::npos);
    }
    CHECK(csv.decode(whole)->tree() == "l:row{ a='1\r\n' b\"='ä\"' } l:row{ a='3' }");
}

TEST_CASE("zero bytes and huge fields are text like any other", "[hostile]") {
    const CsvUnderTest csv;
    CHECK(csv.decode(std::string("a\nx\0y\n", 6))->tree() == std::string("l:row{ a='x\0y' }", 16));
    CHECK(csv.decode("a\n\"" + std::string(4'000'000, '\n') + "\"\n")->status == CROSSDOCK_OK);
}
