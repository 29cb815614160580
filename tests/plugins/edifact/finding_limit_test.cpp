// Payloads that would give more findings than anybody reads.
#include "tests/plugins/edifact/fixture.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace edifact_test;

namespace {

std::size_t count_of(const std::vector<Finding>& findings, std::string_view code) {
    return static_cast<std::size_t>(
        std::count_if(findings.begin(), findings.end(), [&](const Finding& each) { return each.code == code; }));
}

}  // namespace

TEST_CASE("of each severity a hundred findings of a message are reported, and how many more there are") {
    Segments segments = order_segments();
    for (int count = 0; count < 250; ++count) segments.push_back("QQQ+1");
    const Decoded decoded = decode_message(segments);
    CHECK(decoded.findings.size() == 101);
    CHECK(count_of(decoded.findings, "edifact.unknown-segment") == 100);
    CHECK(decoded.findings.back().code == "edifact.findings-left-out");
    CHECK(decoded.findings.back().text.find("150 more findings") != std::string::npos);
}

TEST_CASE("empty segments that follow one another are one finding, at the first of them") {
    const std::string payload =
        replaced(order(), "BGM+220+PO-450012+9'", "BGM+220+PO-450012+9'" + std::string(70, '\''));
    const Split found = split(payload);
    const Finding& finding = only(found.findings, "edifact.empty-segment");
    CHECK(finding.offset == payload.find("''") + 1);
    CHECK(finding.text == "70 segments in a row are empty: their terminators follow one another");
}

TEST_CASE("an interchange of next to nothing but faults is given up, and what follows it is read") {
    for (const char* const fault : {"UNH'", "'A'", "UNG'"}) {
        CAPTURE(fault);
        std::string payload = "UNB+UNOC:3+5412345000013:14+4012345000009:14+260301:0915+REF1'";
        for (int count = 0; count < 100'000; ++count) payload += fault;
        payload += "UNZ+1+REF1'\n" + order();
        const Split found = split(payload);
        CHECK(found.findings.size() < 1'000 + payload.size() / 32 + 20);
        CHECK(count_of(found.findings, "edifact.interchange-given-up") == 1);
        CHECK(found.slices.back().complete == 1);
        CHECK(found.ends.back().complete == 1);
        CHECK(split(payload, 777) == found);
    }
}

TEST_CASE("interchange headers without interchanges are passed over while they are too many") {
    std::string payload;
    for (int count = 0; count < 50'000; ++count) payload += "UNB+UNOC:3'";
    const Split found = split(payload + order());
    CHECK(found.findings.size() < 11'000 + payload.size() / 32 + 40);
    CHECK(found.envelopes.size() < 11'000 + payload.size() / 32 + 40);
    CHECK(split(payload + order(), 1'001) == found);
}
