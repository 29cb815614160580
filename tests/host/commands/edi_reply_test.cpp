#include "host/commands/edi/reply.hpp"

#include <catch2/catch.hpp>

using namespace crossdock::commands::edi;
using namespace crossdock::plugins;

namespace {

Envelope envelope(EnvelopeLevel level, const char* number) {
    Envelope made;
    made.level = level;
    made.control_number = number;
    return made;
}

EnvelopeEnd end(EnvelopeLevel level, bool complete = true) {
    EnvelopeEnd made;
    made.level = level;
    made.complete = complete;
    return made;
}

ReadTransaction transaction(const char* number, bool wrong) {
    ReadTransaction made;
    made.slice.control_number = number;
    if (wrong) made.findings.emplace_back();
    return made;
}

// What is reported of an interchange that `play` acts out.
template <typename Play>
std::vector<GroupReport> reports(Play play) {
    std::vector<GroupReport> taken;
    ReportCollector collector([&](GroupReport report) -> crossdock::Status {
        taken.push_back(std::move(report));
        return {};
    });
    play(collector);
    return taken;
}

}  // namespace

TEST_CASE("a report is made of each group, with a decision for each transaction") {
    const auto found = reports([](ReportCollector& collector) {
        collector.begin(envelope(EnvelopeLevel::interchange, "1"));
        for (const char* number : {"10", "11"}) {
            collector.begin(envelope(EnvelopeLevel::group, number));
            ReadTransaction good = transaction("0001", false);
            ReadTransaction bad = transaction("0002", true);
            REQUIRE(collector.transaction(good).ok());
            REQUIRE(collector.transaction(bad).ok());
            REQUIRE(collector.end(end(EnvelopeLevel::group)).ok());
        }
        REQUIRE(collector.end(end(EnvelopeLevel::interchange)).ok());
    });
    REQUIRE(found.size() == 2);
    CHECK(found[0].interchange.control_number == "1");
    CHECK(found[0].group.control_number == "10");
    CHECK(found[1].interchange.control_number == "1");
    CHECK(found[1].group.control_number == "11");
    REQUIRE(found[1].transactions.size() == 2);
    CHECK(found[1].decision == Decision::accepted);
    CHECK(found[1].transactions[0].decision == Decision::accepted);
    CHECK(found[1].transactions[1].decision == Decision::rejected);
}

TEST_CASE("a group without its end, or with an error of its own, is rejected with all in it") {
    const auto decision = [](bool complete, bool wrong) {
        const auto found = reports([&](ReportCollector& collector) {
            collector.begin(envelope(EnvelopeLevel::interchange, "1"));
            collector.begin(envelope(EnvelopeLevel::group, "10"));
            ReadTransaction good = transaction("0001", false);
            REQUIRE(collector.transaction(good).ok());
            Finding finding;
            finding.scope = Scope::group;
            if (wrong) collector.finding(finding);
            REQUIRE(collector.end(end(EnvelopeLevel::group, complete)).ok());
        });
        REQUIRE(found.size() == 1);
        CHECK(found[0].transactions[0].decision == found[0].decision);
        return found[0].decision;
    };
    CHECK(decision(true, false) == Decision::accepted);
    CHECK(decision(false, false) == Decision::rejected);
    CHECK(decision(true, true) == Decision::rejected);
}

TEST_CASE("an interchange without groups is reported at its end") {
    const auto found = reports([](ReportCollector& collector) {
        collector.begin(envelope(EnvelopeLevel::interchange, "7"));
        ReadTransaction good = transaction("1", false);
        good.slice.message_code = "ORDERS:D:96A:UN";
        REQUIRE(collector.transaction(good).ok());
        REQUIRE(collector.end(end(EnvelopeLevel::interchange)).ok());
    });
    REQUIRE(found.size() == 1);
    CHECK(found[0].interchange.control_number == "7");
    CHECK(found[0].group.control_number.empty());
    CHECK(found[0].transactions[0].message_code == "ORDERS:D:96A:UN");
}

TEST_CASE("slots are filled with numbers of their width, and longer ones move what follows") {
    Encoded encoded;
    encoded.bytes = "ST*0000~SE*0000~IEA*000000000~";
    encoded.slots = {{SlotKind::transaction, 0, 4, 3, 4},
                     {SlotKind::transaction, 1, 4, 11, 4},
                     {SlotKind::interchange, 0, 9, 20, 9}};
    CHECK(with_numbers(encoded, 1) == "ST*0001~SE*0002~IEA*000000001~");
    CHECK(with_numbers(encoded, 99999) == "ST*99999~SE*100000~IEA*000099999~");
}
