// The plugin's adapter through the tables of the ABI.
#include "plugins/x12/format_adapter.hpp"
#include "tests/plugins/edi/format_under_test.hpp"
#include "tests/plugins/x12/fixture.hpp"

#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>

using namespace x12_test;
namespace x12 = crossdock::x12;
namespace sdk = crossdock::sdk;

namespace {

using Adapter = FormatUnderTest<x12::X12Format>;

const std::string shipped = CROSSDOCK_SOURCE_DIR "/mappings/dictionaries";

}  // namespace

TEST_CASE("an interchange is recognised by its header") {
    const Adapter adapter({{"dictionaries", shipped}});
    REQUIRE(adapter.status == CROSSDOCK_OK);
    CHECK(adapter.probe(order()) == 100);
    CHECK(adapter.probe("\xEF\xBB\xBF\r\n" + order()) == 100);
    CHECK(adapter.probe(order().substr(0, 40)) == 60);
    CHECK(adapter.probe("ISABELLA") == 0);
    CHECK(adapter.probe("UNB+UNOC:3") == 0);
    CHECK(adapter.probe("{}") == 0);
    CHECK(adapter.probe("") == 0);
}

TEST_CASE("types and their descriptions are given; an unknown type is not found") {
    const Adapter adapter({{"dictionaries", shipped}});
    Output types;
    crossdock_error error = sdk::empty_error();
    CHECK(adapter.format->types(adapter.table->self, &types.raw(), &error) == CROSSDOCK_OK);
    CHECK(types.bytes().rfind("x12/004010/810\nx12/004010/820\n", 0) == 0);
    Output description;
    CHECK(adapter.format->describe(adapter.table->self, sdk::view("x12/004010/855"), &description.raw(), &error) ==
          CROSSDOCK_OK);
    CHECK(description.bytes().rfind("{\"$id\":\"x12/004010/855\"", 0) == 0);
    CHECK(adapter.format->describe(adapter.table->self, sdk::view("x12/004010/204"), &description.raw(), &error) ==
          CROSSDOCK_NOT_FOUND);
}

TEST_CASE("a split through the table is fed, closed and abandoned; options override properties") {
    const Adapter adapter({{"dictionaries", shipped}, {"segment-limit", "20"}});
    REQUIRE(adapter.status == CROSSDOCK_OK);
    const auto findings_with = [&](const crossdock_format_options* options) {
        return codes(adapter.split_twice(order(), options));
    };
    CHECK_FALSE(findings_with(nullptr).empty());
    const Options wide{{"segment-limit", "5000"}};
    CHECK(findings_with(wide).empty());
    const Options bad{{"segment-limit", "x"}};
    crossdock_split_events events{};
    void* state = nullptr;
    crossdock_error error = sdk::empty_error();
    CHECK(adapter.format->split_open(adapter.table->self, &events, bad, &state, &error) == CROSSDOCK_FAILED);
    CHECK(std::string(error.code) == "x12.bad-option");
}

TEST_CASE("a wrong configuration stops the adapter with a reason") {
    CHECK(std::string(Adapter({{"dictionaries", std::string("/nowhere")}}).error.code) == "x12.no-dictionaries");
    CHECK(std::string(Adapter({{"dictionaries", shipped}, {"validate", "everything"}}).error.text) ==
          "validate is 'everything': all, none, or a list of syntax, types, usage, order, codes, relational, "
          "hierarchy, counts and guide is right");
    CHECK(std::string(Adapter({{"dictionaries", shipped}, {"segment-limit", "0"}}).error.code) == "x12.bad-option");
    CHECK(Adapter({{"dictionaries", shipped}, {"validate", "types, usage"}}).status == CROSSDOCK_OK);
}

