// Every rule is reported for what breaks it, and for nothing else in an otherwise valid message.
#include "tests/plugins/edi/findings_page.hpp"
#include "tests/plugins/edifact/fixture.hpp"

#include <catch2/catch.hpp>

using namespace edifact_test;
namespace edifact = crossdock::edifact;

namespace {

const std::string beginning = "BGM+220+P1+9";
const std::string date = "DTM+137:20260301:102";
const std::string line = "LIN+1";
const std::string border = "UNS+S";

// `tag`, code of data element 0085, position in the message, path and number of the element of the only finding.
std::string found(const Segments& segments, const std::string& code, const std::string& identifier = "ORDERS:D:96A:UN",
                  const std::string& syntax = "UNOC:3") {
    const Decoded decoded = decode_message(segments, identifier, syntax);
    const Finding& finding = only(decoded.findings, code);
    std::string text = finding.tag + " " + finding.standard_code + " @" + std::to_string(finding.transaction_segment);
    if (finding.element != 0) text += " " + finding.path;
    if (!finding.reference.empty()) text += " #" + finding.reference;
    return text;
}

std::string with(const std::string& segment, const std::string& code) {
    return found({beginning, date, segment, line, border}, code);
}

}  // namespace

TEST_CASE("segments are found to be unknown, foreign, out of order, missing or too many") {
    CHECK(with("QQQ+1", "edifact.unknown-segment") == "QQQ 15 @4");
    CHECK(with("toolong+1", "edifact.unknown-segment") == "toolong 15 @4");
    CHECK(with("CPS+1", "edifact.segment-not-in-set") == "CPS 15 @4");
    CHECK(with("COM+1:TE", "edifact.segment-out-of-order") == "COM 15 @4");
    CHECK(found({beginning, date, "FTX+AAI", "PAI+::1", line, border}, "edifact.segment-out-of-order") == "PAI 15 @5");
    CHECK(found({date, line, border}, "edifact.missing-segment") == "BGM 13 @2");
    CHECK(found({beginning, line, border}, "edifact.missing-segment") == "DTM 13 @3");
    CHECK(found({beginning, date, line}, "edifact.missing-segment") == "UNS 13 @5");
    CHECK(found({beginning, beginning, date, line, border}, "edifact.segment-over-max") == "BGM 35 @3");
    CHECK(found({beginning, date, "TAX+7", "TAX+7", "TAX+7", "TAX+7", "TAX+7", "TAX+7", line, border},
                "edifact.loop-over-max") == "TAX 36 @9");
    CHECK(decode_message({beginning, date, line}, "ORDERS:D:96A:UN", "UNOC:3").findings.at(0).text ==
          "mandatory segment UNS is missing before this place");
}

TEST_CASE("elements and components are found to be missing, too many, too short, too long or of the wrong type") {
    CHECK(with("DTM+:20260301:102", "edifact.missing-element") == "DTM 13 @4 DTM[2]/DTM01-1 #2005");
    CHECK(with("FTX++1", "edifact.missing-element") == "FTX 13 @4 FTX[1]/FTX01 #4451");
    CHECK(with("NAD", "edifact.missing-element") == "NAD 13 @4 NAD[1]/NAD01 #3035");
    CHECK(with("RFF+CT:1:2:3:4", "edifact.too-many-components") == "RFF 16 @4 RFF[1]/RFF01-5");
    CHECK(with("RFF+CT:1+2", "edifact.too-many-elements") == "RFF 16 @4 RFF[1]/RFF02");
    CHECK(with("NAD+BY+++++a:b", "edifact.separator-in-data") == "NAD 16 @4 NAD[1]/NAD06 #3164");
    CHECK(with("RFF+CT:" + std::string(36, 'x'), "edifact.element-too-long") == "RFF 39 @4 RFF[1]/RFF01-2 #1154");
    CHECK(with("NAD+BUYR", "edifact.element-too-long") == "NAD 39 @4 NAD[1]/NAD01 #3035");
    CHECK(found({beginning, date, line, "QTY+21:x", border}, "edifact.bad-number") ==
          "QTY 37 @5 LIN[1]/QTY[1]/QTY01-2 #6060");
    CHECK(found({beginning, date, line, "UNS+X"}, "edifact.bad-code") == "UNS 12 @5 UNS/UNS01 #0081");
    CHECK(found({"UCI+R1+A+B+9"}, "edifact.bad-code", "CONTRL:D:3:UN") == "UCI 12 @2 UCI/UCI04 #0083");
    CHECK(found({"UCI+R1+A+B+4+12+UN"}, "edifact.element-too-short", "CONTRL:D:3:UN") == "UCI 40 @2 UCI/UCI06 #0013");
    CHECK(found({"UCI+R1+A+B+4+12+UN1"}, "edifact.not-letters", "CONTRL:D:3:UN") == "UCI 37 @2 UCI/UCI06 #0013");
}

