// What the x12 tests share.
#include "tests/plugins/x12/fixture.hpp"

#include "plugins/x12/envelope_syntax.hpp"
#include "plugins/x12/transaction.hpp"

#include <fmt/format.h>
#include <catch2/catch.hpp>

namespace x12_test {
namespace x12 = crossdock::x12;
namespace {

// With the delimiters `*`, `>` and `~` replaced.
std::string styled(const std::string& text, const Style& style) {
    std::string result;
    for (const char c : text) {
        if (c == '*')
            result += style.element;
        else if (c == '>')
            result += style.component;
        else if (c == '~')
            (result += style.segment) += style.line_end;
        else
            result += c;
    }
    return result;
}

}  // namespace

const x12::Catalog& catalog() {
    static const x12::Catalog loaded =
        x12::Catalog::load(x12::dialect, {CROSSDOCK_SOURCE_DIR "/mappings/dictionaries"});
    return loaded;
}

std::vector<x12::Rule> rules_of_x12() {
    std::vector<x12::Rule> rules(x12::rules::all.begin(), x12::rules::all.end());
    rules.insert(rules.end(), x12::rules::of_x12_types.begin(), x12::rules::of_x12_types.end());
    rules.insert(rules.end(), x12::rules::of_hierarchy.begin(), x12::rules::of_hierarchy.end());
    rules.insert(rules.end(), x12::rules::of_envelopes.begin(), x12::rules::of_envelopes.end());
    rules.insert(rules.end(), x12::rules::of_x12_envelopes.begin(), x12::rules::of_x12_envelopes.end());
    return rules;
}

const std::vector<std::string>& order_segments() {
    static const std::vector<std::string> segments{
        "BEG*00*SA*NW-450012**20260301",
        "CUR*BY*USD",
        "REF*DP*018",
        "REF*IA*77120",
        "PER*BD*Dana Whitfield*TE*5550100200*EM*dana@northwind.example",
        "FOB*PP*OR*Harbor dock 4",
        "ITD*01*3*2*20260331*30*20260401*31",
        "DTM*002*20260310",
        "TD5*B*2*HBRX*M*Harbor Express",
        "N9*L1*SHIPPING NOTE",
        "MSG*Deliver between 8:00 and 12:00, call ahead.",
        "N1*ST*Northwind DC East*92*0417",
        "N3*1800 Canal Road*Dock 7",
        "N4*Columbus*OH*43085*US",
        "N1*BY*Northwind Retail*92*0001",
        "PO1*1*24*EA*8.75*PE*UP*012345678905*VN*HS-1001",
        "PID*F****Brass ball valve 1/2 in",
        "PO4*12*1*EA",
        "PO1*2*36*EA*14.2**UP*012345678912*VN*HS-2040",
        "PID*F****Copper elbow 3/4 in",
        "MEA*PD*LN*3.5*EA",
        "PO1*3*10*BX*121**VN*HS-9000",
        "PID*F****Sealant, case of 12",
        "SAC*A*C310***1500",
        "CTT*3*70",
    };
    return segments;
}

std::string transaction(const std::vector<std::string>& segments, const std::string& set, const std::string& control,
                        const Style& style) {
    std::string text = fmt::format("ST*{}*{}~", set, control);
    for (const std::string& segment : segments) text += segment + "~";
    text += fmt::format("SE*{}*{}~", segments.size() + 2, control);
    return styled(text, style);
}

std::string interchange(const std::vector<std::string>& transactions, const std::string& functional_id,
                        const std::string& release, const Style& style) {
    std::string head =
        "ISA*00*          *00*          *ZZ*NORTHWINDBUYER *14*HARBORSUPPLY   *260301*0915*U*00401*"
        "000000101*0*P*>~" +
        fmt::format("GS*{}*NORTHWINDBUYER*HARBORSUPPLY*20260301*0915*7*X*{}~", functional_id, release);
    std::string tail = fmt::format("GE*{}*7~IEA*1*000000101~", transactions.size());
    std::string text = styled(head, style);
    for (const std::string& each : transactions) text += each;
    return text + styled(tail, style);
}

std::string order() { return interchange({transaction(order_segments())}); }

std::string interchange_of(const Document& document, const Style& style) {
    const std::string type = "x12/" + document.release + "/" + document.set;
    std::string payload = interchange({transaction(document.segments, document.set, "0001", style)},
                                      catalog().find(type)->functional_ids.front(), document.release, style);
    if (document.release == "004010") return payload;
    const char e = style.element;
    return replaced(std::move(payload), fmt::format("{0}U{0}00401{0}", e), fmt::format("{0}^{0}00501{0}", e));
}

Split split(std::string_view payload, std::size_t piece_size, std::uint64_t segment_limit) {
    const x12::X12Envelopes envelopes(catalog());
    return edi_test::split(x12::dialect, envelopes, payload, piece_size, segment_limit);
}

Decoded decode(std::string_view payload, const Slice& slice, std::uint32_t levels) {
    return decoded(x12::decode, catalog(), payload, slice, levels);
}

Decoded decode_order(const std::vector<std::string>& segments, const std::string& set, std::uint32_t levels) {
    const x12::Transaction* const known = catalog().find("x12/004010/" + set);
    const std::string payload =
        interchange({transaction(segments, set)}, known == nullptr ? "PO" : known->functional_ids.front());
    const Split found = split(payload);
    REQUIRE(found.slices.size() == 1);
    REQUIRE(found.findings.empty());
    return decode(payload, found.slices[0], levels);
}

}  // namespace x12_test