TEST_CASE("the site's own dictionaries add to those that ship, and need not be there") {
    const std::filesystem::path folder = std::filesystem::temp_directory_path() / "crossdock-x12-adapter-dictionaries";
    std::filesystem::create_directories(folder / "x12" / "006030");
    std::ofstream(folder / "x12" / "006030" / "all.dict")
        << "crossdock-dictionary 1\nelement 1 AN 1..* \"Any\"\nsegment ST \"Start\" 1!\nsegment SE \"End\" 1!\n"
           "transaction 850 PO \"Order\"\nST! 1\nSE! 1\nend\n";
    const Adapter adapter({{"dictionaries", shipped}, {"site-dictionaries", folder.string()}});
    std::filesystem::remove_all(folder);
    REQUIRE(adapter.status == CROSSDOCK_OK);
    crossdock_error error = sdk::empty_error();
    Output types;
    CHECK(adapter.format->types(adapter.table->self, &types.raw(), &error) == CROSSDOCK_OK);
    CHECK(types.bytes().find("x12/006030/850\n") != std::string::npos);
    CHECK(types.bytes().find("x12/004010/850\n") != std::string::npos);
    CHECK(Adapter({{"dictionaries", shipped}, {"site-dictionaries", std::string("/nowhere")}}).status == CROSSDOCK_OK);
}

TEST_CASE("the end of an interchange is written with its own delimiters and control numbers") {
    const Adapter adapter({{"dictionaries", shipped}});
    REQUIRE(adapter.status == CROSSDOCK_OK);
    CHECK(adapter.trailers("2a3a007e002e 00401", "000000102", "17", 3) == "GE*3*17~IEA*1*000000102~");
    CHECK(adapter.trailers("7c3a000a002e 00401", "000000001", nullptr, 2) == "IEA|2|000000001\n");
    CHECK(adapter.trailers("no context", "1", nullptr, 1) == "failed: x12.no-trailers");
    CHECK(adapter.trailers("2a3a007e002e 00401", "1~2", nullptr, 1) == "failed: x12.no-trailers");
}

TEST_CASE("a guide of the site is a type of its own, which an option of the call chooses") {
    const std::filesystem::path folder = std::filesystem::temp_directory_path() / "crossdock-x12-adapter-guides";
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "harbor.guide") << "crossdock-guide 1\nguide x12/004010/850 \"Harbor\"\nunused CUR\n";
    const Adapter adapter({{"dictionaries", shipped}, {"guides", folder.string()}});
    std::filesystem::remove_all(folder);
    REQUIRE(adapter.status == CROSSDOCK_OK);
    crossdock_error error = sdk::empty_error();
    Output types;
    CHECK(adapter.format->types(adapter.table->self, &types.raw(), &error) == CROSSDOCK_OK);
    CHECK(types.bytes().find("x12/004010/850\nx12/004010/850@harbor\n") != std::string::npos);
    const std::string source = transaction(order_segments());
    const auto decode = [&](const std::string& guides, std::vector<Finding>& findings) {
        const Options options{{"guide", guides}, {"validate", "guide"}};
        crossdock_findings into{};
        into.struct_size = sizeof into;
        into.context = &findings;
        into.report = [](void* context, const crossdock_finding* finding) {
            static_cast<std::vector<Finding>*>(context)->push_back(copied(*finding));
        };
        crossdock_decode_request request{};
        request.struct_size = sizeof request;
        request.source = sdk::bytes_view(source);
        request.type = sdk::view("x12/004010/850");
        request.options = options;
        Tape tape;
        return adapter.format->decode(adapter.table->self, &request, &tape.writer(), &into, &error);
    };
    std::vector<Finding> findings;
    CHECK(decode("harbor", findings) == CROSSDOCK_OK);
    CHECK(codes(findings) == std::vector<std::string>{"x12.guide-unused-segment"});
    findings.clear();
    CHECK(decode("", findings) == CROSSDOCK_OK);
    CHECK(findings.empty());
    CHECK(decode("habror", findings) == CROSSDOCK_FAILED);
    CHECK(std::string(error.code) == "x12.unknown-guide");
}
