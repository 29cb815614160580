// For each rule a document that breaks it and no other, and where that is found.
#include "tests/plugins/edi/mutants.hpp"
#include "tests/plugins/edifact/fixture.hpp"

#include <catch2/catch.hpp>

using namespace edifact_test;

namespace {

// The order's UNT counts 34 segments.
Mutant with_segment(const std::string& rule, const std::string& segment, const std::string& before,
                    unsigned element = 0, unsigned component = 0) {
    return mutant(rule, order(), {{"UNT+34+", "UNT+35+"}, {before, segment + "'" + before}}, element, component);
}

std::string report(const std::string& syntax, const std::string& result, const std::string& message_result) {
    return interchange({message({"UCI+R1+A+B+" + result, "UCM+1+ORDERS:D:96A:UN+" + message_result},
                                syntax == "4" ? "CONTRL:4:1:UN" : "CONTRL:D:3:UN")},
                       "UNOC:" + syntax);
}

std::vector<Mutant> of_envelopes() {
    const std::string one = order();
    const std::string grouped = interchange({group({message(order_segments())})});
    std::vector<Mutant> all{
        {"empty-payload", one, "#"},
        {"not-edi", one, "# \r\n"},
        {"byte-order-mark", one, "#\xEF\xBB\xBF" + one},
        {"junk-text", one, one + "#some text\n" + one},
        {"interchange-header-malformed", one, "#UNA:+.?  " + one, 0, 0, {"junk-text"}},
        {"interchange-header-truncated", one, "#" + one.substr(0, 30)},
        mutant("interchange-header-value", one, {{"UNB+", "#UNB+"}, {"260301:0915", "26030:0915"}}, 4),
        mutant("nothing-inside", one,
               {{one.substr(one.find("UNH"), one.find("UNZ+1") - one.find("UNH")), "#"}, {"UNZ+1", "UNZ+0"}}),
        mutant("groups-and-messages-mixed", grouped,
               {{"UNZ+1+", "#" + message(order_segments(), "ORDERS:D:96A:UN", "2") + "UNZ+2+"}}),
        mutant("interchange-count", one, {{"UNZ+1+", "#UNZ+2+"}}, 1),
        mutant("interchange-control-number", one, {{"UNZ+1+REF1", "#UNZ+1+REF2"}}, 2),
        mutant("missing-interchange-trailer", one, {{"UNZ+1+REF1'", "#"}}),
        mutant("missing-terminator", one, {{"UNZ+1+REF1'", "#UNZ+1+REF1"}}),
        mutant("segment-outside-envelope", one, {{"UNZ+", "#BGM+220'UNZ+"}}),
        mutant("group-header-malformed", grouped, {{"UNG+", "#UNG+"}, {"+G1+UN", "++UN"}, {"UNE+1+G1", "UNE+1+"}}, 5),
        mutant("missing-group-trailer", grouped, {{"UNE+1+G1'", "#"}}),
        mutant("group-control-number", grouped, {{"UNE+1+G1'", "#UNE+1+G2'"}}, 2),
        mutant("group-count", grouped, {{"UNE+1+G1'", "#UNE+2+G1'"}}, 1),
        mutant("unknown-transaction-set", one, {{"UNH+1+ORDERS", "#UNH+1+PRICAT"}}, 2),
        mutant("missing-transaction-trailer", one, {{"UNT+34+1'", "#"}}),
        mutant("transaction-control-number", one, {{"UNT+34+1'", "#UNT+34+2'"}}, 2),
        mutant("segment-count", one, {{"UNT+34+1'", "#UNT+33+1'"}}, 1),
        mutant("transaction-set-mismatch", grouped, {{"UNG+ORDERS", "UNG+INVOIC"}, {"UNH+", "#UNH+"}}, 2),
        mutant("missing-transaction-control-number", one, {{"UNT+34+1'", "UNT+34+'"}, {"UNH+1+", "#UNH++"}}, 1, 0,
               {"missing-element", "missing-element"}),
        mutant("segment-too-long", one,
               {{"FTX+AAI+++Deliver between 8 and 12",
                 "#FTX+AAI+++" + std::string(70, 'x') + ":" + std::string(70, 'x') + ":Deliver"}}),
        mutant("empty-segment", one, {{"CUX+2:USD:9'", "CUX+2:USD:9'#'"}}),
    };
    for (Mutant& each : all)
        if (each.rule == "segment-too-long") each.segment_limit = 150;
    return all;
}

std::vector<Mutant> of_segments() {
    const std::string one = order();
    return {
        with_segment("unknown-segment", "#QQQ+1", "FTX+"),
        with_segment("segment-not-in-set", "#CPS+1", "FTX+"),
        mutant("segment-out-of-order", one,
               {{"FTX+AAI+++Deliver between 8 and 12, ring at gate 3'", ""},
                {"CTA+PD", "#FTX+AAI+++Deliver between 8 and 12, ring at gate 3'CTA+PD"}}),
        mutant("missing-segment", one, {{"UNT+34+", "UNT+33+"}, {"BGM+220+PO-450012+9'", ""}, {"DTM+137", "#DTM+137"}}),
        with_segment("segment-over-max", "#BGM+220", "DTM+137"),
        mutant("loop-over-max", one, {{"UNT+34+", "UNT+39+"}, {"CUX+", "TAX+7'TAX+7'TAX+7'TAX+7'#TAX+7'CUX+"}}),
    };
}

std::vector<Mutant> of_elements() {
    const std::string one = order();
    const std::string plain =
        interchange({message({"BGM+230+PO-450012+4", "DTM+137:20260302:102", "RFF+ON:PO-450012", "NAD+BY+54123::9",
                              "LIN+2+3+4012345678918:EN", "QTY+21:40", "UNS+S", "CNT+2:1"},
                             "ORDCHG:D:96A:UN")},
                    "UNOA:3");
    return {
        mutant("missing-element", one, {{"DTM+137:", "DTM+#:"}}, 1, 1),
        mutant("missing-conditional-element", report("4", "4", "4+12+UNH"), {{"+4+12+UNH", "+4+#+UNH"}}, 4),
        mutant("exclusion-violated", report("4", "4", "4"), {{"UN+4'", "UN+4++++#P1+A:1'"}}, 7),
        mutant("too-many-elements", one, {{"RFF+CT:C-77120", "RFF+CT:C-77120+#2"}}, 2),
        mutant("too-many-components", one, {{"RFF+CT:C-77120", "RFF+CT:C-77120:1:2:#3"}}, 1, 5),
        mutant("too-many-repetitions", report("4", "4", "4"), {{"UCI+R1+", "UCI+R1*#R2+"}}, 1),
        mutant("separator-in-data", one, {{"FTX+AAI+", "FTX+#A:1+"}}, 1, 0, {"code-not-in-list"}),
        mutant("element-too-short", report("3", "4+12+UNB", "4"), {{"+12+UNB", "+12+#UN"}}, 6),
        mutant("element-too-long", one, {{"NAD+BY+", "NAD+#BUYR+"}}, 1),
        mutant("invalid-character", one, {{"Dana Whitfield", "#Dana\tWhitfield"}}, 2, 2),
        mutant("character-outside-set", plain, {{"RFF+ON:PO-450012", "RFF+ON:#po-450012"}}, 1, 2),
        mutant("not-letters", report("3", "4+12+UNB", "4"), {{"+12+UNB", "+12+#UN1"}}, 6),
        mutant("bad-number", one, {{"QTY+21:24", "QTY+21:#2x"}}, 1, 2),
        mutant("no-digit-before-decimal-mark", one, {{"PRI+AAA:8.75", "PRI+AAA:#.75"}}, 1, 2),
        mutant("bad-decimal-notation", one, {{"PRI+AAA:8.75", "PRI+AAA:#8."}}, 1, 2),
        mutant("bad-code", one, {{"UNS+S", "UNS+#X"}}, 1),
        mutant("code-not-in-list", one, {{"RFF+CT:", "RFF+#XYZ:"}}, 1, 1),
        mutant("count-differs", one, {{"CNT+2:3", "CNT+2:#4"}}, 1, 2),
    };
}

}  // namespace

TEST_CASE("for each rule a document that breaks it has one finding, which is of this rule and where it is broken") {
    std::vector<Mutant> all = of_envelopes();
    for (const std::vector<Mutant>& more : {of_segments(), of_elements()})
        all.insert(all.end(), more.begin(), more.end());
    check_mutants(crossdock::edifact::dialect, rules_of_edifact(), all, '\'',
                  [](const std::string& payload, std::uint64_t limit) {
                      const Split found = split(payload, 0, limit);
                      std::vector<Finding> findings = found.findings;
                      for (const Slice& slice : found.slices)
                          for (Finding& finding : decode(payload, slice).findings)
                              findings.push_back(std::move(finding));
                      return findings;
                  });
}
