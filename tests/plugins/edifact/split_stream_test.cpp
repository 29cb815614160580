// Splitting does not depend on where pieces begin, and a payload cut off anywhere is never taken for a whole one.
#include "tests/plugins/edi/mutator.hpp"
#include "tests/plugins/edifact/fixture.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace edifact_test;

namespace {

const Segments small{
    "BGM+220+PO???"
    "'?+1+9",
    "DTM+137:20260301:102", "LIN+1", "UNS+S"};

}  // namespace

TEST_CASE("pieces of every size give the same events as one piece") {
    const std::string second =
        styled(interchange({group({message(small)}), message(small)}), {'>', '*', ',', '\\', '^', '~', "\r\n"});
    const std::string payload = "\xEF\xBB\xBFsome UNBUNAUNB text\n" + order() + "UN UNA* nothing UNAUNB " +
                                order().substr(0, order().find("LIN+2")) + second + replaced(order(), "UNT+34+1'", "") +
                                styled(order(), {}).substr(0, 40);
    const Split whole = split(payload);
    REQUIRE(whole.slices.size() == 5);
    for (std::size_t piece = 1; piece <= payload.size(); ++piece) {
        CAPTURE(piece);
        REQUIRE(split(payload, piece) == whole);
    }
}

TEST_CASE("a payload cut off at any byte has a finding and no complete slice that is not whole") {
    const std::string payload =
        styled(interchange({group({message(order_segments()), message(small, "ORDERS:D:96A:UN", "2")})}),
               {':', '+', '.', '?', ' ', '\'', "\n"});
    std::vector<std::size_t> ends;  // one past each UNT
    for (std::size_t at = payload.find("\nUNT+"); at != std::string::npos; at = payload.find("\nUNT+", at + 1))
        ends.push_back(payload.find('\'', at) + 1);
    const std::size_t last_terminator = payload.rfind('\'');
    for (std::size_t size = 0; size <= last_terminator; ++size) {
        CAPTURE(size);
        const Split found = split(payload.substr(0, size), size % 3 == 0 ? 11 : 0);
        REQUIRE_FALSE(found.findings.empty());
        const auto whole = std::count_if(ends.begin(), ends.end(), [&](std::size_t end) { return end <= size; });
        REQUIRE(std::count_if(found.slices.begin(), found.slices.end(),
                              [](const Slice& slice) { return slice.complete == 1; }) == whole);
        for (const Slice& slice : found.slices) {
            REQUIRE(slice.offset + slice.size <= size);
            if (slice.type == "edifact/D.96A/ORDERS") REQUIRE_NOTHROW(decode(payload, slice));
        }
        REQUIRE(std::count(found.order.begin(), found.order.end(), '<') ==
                std::count(found.order.begin(), found.order.end(), '>'));
    }
}

TEST_CASE("bytes that are changed at random never crash, and what began ends") {
    const std::string payload =
        styled(interchange({group({message(order_segments())}), message(small, "CONTRL:4:1:UN")}, "UNOC:4"),
               {':', '+', '.', '?', '*', '\'', "\n"});
    Mutator mutator(payload, "+:'?*\nUNAB.");
    for (int round = 0; round < 10000; ++round) {
        const std::string changed = mutator.next();
        CAPTURE(round);
        const Split found = split(changed, mutator.below(50));
        REQUIRE(std::count(found.order.begin(), found.order.end(), '<') ==
                std::count(found.order.begin(), found.order.end(), '>'));
        for (const Slice& slice : found.slices) {
            REQUIRE(slice.offset + slice.size <= changed.size());
            static_cast<void>(decode(changed, slice));
        }
    }
}
