#include "plugins/csv/csv.hpp"
#include "tests/plugins/fake_format.hpp"

#include <catch2/catch.hpp>

using namespace crossdock;
using CsvUnderTest = tests::FormatUnderTest<csv::Csv>;

namespace {

std::string through(const CsvUnderTest& csv, std::string_view source, const tests::Options& options = {}) {
    const auto decoded = csv.decode(source, options);
    REQUIRE(decoded->status == CROSSDOCK_OK);
    return csv.encode(decoded->view(), options).result();
}

}  // namespace

TEST_CASE("a file written by us comes back byte for byte") {
    const CsvUnderTest csv;
    for (const std::string source : {
             "a,b\r\n1,2\r\n",
             "Order No,\"x,y\",\"say \"\"hi\"\"\"\r\n\"a\"\"\",b,c\r\n,\"\",\"1\n2\"\r\n",
             "a\r\nx\r\n\"\"\r\n",
         })
        CHECK(through(csv, source) == source);
    CHECK(through(csv, "1;'a;''b'\n",
                  {{"delimiter", ";"}, {"quote", "'"}, {"line-end", "lf"}, {"header", "no"}, {"columns", "x,y"}}) ==
          "1;'a;''b'\n");
}

TEST_CASE("columns come in the order in which they occur, or as the settings say") {
    const CsvUnderTest csv;
    tests::TapeByHand tape;
    tape.begin("row").value("a", "1").end().begin("row").value("b", "2").value("a", "3").end();
    tape.begin("row").value("a", "", CROSSDOCK_TAPE_NULL).value("b", "").end();
    CHECK(csv.encode(tape.view()).result() == "a,b\r\n1,\r\n3,2\r\n,\"\"\r\n");
    CHECK(csv.encode(tape.view(), {{"columns", "c,b,a"}, {"line-end", "lf"}}).result() == "c,b,a\n,,1\n,2,3\n,\"\",\n");
    CHECK(csv.encode(tape.view(), {{"columns", "a"}}).result() == "FAILED csv.unknown-column");
    CHECK(csv.encode(tape.view(), {{"columns", "b,a"}, {"header", "no"}}).result() == ",1\r\n2,3\r\n\"\",\r\n");
}

TEST_CASE("a document of values alone is one row") {
    const CsvUnderTest csv;
    tests::TapeByHand tape;
    tape.value("number", "4711").value("city", "Bonn");
    CHECK(csv.encode(tape.view()).result() == "number,city\r\n4711,Bonn\r\n");
}

TEST_CASE("a document that is not a table is refused", "[hostile]") {
    const CsvUnderTest csv;
    tests::TapeByHand nested;
    nested.begin("row").begin("row").value("a", "1").end().end();
    CHECK(csv.encode(nested.view()).result() == "FAILED csv.not-rows");
    tests::TapeByHand other;
    other.begin("line").value("a", "1").end();
    CHECK(csv.encode(other.view()).result() == "FAILED csv.not-rows");
    tests::TapeByHand mixed;
    mixed.value("a", "1").begin("row").value("a", "1").end();
    CHECK(csv.encode(mixed.view()).result() == "FAILED csv.not-rows");
    tests::TapeByHand after;
    after.begin("row").value("a", "1").end().value("a", "1");
    CHECK(csv.encode(after.view()).result() == "FAILED csv.not-rows");
    tests::TapeByHand twice;
    twice.value("a", "1").value("a", "2");
    CHECK(csv.encode(twice.view()).result() == "FAILED csv.repeated-column");
    tests::TapeByHand open;
    open.begin("row").value("a", "1");
    CHECK(csv.encode(open.view()).result() == "FAILED csv.not-rows");
    tests::TapeByHand empty;
    CHECK(csv.encode(empty.view()).result() == "FAILED csv.no-columns");
    CHECK(csv.encode(empty.view(), {{"columns", "a,b"}}).result() == "a,b\r\n");
    tests::TapeByHand bytes;
    bytes.value("a", "\xFF");
    CHECK(csv.encode(bytes.view()).result() == "FAILED csv.not-utf-8");
}

TEST_CASE("several documents share one header") {
    const CsvUnderTest csv;
    CHECK(csv.assemble({"a,b\r\n1,2\r\n", "a,b\r\n3,4", "a,b\r\n"}).result() == "a,b\r\n1,2\r\n3,4\r\n");
    CHECK(csv.assemble({"\"a\nb\"\r\n1\r\n", "\"a\nb\"\r\n2\r\n"}).result() == "\"a\nb\"\r\n1\r\n2\r\n");
    CHECK(csv.assemble({"a\r\n1\r\n", "b\r\n2\r\n"}).result() == "FAILED csv.headers-differ");
    CHECK(csv.assemble({"1\r\n", "2\r\n"}, {{"header", "no"}, {"columns", "a"}}).result() == "1\r\n2\r\n");
}
