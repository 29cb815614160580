// Every map that ships compiles against its types, and does what its golden cases say.
#include <catch2/catch.hpp>
#include <filesystem>

#include "host/document/json.hpp"
#include "tests/mappings/shipped.hpp"

using namespace crossdock;
using namespace crossdock::mapping;

namespace {

std::vector<std::string> shipped_maps() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(Shipped::folder() + "maps"))
        if (entry.path().extension() == ".xml") names.push_back(entry.path().stem().string());
    return names;
}

}  // namespace

TEST_CASE("every shipped map compiles without a mistake") {
    Shipped shipped;
    REQUIRE(shipped_maps().size() >= 4);
    for (const std::string& name : shipped_maps()) {
        const CompiledMap compiled = shipped.compile(name);
        for (const Error& error : compiled.errors) FAIL_CHECK(describe(error));
        REQUIRE(compiled.map != nullptr);
        CHECK(compiled.map->name() == name);
    }
}

TEST_CASE("every shipped map passes its golden cases") {
    Shipped shipped;
    for (const std::string& name : shipped_maps()) {
        const CompiledMap compiled = shipped.compile(name);
        REQUIRE(compiled.map != nullptr);
        const auto cases = find_cases(Shipped::folder() + "maps/cases/" + name);
        REQUIRE(cases.ok());
        CHECK_FALSE(cases->empty());
        for (const GoldenCase& golden : *cases) {
            INFO(name << "/" << golden.name);
            const CaseResult result = run_case(*compiled.map, golden, shipped, golden_context());
            if (result.error) FAIL_CHECK(describe(*result.error));
            for (const Difference& difference : result.differences) FAIL_CHECK(describe(difference));
            CHECK(result.passed());
        }
    }
}

TEST_CASE("what the map of an order response makes is a purchase order acknowledgement that X12 accepts") {
    Shipped shipped;
    const CompiledMap compiled = shipped.compile("order-response-to-x12-855");
    REQUIRE(compiled.map != nullptr);
    const auto input =
        shipped.read(Shipped::folder() + "maps/cases/order-response-to-x12-855/changed/input.json", "order-response/1");
    REQUIRE(input.ok());
    Document target(shipped.names());
    std::vector<MapFailure> failures;
    REQUIRE(run(*compiled.map, **input, golden_context(), target, failures).ok());
    const std::string text = shipped.encode("x12/004010/855", target);
    INFO(text);
    CHECK(text.find("BAK*00*AC*NW-450012*20260301****SO-1*20260302~") != std::string::npos);
    CHECK(text.find("ACK*IB*4*EA*068*20260320**VN*HS-2040~") != std::string::npos);
    CHECK(text.find("CTT*2~") != std::string::npos);
}

TEST_CASE("what the maps of an application advice make is written by both standards") {
    struct Written {
        const char *map, *type, *part;
    };
    const auto written = GENERATE(
        Written{"application-advice-to-x12-824", "x12/004010/824", "OTI*TR*PO*HS-1*****7*0002*850~TED*ZZZ*line 2"},
        Written{"application-advice-to-x12-005010-824", "x12/005010/824", "BGN*00*R-HS-1*20261120~"},
        Written{"application-advice-to-edifact-d96a-aperak", "edifact/D.96A/APERAK",
                "BGM++R-HS-1+27'DTM+137:20261120:102'RFF+ON:HS-1'ERC+ZZZ'FTX+AAO+++line 2 names no article'RFF+LI:2'"},
        Written{"application-advice-to-edifact-d01b-aperak", "edifact/D.01B/APERAK", "BGM+313+R-HS-1+27'"});
    INFO(written.map);
    Shipped shipped;
    const CompiledMap compiled = shipped.compile(written.map);
    REQUIRE(compiled.map != nullptr);
    const auto input =
        shipped.read(Shipped::folder() + "maps/cases/" + written.map + "/rejected/input.json", "application-advice/1");
    REQUIRE(input.ok());
    Document target(shipped.names());
    std::vector<MapFailure> failures;
    REQUIRE(run(*compiled.map, **input, golden_context(), target, failures).ok());
    const std::string text = shipped.encode(written.type, target);
    INFO(text);
    CHECK(text.find(written.part) != std::string::npos);
}

TEST_CASE("a failure names the rule's line and the segment, element and byte of the value") {
    Shipped shipped;
    const CompiledMap compiled = shipped.compile("x12-850-to-order");
    REQUIRE(compiled.map != nullptr);
    const auto input =
        shipped.read(Shipped::folder() + "maps/cases/x12-850-to-order/unknown-purpose/input.x12", "x12/004010/850");
    REQUIRE(input.ok());
    Document target(shipped.names());
    std::vector<MapFailure> failures;
    CHECK_FALSE(run(*compiled.map, **input, golden_context(), target, failures).ok());
    REQUIRE(failures.size() == 2);
    CHECK(failures[0].target_path == "purpose");
    CHECK(failures[0].source_path == "BEG01");
    CHECK(failures[0].rule.line == 4);
    CHECK(failures[0].source.line == 2);
    CHECK(failures[0].source.element == 1);
    CHECK(failures[0].source.offset == 17);
    CHECK(failures[1].text == "CTT01 says 3 lines, the order has 1");
}

TEST_CASE("each target field is explained by the element that it came from") {
    Shipped shipped;
    const CompiledMap compiled = shipped.compile("x12-850-to-order");
    const auto input =
        shipped.read(Shipped::folder() + "maps/cases/x12-850-to-order/distributor/input.x12", "x12/004010/850");
    REQUIRE(input.ok());
    Document target(shipped.names());
    std::vector<MapFailure> failures;
    std::vector<Explanation> explanations;
    MapContext explained = golden_context();
    explained.explanations = &explanations;
    REQUIRE(run(*compiled.map, **input, explained, target, failures).ok());
    const auto explanation = [&](std::string_view path) {
        for (const Explanation& each : explanations)
            if (each.target_path == path) return each;
        return Explanation{};
    };
    CHECK(explanation("lines[2]/sku").value == "HS-2040");
    CHECK(explanation("lines[2]/sku").source.line == 20);
    CHECK(explanation("lines[2]/sku").source.element == 9);
    CHECK(explanation("lines[2]/buyerSku").reason == "pair(PO106, PO125, 'BP', 'IN', 'CB') is not there or empty");
    CHECK(explanation("cancelAfter").value.empty());
}
