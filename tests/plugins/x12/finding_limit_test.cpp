// Payloads that would give more findings than anybody reads.
#include "tests/plugins/x12/fixture.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace x12_test;

namespace {

std::size_t count_of(const std::vector<Finding>& findings, std::string_view code) {
    return static_cast<std::size_t>(
        std::count_if(findings.begin(), findings.end(), [&](const Finding& each) { return each.code == code; }));
}

std::vector<std::string> times(std::size_t count, const std::string& segment) { return {count, segment}; }

const std::string head =
    "ISA*00*          *00*          *ZZ*NORTHWINDBUYER *14*HARBORSUPPLY   *260301*0915*U*00401*000000101*0*P*>~"
    "GS*PO*NORTHWINDBUYER*HARBORSUPPLY*20260301*0915*7*X*004010~";

}  // namespace

TEST_CASE("of each severity a hundred findings of a transaction set are reported, and how many more there are") {
    std::vector<std::string> segments{"BEG*00*SA*P1**20260301"};
    for (const std::string& each : times(150, "N1*ST*Caf\xC3\xA9*92*0417")) segments.push_back(each);
    for (const std::string& each : times(250, "QQ*1")) segments.push_back(each);
    segments.push_back("PO1*1*1*EA");
    const Decoded decoded = decode_order(segments);
    CHECK(count_of(decoded.findings, "x12.character-outside-set") == 100);
    CHECK(count_of(decoded.findings, "x12.unknown-segment") == 100);
    const Finding& last = decoded.findings.back();
    CHECK(last.code == "x12.findings-left-out");
    CHECK(last.severity == CROSSDOCK_SEVERITY_NOTE);
    CHECK(last.scope == CROSSDOCK_SCOPE_TRANSACTION);
    CHECK(last.text.find("200 more findings") != std::string::npos);
    CHECK(last.text.find("150 errors") != std::string::npos);
    CHECK(last.text.find("50 warnings") != std::string::npos);
}

TEST_CASE("a hundred findings are a hundred findings") {
    std::vector<std::string> segments = order_segments();
    for (const std::string& each : times(100, "QQ*1")) segments.push_back(each);
    const Decoded decoded = decode_order(segments);
    CHECK(decoded.findings.size() == 100);
    CHECK(count_of(decoded.findings, "x12.findings-left-out") == 0);
}

TEST_CASE("empty segments that follow one another are one finding, at the first of them") {
    const std::string payload = replaced(order(), "CUR*BY*USD~", "CUR*BY*USD~" + std::string(4096, '~'));
    for (const std::size_t piece : {std::size_t{0}, std::size_t{1000}}) {
        const Split found = split(payload, piece);
        const Finding& finding = only(found.findings, "x12.empty-segment");
        CHECK(finding.offset == payload.find("USD~") + 4);
        CHECK(finding.text.find("4096") != std::string::npos);
        CHECK(finding.transaction_segment == 3);
        CHECK(found.order == "<<!T>>");
    }
}

TEST_CASE("empty segments before a trailer are reported before the transaction set that they are in") {
    const Split found = split(replaced(order(), "CTT*3*70~", "CTT*3*70~~\n~"));
    CHECK(found.order == "<<!T>>");
    CHECK(split(order() + "~~").order == "<<T>>!");
}

TEST_CASE("an interchange of next to nothing but faults is given up, and what follows it is read") {
    for (const char* const fault : {"ST~", "~A~", "ST*850*1~~", "GS~"}) {
        CAPTURE(fault);
        std::string payload = head;
        for (int count = 0; count < 100'000; ++count) payload += fault;
        payload += "IEA*1*000000101~\n" + order();
        const Split found = split(payload);
        CHECK(found.findings.size() < 1'000 + payload.size() / 32 + 20);
        CHECK(found.slices.size() < 1'000 + payload.size() / 32 + 20);
        CHECK(count_of(found.findings, "x12.interchange-given-up") == 1);
        REQUIRE(found.envelopes.size() >= 3);
        CHECK(found.envelopes.back().version == "004010");
        CHECK(found.slices.back().complete == 1);
        CHECK(found.ends.back().complete == 1);
        CHECK(found.ends.back().level == CROSSDOCK_ENVELOPE_INTERCHANGE);
        const auto given_up = std::find_if(found.findings.begin(), found.findings.end(),
                                           [](const Finding& each) { return each.code == "x12.interchange-given-up"; });
        CHECK(given_up->severity == CROSSDOCK_SEVERITY_ERROR);
        CHECK(given_up->scope == CROSSDOCK_SCOPE_INTERCHANGE);
        CHECK(given_up->standard_code == "024");
        CHECK(split(payload, 777) == found);
    }
}

TEST_CASE("interchanges of next to nothing are passed over while they are too many") {
    std::string payload;
    for (int count = 0; count < 20'000; ++count) payload += replaced(head, "*P*>~", "*Q*>~") + "GS~ST~";
    const Split found = split(payload);
    CHECK(found.findings.size() < 11'000 + payload.size() / 32 + 20);
    CHECK(split(payload, 1'001) == found);
}

TEST_CASE("a large interchange with a fault in each of its transaction sets is read to its end") {
    std::vector<std::string> sets(5'000, replaced(transaction(order_segments()), "SE*27*", "SE*26*"));
    const Split found = split(interchange(sets));
    CHECK(found.slices.size() == 5'000);
    CHECK(count_of(found.findings, "x12.segment-count") == 5'000);
    CHECK(found.findings.size() == 5'000);
}
