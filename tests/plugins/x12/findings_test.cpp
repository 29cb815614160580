// Every rule is reported for what breaks it, and for nothing else in an otherwise valid order.
#include "tests/plugins/edi/findings_page.hpp"
#include "tests/plugins/x12/fixture.hpp"

#include <catch2/catch.hpp>

using namespace x12_test;
namespace x12 = crossdock::x12;
using Segments = std::vector<std::string>;

namespace {

const std::string beginning = "BEG*00*SA*P1**20260301";
const std::string line = "PO1**1*EA";

// `tag`, AK304 or AK403, position in the transaction, element and path of the only finding.
std::string found(const Segments& segments, const std::string& code) {
    const Decoded decoded = decode_order(segments);
    const Finding& finding = only(decoded.findings, code);
    std::string text = finding.tag + " " + finding.standard_code + " @" + std::to_string(finding.transaction_segment);
    if (finding.element != 0) text += " " + finding.path;
    if (!finding.reference.empty()) text += " #" + finding.reference;
    return text;
}

}  // namespace

TEST_CASE("segments are found to be unknown, foreign, out of order, missing or too many") {
    CHECK(found({beginning, "QQ7*1", line}, "x12.unknown-segment") == "QQ7 1 @3");
    CHECK(found({beginning, "toolong*1", line}, "x12.unknown-segment") == "toolong 1 @3");
    CHECK(found({beginning, "ACK*IA", line}, "x12.segment-not-in-set") == "ACK 6 @3");
    CHECK(found({beginning, "DTM*002*20260301", "CUR*BY*USD", line}, "x12.segment-out-of-order") == "CUR 7 @4");
    CHECK(found({beginning, "N3*1 Road", line}, "x12.segment-out-of-order") == "N3 7 @3");
    CHECK(found({line}, "x12.missing-segment") == "BEG 3 @2");
    CHECK(found({beginning}, "x12.missing-segment") == "PO1 3 @3");
    CHECK(found({beginning, "LM*AB", line}, "x12.missing-segment") == "LQ 3 @4");
    CHECK(found({beginning, "CUR*BY*USD", "CUR*BY*USD", line}, "x12.segment-over-max") == "CUR 5 @4");
    CHECK(found({beginning, line, "CTT*1", "CTT*1"}, "x12.loop-over-max") == "CTT 4 @5");
}

TEST_CASE("elements are found to be missing, too many, too short, too long or of the wrong type") {
    CHECK(found({"BEG*00*SA***20260301", line}, "x12.missing-element") == "BEG 1 @2 BEG/BEG03 #324");
    CHECK(found({"BEG*00*SA*P1", line}, "x12.missing-element") == "BEG 1 @2 BEG/BEG05 #373");
    CHECK(found({beginning, "N1*ST*East", "N3*a*b*c", line}, "x12.too-many-elements") == "N3 3 @4 N1[1]/N3[1]/N303");
    CHECK(found({"BEG*0*SA*P1**20260301", line}, "x12.element-too-short") == "BEG 4 @2 BEG/BEG01 #353");
    CHECK(found({"BEG*00*SA*12345678901234567890123**20260301", line}, "x12.element-too-long") ==
          "BEG 5 @2 BEG/BEG03 #324");
    CHECK(found({beginning, "PO1**1.2.3*EA"}, "x12.bad-number") == "PO1 6 @3 PO1[1]/PO102 #330");
    CHECK(found({beginning, "PO1**1*EA*1,50"}, "x12.bad-number") == "PO1 6 @3 PO1[1]/PO104 #212");
    CHECK(found({beginning, line, "PO4*1.5"}, "x12.bad-number") == "PO4 6 @4 PO1[1]/PO4[1]/PO401 #356");
    CHECK(found({"BEG*00*SA*P1**20260229", line}, "x12.bad-date") == "BEG 8 @2 BEG/BEG05 #373");
    CHECK(found({beginning, "DTM*002*20260301*2460", line}, "x12.bad-time") == "DTM 9 @3 DTM[1]/DTM03 #337");
    CHECK(found({beginning, line, "PID*Q****x"}, "x12.bad-code") == "PID 7 @4 PO1[1]/PID[1]/PID01 #349");
    CHECK(found({beginning, "N1*ST*East\tDock", line}, "x12.invalid-character") == "N1 6 @3 N1[1]/N102 #93");
    CHECK(found({beginning, "N1*ST*Caf\xC3\xA9", line}, "x12.character-outside-set") == "N1 6 @3 N1[1]/N102 #93");
}

