// For each rule a document that breaks it and no other, and where that is found.
#include "tests/plugins/edi/mutants.hpp"
#include "tests/plugins/x12/fixture.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace x12_test;

namespace {

std::string document(const std::string& release, const std::string& set) {
    const auto& all = documents();
    return interchange_of(*std::find_if(
        all.begin(), all.end(), [&](const Document& each) { return each.release == release && each.set == set; }));
}

// A segment more in front of the one that begins with `before`.
Mutant with_segment(const std::string& rule, const std::string& segment, const std::string& before,
                    unsigned element = 0, unsigned component = 0) {
    return mutant(rule, order(), {{"SE*27*", "SE*28*"}, {before, segment + "~\n" + before}}, element, component);
}

std::vector<Mutant> of_envelopes() {
    const std::string one = order();
    const std::string empty = interchange({});
    std::vector<Mutant> all{
        {"empty-payload", one, "#"},
        {"not-edi", one, "# \r\n"},
        {"byte-order-mark", one, "#\xEF\xBB\xBF" + one},
        {"junk-text", one, one + "#some text\n" + one},
        {"acknowledgement-outside-interchange", one, one + "#TA1*000000101*260301*0915*A*000~\n" + one},
        mutant("interchange-header-malformed", one, {{"ISA*", "#ISA*"}, {"*NORTHWINDBUYER *14", "*NORTHWINDBUYER*14"}}),
        {"interchange-header-truncated", one, "#" + one.substr(0, 50)},
        mutant("interchange-header-value", one, {{"ISA*", "#ISA*"}, {"*0*P*", "*0*Q*"}}, 15),
        mutant("interchange-count", one, {{"IEA*1*", "#IEA*2*"}}, 1),
        mutant("interchange-control-number", one, {{"IEA*1*000000101", "#IEA*1*000000102"}}, 2),
        mutant("missing-interchange-trailer", one, {{"IEA*1*000000101~\n", "#"}}),
        mutant("missing-terminator", one, {{"IEA*1*000000101~\n", "#IEA*1*000000101"}}),
        mutant("segment-outside-envelope", one, {{"GE*1*7~\n", "GE*1*7~\n#REF*IA*1~\n"}}),
        mutant("group-header-malformed", one, {{"GS*", "#GS*"}, {"*7*X*", "*A*X*"}, {"GE*1*7", "GE*1*A"}}, 6),
        mutant("unknown-functional-id", empty, {{"GS*PO", "#GS*SM"}}, 1),
        mutant("unknown-release", empty, {{"GS*", "#GS*"}, {"*X*004010", "*X*003040"}}, 8),
        mutant("missing-group-trailer", one, {{"GE*1*7~\n", "#"}}),
        mutant("group-control-number", one, {{"GE*1*7", "#GE*1*8"}}, 2),
        mutant("group-count", one, {{"GE*1*7", "#GE*2*7"}}, 1),
        mutant("unknown-transaction-set", one, {{"ST*850", "#ST*204"}}, 1),
        mutant("missing-transaction-trailer", one, {{"SE*27*0001~\n", "#"}}),
        mutant("transaction-control-number", one, {{"SE*27*0001", "#SE*27*0002"}}, 2),
        mutant("segment-count", one, {{"SE*27*0001", "#SE*26*0001"}}, 1),
        mutant("transaction-set-mismatch", one, {{"GS*PO", "GS*PR"}, {"ST*850", "#ST*850"}}, 1),
        mutant("missing-transaction-control-number", one, {{"SE*27*0001", "SE*27*"}, {"ST*850*0001", "#ST*850*"}}, 2, 0,
               {"missing-element", "missing-element"}),
        mutant("segment-too-long", one, {{"MSG*Deliver between 8:00", "#MSG*" + std::string(200, 'x')}}),
        mutant("empty-segment", one, {{"CUR*BY*USD~", "CUR*BY*USD~#~"}}),
    };
    for (Mutant& each : all)
        if (each.rule == "segment-too-long") each.segment_limit = 150;
    return all;
}

std::vector<Mutant> of_segments() {
    const std::string one = order();
    return {
        with_segment("unknown-segment", "#QQ7*1", "CUR*"),
        with_segment("segment-not-in-set", "#ACK*IA", "CUR*"),
        mutant("segment-out-of-order", one, {{"CUR*BY*USD~\n", ""}, {"TD5*", "#CUR*BY*USD~\nTD5*"}}),
        mutant("missing-segment", one,
               {{"SE*27*", "SE*26*"}, {"BEG*00*SA*NW-450012**20260301~\n", ""}, {"CUR*", "#CUR*"}}),
        with_segment("segment-over-max", "#CUR*BY*USD", "REF*DP*"),
        mutant("loop-over-max", one, {{"SE*27*", "#CTT*3~\nSE*28*"}}),
    };
}

std::vector<Mutant> of_elements() {
    const std::string one = order();
    const std::string notice = document("004010", "856");
    return {
        mutant("missing-element", one, {{"BEG*00*SA*NW-450012*", "BEG*00*SA*#*"}}, 3),
        mutant("missing-conditional-element", one, {{"Northwind DC East*92*0417", "Northwind DC East*92#"}}, 4),
        with_segment("exclusion-violated", "TD3*TL*******01**#20FT", "N9*", 10),
        mutant("too-many-elements", one, {{"Dock 7~", "Dock 7*#3rd floor~"}}, 3),
        mutant("too-many-components", one, {{"REF*DP*018", "REF*DP*018**CO>A1>VN>B2>IA>C3>#X"}}, 4, 7),
        mutant("too-many-repetitions", document("005010", "850"), {{"Northwind DC East", "Northwind DC East^#West"}},
               2),
        mutant("separator-in-data", one, {{"Northwind DC East", "#Northwind>East"}}, 2),
        mutant("element-too-short", one, {{"BEG*00*", "BEG*#0*"}}, 1),
        mutant("element-too-long", one, {{"NW-450012", "#NW-45001200000000000000"}}, 3),
        mutant("invalid-character", one, {{"Northwind DC East", "#Northwind\tEast"}}, 2),
        mutant("character-outside-set", one, {{"Northwind DC East", "#Caf\xC3\xA9"}}, 2),
        mutant("bad-number", one, {{"MEA*PD*LN*3.5*", "MEA*PD*LN*#3.5.1*"}}, 3),
        mutant("bad-date", one, {{"**20260301~", "**#20260229~"}}, 5),
        mutant("bad-time", one, {{"DTM*002*20260310", "DTM*002*20260310*#2460"}}, 3),
        mutant("bad-code", one, {{"PID*F*", "PID*#Q*"}}, 1),
        mutant("code-not-in-list", one, {{"REF*IA*", "REF*#Q9*"}}, 1),
        mutant("count-differs", one, {{"CTT*3*", "CTT*#4*"}}, 1),
        mutant("hierarchy-id-repeated", notice, {{"HL*5*", "HL*#4*"}}, 1),
        mutant("hierarchy-parent-unknown", notice, {{"HL*5*3*", "HL*5*#9*"}}, 2),
        mutant("hierarchy-children-differ", notice, {{"HL*5*3*I*0", "HL*5*3*I*#1"}}, 4),
    };
}

}  // namespace

TEST_CASE("for each rule a document that breaks it has one finding, which is of this rule and where it is broken") {
    std::vector<Mutant> all = of_envelopes();
    for (const std::vector<Mutant>& more : {of_segments(), of_elements()})
        all.insert(all.end(), more.begin(), more.end());
    check_mutants(crossdock::x12::dialect, rules_of_x12(), all, '~',
                  [](const std::string& payload, std::uint64_t limit) {
                      const Split found = split(payload, 0, limit);
                      std::vector<Finding> findings = found.findings;
                      for (const Slice& slice : found.slices)
                          for (Finding& finding : decode(payload, slice).findings)
                              findings.push_back(std::move(finding));
                      return findings;
                  });
}
