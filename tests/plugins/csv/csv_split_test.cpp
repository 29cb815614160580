#include "plugins/csv/csv.hpp"
#include "tests/plugins/fake_format.hpp"

#include <catch2/catch.hpp>

using namespace crossdock;
using CsvUnderTest = tests::FormatUnderTest<csv::Csv>;
using Texts = std::vector<std::string>;

TEST_CASE("a file is one slice") {
    const CsvUnderTest csv;
    const auto divided = csv.split(
        "\xEF\xBB\xBF"
        "a,b\n1,2\n",
        {}, 2);
    REQUIRE(divided.slices.size() == 1);
    CHECK(divided.slices[0].offset == 3);
    CHECK(std::string(csv.split("\n").error.code) == "csv.empty");
}

TEST_CASE("rows with the same value in group-by are one slice, however the stream is cut") {
    const CsvUnderTest csv;
    const std::string payload =
        "\xEF\xBB\xBF"
        "no,text\r\n\r\n1,a\r\n1,\"b\r\n,\"\"\"\r\n\"2\",c\r\n\r\n2,d\r\n1,e";
    for (std::size_t piece = 1; piece <= payload.size(); ++piece) {
        const auto divided = csv.split(payload, {{"group-by", "no"}}, piece);
        REQUIRE(divided.status == CROSSDOCK_OK);
        CHECK(divided.texts(payload) == Texts{"1,a\r\n1,\"b\r\n,\"\"\"\r\n", "\"2\",c\r\n\r\n2,d\r\n", "1,e"});
        CHECK(divided.context == "no,text\r\n");
        CHECK(divided.slices[0].line == 3);
        CHECK(divided.slices[1].line == 6);
        CHECK(divided.slices[2].line == 9);
    }
}

TEST_CASE("a slice is decoded with the header that split handed on") {
    const CsvUnderTest csv;
    const std::string payload = "no,text\n1,a\n1,b\n2,c\n";
    const tests::Options options{{"group-by", "no"}};
    const auto divided = csv.split(payload, options);
    REQUIRE(divided.slices.size() == 2);
    const tests::Slice& slice = divided.slices[1];
    const auto decoded =
        csv.decode(payload.substr(slice.offset, slice.size), options, {slice.offset, slice.line, divided.context});
    CHECK(decoded->tree() == "l:row{ no='2' text='c' }");
    CHECK(decoded->view().events[0].line == 4);
}

TEST_CASE("grouping works without a header too") {
    const CsvUnderTest csv;
    const tests::Options options{{"group-by", "no"}, {"header", "no"}, {"columns", "text,no"}};
    const auto divided = csv.split("a,1\nb,1\nshort\nc,2\n", options);
    CHECK(divided.texts("a,1\nb,1\nshort\nc,2\n") == Texts{"a,1\nb,1\n", "short\n", "c,2\n"});
    CHECK(divided.context.empty());
}

TEST_CASE("a file that cannot be grouped is refused", "[hostile]") {
    const CsvUnderTest csv;
    const auto code = [&](std::string_view payload, tests::Options options = {}) {
        options.emplace("group-by", "no");
        return std::string(csv.split(payload, options, 3).error.code);
    };
    CHECK(code("") == "csv.empty");
    CHECK(code("\n\n") == "csv.empty");
    CHECK(code("a,b\n1,2\n") == "csv.no-group-column");
    CHECK(code("no,no\n") == "csv.bad-header");
    CHECK(code("no\n\"" + std::string(100, 'x'), {{"size-limit", "50"}}) == "csv.too-large");
    CHECK(code("no\n" + std::string(100, '\n') + "1\n1\n1\n1\n", {{"size-limit", "6"}}) == "csv.too-large");
    CHECK(code("no\n", {{"header", "no"}, {"columns", "a"}}) == "format.bad-option");
}

TEST_CASE("a file that ends inside quotes says so and marks its last slice", "[hostile]") {
    const CsvUnderTest csv;
    const auto divided = csv.split("no,b\n1,x\n2,\"y\n3,z\n", {{"group-by", "no"}}, 4);
    REQUIRE(divided.status == CROSSDOCK_OK);
    REQUIRE(divided.findings.size() == 1);
    CHECK(divided.findings[0].code == "csv.quote-not-closed");
    REQUIRE(divided.slices.size() == 2);
    CHECK(divided.slices[0].complete);
    CHECK_FALSE(divided.slices[1].complete);
}

TEST_CASE("probe is sure of what is called CSV and guesses the rest") {
    const CsvUnderTest csv;
    CHECK(csv.probe("a,b\n1,2\n", "", "text/csv; header=present") >= 90);
    CHECK(csv.probe("a,b\n1,2\n", "orders.csv", "") >= 80);
    CHECK(csv.probe("a,b\n1,2\n", "", "") > 0);
    CHECK(csv.probe("a,b\n1,2,3\n", "", "") == 0);
    CHECK(csv.probe("no delimiter", "", "") == 0);
    CHECK(csv.probe(std::string_view("a,\0\n", 4), "", "") == 0);
    CHECK(csv.probe("", "", "") == 0);
}

TEST_CASE("a setting that makes no sense is a configuration error") {
    CHECK(CsvUnderTest(tests::Options{{"delimiter", ",,"}}).init_error() == "format.bad-option");
    CHECK(CsvUnderTest(tests::Options{{"delimiter", "'"}, {"quote", "'"}}).init_error() == "format.bad-option");
    const CsvUnderTest csv;
    for (const auto& [name, value] : tests::Options{
             {"charset", "latin1"}, {"columns", "a,a"}, {"line-end", "cr"}, {"quote", ""}, {"header", "maybe"}})
        CHECK(csv.decode("a\n1\n", {{name, value}})->tree() == "FAILED format.bad-option");
}