TEST_CASE("numbers, dates and times that are right are not reported") {
    for (const std::string quantity : {"1", "0.5", "-12", ".5", "12.", "1.2E3", "1E-2", "123456789012345"})
        CHECK(codes(decode_order({beginning, "PO1**" + quantity + "*EA"}).findings).empty());
    for (const std::string quantity : {".", "-", "1E", "1e3", "+1", "1 ", "1234567890123456"})
        CHECK(decode_order({beginning, "PO1**" + quantity + "*EA"}).findings.size() == 1);
    CHECK(decode_order({"BEG*00*SA*P1**20240229", "DTM*002*20261231*235959", "DTM*002*20261231*23595999", line})
              .findings.empty());
}

TEST_CASE("composites are taken apart and checked component by component") {
    const std::string reference = "REF*DP*1**CO>A1>VN>B2";
    const Decoded decoded = decode_order({beginning, reference, line});
    CHECK(decoded.findings.empty());
    CHECK(decoded.tape.find("REF{ REF01=DP REF02=1 REF04{ REF04-1=CO REF04-2=A1 REF04-3=VN REF04-4=B2 } }") !=
          std::string::npos);
    CHECK(found({beginning, "REF*DP*1**CO>A1>VN>B2>IA>C3>X", line}, "x12.too-many-components") ==
          "REF 3 @3 REF[1]/REF04-7");
    CHECK(found({beginning, "REF*DP*1**CO", line}, "x12.missing-element") == "REF 1 @3 REF[1]/REF04-2 #127");
    CHECK(found({beginning, "REF*DP*1**CO>A1>VN", line}, "x12.missing-conditional-element") ==
          "REF 2 @3 REF[1]/REF04-4 #127");
    CHECK(found({beginning, "REF*DP*1**C>A1", line}, "x12.element-too-short") == "REF 4 @3 REF[1]/REF04-1 #128");
    CHECK(found({beginning, "N1*ST*East>West", line}, "x12.separator-in-data") == "N1 6 @3 N1[1]/N102 #93");
}

TEST_CASE("relational notes of every kind are checked") {
    CHECK(found({beginning, "N1*ST*East*92", line}, "x12.missing-conditional-element") == "N1 2 @3 N1[1]/N104 #67");
    CHECK(found({beginning, "REF*DP", line}, "x12.missing-conditional-element") == "REF 2 @3 REF[1]/REF02 #127");
    CHECK(found({beginning, "TD3*TL*******01**20FT", line}, "x12.exclusion-violated") == "TD3 10 @3 TD3[1]/TD310 #24");
    CHECK(found({beginning, "PO1***EA"}, "x12.missing-conditional-element") == "PO1 2 @3 PO1[1]/PO102 #330");
    CHECK(found({beginning, "ITD*01**2", line}, "x12.missing-conditional-element") == "ITD 2 @3 ITD[1]/ITD04 #370");
    CHECK(decode_order({beginning, "ITD*01**2**10", line}).findings.empty());
    CHECK(only(decode_order({beginning, "ITD*01**2", line}).findings, "x12.missing-conditional-element").text ==
          "ITD04 is missing: if ITD03 is there, one of ITD04, ITD05, ITD13 must be");
}

TEST_CASE("the number of lines in CTT is compared with the lines that came") {
    CHECK(found({beginning, line, line, "CTT*3"}, "x12.count-differs") == "CTT 7 @5 CTT01");
    CHECK(decode_order({beginning, line, line, "CTT*2"}).findings.empty());
    CHECK(decode_order({beginning, line, "CTT*7"}).findings[0].severity == CROSSDOCK_SEVERITY_WARNING);
}