TEST_CASE("what depends on another element is checked where the directory says so") {
    CHECK(found({"UCI+R1+A+B+4++UNB"}, "edifact.missing-conditional-element", "CONTRL:4:1:UN", "UNOC:4") ==
          "UCI 13 @2 UCI/UCI05 #0085");
    CHECK(found({"UCI+R1+A+B+4", "UCM+1+ORDERS:D:96A:UN+4++++P1+A:1"}, "edifact.exclusion-violated", "CONTRL:4:1:UN",
                "UNOC:4")
              .starts_with("UCM 15 @3 "));
}

TEST_CASE("control totals are compared with what came") {
    const Segments lines{beginning,    date,      line,    "QTY+21:1,5", "LIN+2",
                         "QTY+21:2.5", "QTY+1:1", "SCC+1", "QTY+21:50",  border};
    const auto total = [&](const std::string& control, const std::string& identifier = "ORDERS:D:96A:UN") {
        Segments all = lines;
        all.push_back(control);
        const Decoded decoded = decode_message(all, identifier);
        return decoded.findings.empty() ? std::string() : only(decoded.findings, "edifact.count-differs").text;
    };
    CHECK(total("CNT+2:2").empty());
    CHECK(total("CNT+2:3") == "CNT01-2 says '3', but 2 LIN segments came");
    CHECK(total("CNT+1:5").empty());
    CHECK(total("CNT+1:5,000").empty());
    CHECK(total("CNT+1:6") == "CNT01-2 says '6', but the QTY segments add up to 5");
    CHECK(total("CNT+1:54", "ORDERS:D:01B:UN").find("add up to 5") != std::string::npos);
    CHECK(total("CNT+7:99").empty());
    Segments huge{beginning, date};
    for (int times = 0; times < 20; ++times) {
        huge.emplace_back("LIN+1");
        huge.emplace_back("QTY+21:-900000000000");
    }
    huge.insert(huge.end(), {border, "CNT+1:1"});
    CHECK(decode_message(huge).findings.empty());  // too large to be added up
    Segments wrong = lines;
    wrong.emplace_back("CNT+2:3");
    const Finding finding = only(decode_message(wrong).findings, "edifact.count-differs");
    CHECK(finding.standard_code == "29");
    CHECK(finding.severity == CROSSDOCK_SEVERITY_WARNING);
    CHECK(finding.component == 2);
}

TEST_CASE("levels of validation are switched off one by one") {
    const Segments segments{beginning, "QQQ+1", "COM+1:TE", "NAD+BUYR", line, "UNS+X", "CNT+2:7"};
    using Codes = std::vector<std::string>;
    const auto at = [&](std::uint32_t levels) {
        return codes(decode_message(segments, "ORDERS:D:96A:UN", "UNOC:3", levels).findings);
    };
    CHECK(at(edifact::types) == Codes{"edifact.element-too-long"});
    CHECK(at(edifact::order) == Codes{"edifact.segment-out-of-order"});
    CHECK(at(edifact::usage) == Codes{"edifact.missing-segment"});
    CHECK(at(edifact::syntax) == Codes{"edifact.unknown-segment"});
    CHECK(at(edifact::codes) == Codes{"edifact.bad-code"});
    CHECK(at(edifact::counts) == Codes{"edifact.count-differs"});
    CHECK(at(edifact::always).empty());
    CHECK(at(edifact::all_levels).size() == 6);
}

TEST_CASE("one bad segment costs no more than itself") {
    Segments segments = order_segments();
    for (std::size_t at = 1; at < segments.size(); ++at) {
        Segments changed = segments;
        changed.insert(changed.begin() + static_cast<std::ptrdiff_t>(at), "QQQ+1+2:3");
        CAPTURE(at);
        REQUIRE(codes(decode_message(changed).findings) == std::vector<std::string>{"edifact.unknown-segment"});
    }
}

TEST_CASE("the reference page lists every finding with its severity and code, and no other") {
    std::vector<edifact::Rule> rules = rules_of_edifact();
    rules.insert(rules.end(), edifact::rules::of_guides.begin(), edifact::rules::of_guides.end());
    rules.insert(rules.end(), edifact::rules::of_limits.begin(), edifact::rules::of_limits.end());
    check_findings_page("edifact-findings.md", edifact::dialect, rules, {});
}
