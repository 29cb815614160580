#include "host/mapping/table.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

using namespace crossdock;
using namespace crossdock::mapping;

namespace {

std::string mistakes(std::string_view csv) {
    std::vector<Error> errors;
    const auto table = Table::parse("t", csv, "t.csv", errors);
    CHECK((table == nullptr) == !errors.empty());
    std::string text;
    for (const Error& error : errors) text += describe(error) + "\n";
    return text;
}

std::unique_ptr<const Table> table(std::string_view csv) {
    std::vector<Error> errors;
    auto parsed = Table::parse("t", csv, "t.csv", errors);
    REQUIRE(parsed != nullptr);
    return parsed;
}

}  // namespace

TEST_CASE("a code table finds the other side's code") {
    const auto codes = table("from,to,note\r\n00,original,\r\n\"0,5\",\"say \"\"half\"\"\",quoted\r\n\r\n");
    CHECK(codes->find("00") == "original");
    CHECK(codes->find("0,5") == "say \"half\"");
    CHECK(codes->rows().at(1).note == "quoted");
    CHECK_FALSE(codes->find("01").has_value());
}

TEST_CASE("a code table says what becomes of a code that is missing") {
    CHECK_FALSE(table("#missing=fail\nfrom,to\na,b\n")->find("x").has_value());
    CHECK(table("#missing=pass\nfrom,to\na,b\n")->find("x") == "x");
    CHECK(table("#missing=default:other\nfrom,to\na,b\n")->find("x") == "other");
    CHECK(table("\xEF\xBB\xBF#missing=pass\nfrom,to\na,b")->find("a") == "b");
}

TEST_CASE("every mistake in a code table is told with its place") {
    CHECK(mistakes("") == "t.csv:1:1: the header is 'from,to' or 'from,to,note' (map.bad-table)\n");
    CHECK(mistakes("#missing=ignore\nfrom,to\n") ==
          "t.csv:1:1: the first line may be '#missing=fail', '#missing=pass' or '#missing=default:VALUE' "
          "(map.bad-table)\n");
    CHECK(mistakes("from,to\na\nb,\nc,d,e\na,b\na,c\n") ==
          "t.csv:2:1: this row has 1 fields, and the header 2 (map.bad-table)\n"
          "t.csv:3:3: a code is missing; a row has a code on both sides (map.bad-table)\n"
          "t.csv:4:5: this row has 3 fields, and the header 2 (map.bad-table)\n"
          "t.csv:6:1: the code 'a' is in line 5 already; a code has one row (map.bad-table)\n");
    CHECK(mistakes("from,to\n\"a,b\n").find("t.csv:2:1: this quote is not closed") != std::string::npos);
    CHECK(mistakes("from,to\n\"a\"x,b\n").find("after a closing quote") != std::string::npos);
}

TEST_CASE("a folder's tables are read by name, and a later folder replaces") {
    const auto folder = std::filesystem::temp_directory_path() / "crossdock-table-test";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder / "site");
    const auto write = [&](const char* name, const char* text) {
        std::ofstream(folder / name, std::ios::binary) << text;
    };
    write("unit.csv", "from,to\nEA,each\n");
    write("site/unit.csv", "from,to\nEA,piece\n");
    write("bad.csv", "from\n");
    TableSet tables;
    const auto errors = tables.load(folder);
    REQUIRE(errors.size() == 1);
    CHECK(errors[0].position.source.ends_with("bad.csv"));
    CHECK(tables.find("unit")->find("EA") == "each");
    CHECK(tables.load(folder / "site").empty());
    CHECK(tables.find("unit")->find("EA") == "piece");
    CHECK(tables.find("bad") == nullptr);
    CHECK(tables.load(folder / "nowhere").size() == 1);
    std::filesystem::remove_all(folder);
}