TEST_CASE("one bad segment costs no more than itself") {
    Segments segments = order_segments();
    const std::size_t whole = segments.size();
    for (std::size_t at = 1; at < whole; ++at) {
        Segments changed = segments;
        changed.insert(changed.begin() + static_cast<std::ptrdiff_t>(at), "QQ*1*2");
        CAPTURE(at);
        REQUIRE(codes(decode_order(changed).findings) == std::vector<std::string>{"x12.unknown-segment"});
        changed[at] = "BEG*00*SA*P1**20260301";
        if (at == 1) continue;
        REQUIRE(codes(decode_order(changed).findings) == std::vector<std::string>{"x12.segment-out-of-order"});
    }
}

TEST_CASE("a loop out of order is entered, so that its segments are not reported too") {
    const Decoded decoded = decode_order({beginning, "N1*ST*East", "N9*L1*A", "MSG*one", "N1*BY*West", line});
    CHECK(codes(decoded.findings) == std::vector<std::string>{"x12.segment-out-of-order"});
    CHECK(decoded.tape.find("N9-loop{ N9{ N901=L1 N902=A } MSG{ MSG01=one } } N1-loop{") != std::string::npos);
}

namespace {

// The findings of an advance ship notice of these levels, without those of their contents.
std::vector<std::string> of_levels(const Segments& levels) {
    Segments segments{"BSN*00*S1*20260301*1200"};
    segments.insert(segments.end(), levels.begin(), levels.end());
    return codes(decode_order(segments, "856", x12::hierarchy).findings);
}

}  // namespace

TEST_CASE("the levels of a hierarchy are unique, name parents that came before, and say rightly whether more follow") {
    CHECK(of_levels({"HL*1**S*1", "HL*2*1*O*1", "HL*3*2*I*0", "HL*4*2*I*0"}).empty());
    CHECK(of_levels({"HL*1**S", "HL*2*1*O", "HL*3*2*I"}).empty());
    CHECK(of_levels({"HL*1**S", "HL*1*1*O"}) == std::vector<std::string>{"x12.hierarchy-id-repeated"});
    CHECK(of_levels({"HL*1**S", "HL*2*3*O", "HL*3*1*O"}) == std::vector<std::string>{"x12.hierarchy-parent-unknown"});
    CHECK(of_levels({"HL*1**S*0", "HL*2*1*O*1"}) ==
          std::vector<std::string>{"x12.hierarchy-children-differ", "x12.hierarchy-children-differ"});
    const Decoded orphan = decode_order({"BSN*00*S1*20260301*1200", "HL*1**S", "HL*2*7*O"}, "856", x12::hierarchy);
    const Finding& parent = only(orphan.findings, "x12.hierarchy-parent-unknown");
    CHECK(parent.value == "7");
    CHECK(parent.path == "HL02");
    CHECK(parent.transaction_segment == 4);
    const Decoded childless = decode_order({"BSN*00*S1*20260301*1200", "HL*1**S*1"}, "856", x12::hierarchy);
    CHECK(only(childless.findings, "x12.hierarchy-children-differ").transaction_segment == 3);
}

TEST_CASE("a hash total is that of the digits, whatever stands between them") {
    const auto hash = [](const std::string& total) {
        return codes(
            decode_order({beginning, "PO1**.0018*EA", "PO1**.18*EA", "PO1**1.8*EA", "PO1**18.01*EA", "CTT*4*" + total},
                         "850", x12::counts)
                .findings);
    };
    CHECK(hash("1855").empty());
    CHECK(hash("18.55").empty());
    CHECK(hash("1854") == std::vector<std::string>{"x12.count-differs"});
}

TEST_CASE("of a hash total too long for its element the last digits count") {
    Segments segments{beginning};
    for (int at = 0; at < 3; ++at) segments.push_back("PO1**5000000000*EA");
    segments.push_back("CTT*3*5000000000");
    CHECK(decode_order(segments, "850", x12::counts).findings.empty());
}

TEST_CASE("what elements add up to is compared exactly") {
    const auto weight = [](const std::string& total) {
        return codes(decode_order({"W06*F*D1*20260301", "LX*1", "W12*CL*3*1.1****VN*A", "LX*2", "W12*CL*3*2.2****VN*B",
                                   "W03*" + total + "*5*LB"},
                                  "945", x12::counts)
                         .findings);
    };
    CHECK(weight("3.3").empty());
    CHECK(weight("3.30").empty());
    CHECK(weight("3.4") == std::vector<std::string>{"x12.count-differs"});
}
