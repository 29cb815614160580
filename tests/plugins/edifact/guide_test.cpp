// Partners' guides over the dictionaries of EDIFACT: composites, conditions, released characters, what an agreement
// names.
#include "plugins/edi/type_description.hpp"
#include "plugins/edifact/transaction.hpp"
#include "tests/plugins/edifact/fixture.hpp"

#include <fstream>

#include <catch2/catch.hpp>

using namespace edifact_test;
namespace edifact = crossdock::edifact;
namespace fs = std::filesystem;
using Codes = std::vector<std::string>;

namespace {

// A catalog with one guide, `test`, over ORDERS of D.96A.
edifact::Catalog guided(const std::string& statements) {
    const fs::path folder = fs::temp_directory_path() / "crossdock-edifact-guide";
    fs::remove_all(folder);
    fs::create_directories(folder);
    std::ofstream(folder / "test.guide") << "crossdock-guide 1\nguide edifact/D.96A/ORDERS \"Test\"\n"
                                         << statements << "\n";
    edifact::Catalog catalog =
        edifact::Catalog::load(edifact::dialect, {CROSSDOCK_SOURCE_DIR "/mappings/dictionaries"}, {folder});
    fs::remove_all(folder);
    return catalog;
}

Decoded decode_with(const edifact::Catalog& catalog, const Segments& segments, const std::string& syntax = "UNOC:3") {
    const std::string payload = interchange({message(segments)}, syntax);
    Split found = split(payload);
    REQUIRE(found.slices.size() == 1);
    found.slices[0].type += "@test";
    return decoded(edifact::decode, catalog, payload, found.slices[0], edifact::all_levels);
}

Codes found(const edifact::Catalog& catalog, const Segments& segments) {
    return codes(decode_with(catalog, segments).findings);
}

const Segments smallest{"BGM+220+PO-1+9", "DTM+137:20260301:102", "LIN+1++4012345678901:EN", "UNS+S"};

Segments with(std::size_t at, const std::string& segment, Segments segments = smallest) {
    segments.insert(segments.begin() + static_cast<std::ptrdiff_t>(at), segment);
    return segments;
}

}  // namespace

TEST_CASE("a guide asks for components, by the names that a document gives them") {
    const edifact::Catalog catalog = guided(
        "require NAD02-3 because \"only GS1 numbers\"\nlength RFF01-2 1..8\ncodes BGM01-1 closed 220\n"
        "unused BGM03\nrequire LIN-loop/QTY[QTY01-1=21]");
    CHECK(codes(decode_with(catalog,
                            {"BGM+220+PO-1", "DTM+137:20260301:102", "NAD+BY+541::9", "LIN+1", "QTY+21:2", "UNS+S"})
                    .findings)
              .empty());
    const Decoded unnamed =
        decode_with(catalog, {"BGM+220+PO-1", "DTM+137:20260301:102", "NAD+BY+541", "LIN+1", "QTY+21:2", "UNS+S"});
    const Finding& finding = only(unnamed.findings, "edifact.guide-missing-element");
    CHECK(finding.text == "NAD02-3 is missing (guide test, line 3: only GS1 numbers)");
    CHECK(finding.standard_code == "13");
    CHECK(finding.component == 3);
    CHECK(finding.path == "NAD[1]/NAD02-3");
    CHECK(finding.reference == "3055");
    CHECK(found(catalog, {"BGM+221+PO-1+9", "DTM+137:20260301:102", "LIN+1", "QTY+21:2", "UNS+S"}) ==
          Codes{"edifact.guide-bad-code", "edifact.guide-unused-element"});
    // The question mark in front of the colon is no data.
    CHECK(found(catalog, {"BGM+220+PO-1", "DTM+137:20260301:102", "RFF+CT:1234?:678", "LIN+1", "QTY+21:2", "UNS+S"})
              .empty());
    CHECK(found(catalog, {"BGM+220+PO-1", "DTM+137:20260301:102", "RFF+CT:1234?:6789", "LIN+1", "QTY+21:2", "UNS+S"}) ==
          Codes{"edifact.guide-element-too-long"});
    CHECK(found(catalog, {"BGM+220+PO-1", "DTM+137:20260301:102", "LIN+1", "QTY+12:2", "UNS+S"}) ==
          Codes{"edifact.guide-missing-segment"});
}

