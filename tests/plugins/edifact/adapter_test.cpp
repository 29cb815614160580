// The plugin's adapter through the tables of the ABI.
#include "plugins/edifact/format_adapter.hpp"
#include "tests/plugins/edi/format_under_test.hpp"
#include "tests/plugins/edifact/fixture.hpp"

#include <catch2/catch.hpp>

using namespace edifact_test;
namespace edifact = crossdock::edifact;
namespace sdk = crossdock::sdk;

namespace {

using Adapter = FormatUnderTest<edifact::EdifactFormat>;

const std::string shipped = CROSSDOCK_SOURCE_DIR "/mappings/dictionaries";

}  // namespace

TEST_CASE("an interchange is recognised by its header") {
    const Adapter adapter({{"dictionaries", shipped}});
    REQUIRE(adapter.status == CROSSDOCK_OK);
    CHECK(adapter.probe(order()) == 100);
    CHECK(adapter.probe(styled(order(), {})) == 100);
    CHECK(adapter.probe("\xEF\xBB\xBF\r\n" + styled(order(), {'>', '*', '.', '\\', ' ', '~', "\n"})) == 100);
    CHECK(adapter.probe(order().substr(0, 20)) == 60);
    CHECK(adapter.probe("UNA:+.? '") == 60);
    CHECK(adapter.probe("UNB*UNOC'") == 60);
    for (const char* other : {"UNABLE", "UNBELIEVABLE", "UNH+1", "UNB", "ISA*00*          *", "{}", ""})
        CHECK(adapter.probe(other) == 0);
}

TEST_CASE("types and their descriptions are given; an unknown type is not found") {
    const Adapter adapter({{"dictionaries", shipped}});
    Output types;
    crossdock_error error = sdk::empty_error();
    CHECK(adapter.format->types(adapter.table->self, &types.raw(), &error) == CROSSDOCK_OK);
    std::string expected;
    for (const std::string directory : {"D.01B", "D.96A"})
        for (const std::string message :
             {"APERAK", "DESADV", "INVOIC", "INVRPT", "ORDCHG", "ORDERS", "ORDRSP", "REMADV"})
            expected += "edifact/" + directory + "/" + message + "\n";
    CHECK(types.bytes() == expected + "edifact/syntax-3/CONTRL\nedifact/syntax-4/CONTRL\n");
    Output description;
    CHECK(adapter.format->describe(adapter.table->self, sdk::view("edifact/D.01B/INVOIC"), &description.raw(),
                                   &error) == CROSSDOCK_OK);
    CHECK(description.bytes().starts_with("{\"$id\":\"edifact/D.01B/INVOIC\""));
    CHECK(adapter.format->describe(adapter.table->self, sdk::view("edifact/D.01B/PRICAT"), &description.raw(),
                                   &error) == CROSSDOCK_NOT_FOUND);
}

TEST_CASE("a split through the table is fed, closed and abandoned; options override properties") {
    const Adapter adapter({{"dictionaries", shipped}, {"segment-limit", "20"}});
    REQUIRE(adapter.status == CROSSDOCK_OK);
    CHECK_FALSE(adapter.split_twice(order(), nullptr).empty());
    const Options wide{{"segment-limit", "5000"}};
    CHECK(adapter.split_twice(order(), wide).empty());
    const Options bad{{"segment-limit", "x"}};
    crossdock_split_events events{};
    void* state = nullptr;
    crossdock_error error = sdk::empty_error();
    CHECK(adapter.format->split_open(adapter.table->self, &events, bad, &state, &error) == CROSSDOCK_FAILED);
    CHECK(std::string(error.code) == "edifact.bad-option");
}

TEST_CASE("a wrong configuration stops the adapter with a reason") {
    CHECK(std::string(Adapter({{"dictionaries", std::string("/nowhere")}}).error.code) == "edifact.no-dictionaries");
    CHECK(std::string(Adapter({{"dictionaries", shipped}, {"validate", "everything"}}).error.code) ==
          "edifact.bad-option");
    CHECK(std::string(Adapter({{"dictionaries", shipped}, {"segment-limit", "0"}}).error.code) == "edifact.bad-option");
    CHECK(Adapter({{"dictionaries", shipped}, {"validate", "types, usage"}}).status == CROSSDOCK_OK);
}

TEST_CASE("the end of an interchange is written with its own delimiters, characters and references") {
    const Adapter adapter({{"dictionaries", shipped}});
    REQUIRE(adapter.status == CROSSDOCK_OK);
    CHECK(adapter.trailers("2b3a00273f2e UNOC 3", "REF1", nullptr, 2) == "UNZ+2+REF1'");
    CHECK(adapter.trailers("2b3a00273f2e UNOC 3", "REF1", "G7", 2) == "UNE+2+G7'UNZ+1+REF1'");
    CHECK(adapter.trailers("2b3a00273f2e UNOC 3", "A+B'", nullptr, 1) == "UNZ+1+A?+B?''");
    CHECK(adapter.trailers("2b3a00273f2e UNOC 3", "Gr\xC3\xBC\xC3\x9F", nullptr, 1) == "UNZ+1+Gr\xFC\xDF'");
    CHECK(adapter.trailers("2b3a00273f2e UNOA 3", "lower", nullptr, 1) == "UNZ+1+lower'");
    CHECK(adapter.trailers("2b3a00273f2e UNOB 3", "Gr\xC3\xBC\xC3\x9F", nullptr, 1) == "failed: edifact.no-trailers");
    CHECK(adapter.trailers("", "1", nullptr, 1) == "failed: edifact.no-trailers");
}

TEST_CASE("a description says what codes mean") {
    const Adapter adapter({{"dictionaries", shipped}});
    Output description;
    crossdock_error error = sdk::empty_error();
    REQUIRE(adapter.format->describe(adapter.table->self, sdk::view("edifact/D.96A/ORDERS"), &description.raw(),
                                     &error) == CROSSDOCK_OK);
    CHECK(description.bytes().find("\"x-code-list\":\"3035\"") != std::string::npos);
    CHECK(description.bytes().find("\"BY\":\"Buyer\"") != std::string::npos);
}