TEST_CASE("a composite of nothing but separators is not there for a guide either") {
    const edifact::Catalog catalog = guided("require TAX05 because \"rates only\"\nunused NAD03\nnote TAX P0405");
    CHECK(found(catalog, with(2, "TAX+7+VAT++100+:::20")).empty());
    CHECK(found(catalog, with(2, "TAX+7+VAT+++:::")) == Codes{"edifact.guide-missing-element"});
    CHECK(found(catalog, with(2, "NAD+BY+541::9+:::+Store")).empty());
    CHECK(found(catalog, with(2, "NAD+BY+541::9+Door 4+Store")) == Codes{"edifact.guide-unused-element"});
    CHECK(found(catalog, with(2, "TAX+7+VAT++100+:::")) ==
          Codes{"edifact.guide-missing-element", "edifact.guide-missing-conditional-element"});
}

TEST_CASE("lengths count characters, whatever the interchange writes them with") {
    const edifact::Catalog catalog = guided("length FTX04-1 1..4");
    CHECK(found(catalog, with(2, "FTX+AAI+++Caf\xE9")).empty());
    CHECK(found(catalog, with(2, "FTX+AAI+++Caf\xE9s")) == Codes{"edifact.guide-element-too-long"});
}

TEST_CASE("an element repeats as often as the guide allows") {
    const std::string own = "segment ZA1 \"Own\" 1004*3\nadd after BGM\n  ZA1 1\nend\n";
    const edifact::Catalog catalog = guided(own + "repeat ZA101 2");
    const auto found_in = [&](const std::string& segment) {
        return codes(decode_with(catalog, with(1, segment), "UNOC:4").findings);
    };
    CHECK(found_in("ZA1+A*B").empty());
    CHECK(found_in("ZA1+A*B*C") == Codes{"edifact.guide-too-many-repetitions"});
    CHECK(found_in("ZA1+A?*B*C").empty());
    CHECK(codes(decode_with(guided(own + "repeat ZA101 4"), with(1, "ZA1+A*B*C*D"), "UNOC:4").findings).empty());
}

TEST_CASE("a guide allows more of a message: absence, lengths, segments, order") {
    const edifact::Catalog catalog =
        guided("optional DTM\nlength BGM02 1..70\nadd after BGM\n  MEA 3\nend\nmove FTX before DTM");
    const std::string number(70, '7');
    CHECK(found(catalog, {"BGM+220+" + number + "+9", "LIN+1", "UNS+S"}).empty());
    CHECK(codes(decode_message({"BGM+220+" + number + "+9", "LIN+1", "UNS+S"}).findings).size() == 2);
    const Decoded added = decode_with(catalog, with(1, "MEA+PD+LN+MTR:3"));
    CHECK(added.findings.empty());
    CHECK(added.tape.find("MEA{ MEA01=PD") != std::string::npos);
    CHECK(found(catalog, {"BGM+220+1+9", "FTX+AAI+++x", "DTM+137:20260301:102", "LIN+1", "UNS+S"}).empty());
    CHECK(crossdock::edi::describe(*catalog.find("edifact/D.96A/ORDERS@test")).find("\"MEA\":{\"type\":\"array\"") !=
          std::string::npos);
}

TEST_CASE("of an open list other values pass with a note, of a list that a guide closes they do not") {
    const Segments order = with(2, "RFF+XYZ:1");
    const Decoded open = decode_message(order);
    const Finding& note = only(open.findings, "edifact.code-not-in-list");
    CHECK(note.severity == CROSSDOCK_SEVERITY_NOTE);
    CHECK(note.value == "XYZ");
    CHECK(note.standard_code.empty());
    CHECK(note.text == "RFF01-1 is 'XYZ', which is not in our list of codes for data element 1153; it is let through");
    CHECK(found(guided("codes RFF01-1 closed CT ON"), order) ==
          Codes{"edifact.code-not-in-list", "edifact.guide-bad-code"});
    CHECK(found(guided("codes RFF01-1 also XYZ"), order).empty());
    CHECK(found(guided("codes RFF01-1 closed CT XYZ"), order).empty());
}
