// Splitting does not depend on where pieces begin, and a payload cut off anywhere is never taken for a whole one.
#include "tests/plugins/edi/mutator.hpp"
#include "tests/plugins/x12/fixture.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace x12_test;

TEST_CASE("pieces of every size give the same events as one piece") {
    const Style other{'|', '<', '!', ""};
    const std::string second = interchange({transaction({"BEG*00*SA*P1**20260301", "PO1**1*EA"}, "850", "0009", other)},
                                           "PO", "004010", other);
    const std::string payload = "\xEF\xBB\xBFsome ISAISA text\n" + order() + "IS ISA* nothing here ISAISA " +
                                order().substr(0, order().find("CTT*")) + second +
                                replaced(order(), "SE*27*0001~\n", "") + order().substr(0, 60);
    const Split whole = split(payload);
    REQUIRE(whole.slices.size() == 4);
    for (std::size_t piece = 1; piece <= payload.size(); ++piece) {
        CAPTURE(piece);
        REQUIRE(split(payload, piece) == whole);
    }
}

TEST_CASE("a payload cut off at any byte has a finding and no complete slice that is not whole") {
    const std::string payload =
        interchange({transaction(order_segments()), transaction(order_segments(), "850", "0002")});
    const std::size_t last_terminator = payload.rfind('~');
    std::vector<std::size_t> ends;  // one past each SE
    for (std::size_t at = payload.find("\nSE*"); at != std::string::npos; at = payload.find("\nSE*", at + 1))
        ends.push_back(payload.find('~', at) + 1);
    for (std::size_t size = 0; size <= last_terminator; ++size) {
        CAPTURE(size);
        const Split found = split(payload.substr(0, size), size % 3 == 0 ? 11 : 0);
        REQUIRE_FALSE(found.findings.empty());
        const auto whole = static_cast<std::size_t>(
            std::count_if(ends.begin(), ends.end(), [&](std::size_t end) { return end <= size; }));
        const auto complete = static_cast<std::size_t>(std::count_if(
            found.slices.begin(), found.slices.end(), [](const Slice& slice) { return slice.complete == 1; }));
        REQUIRE(complete == whole);
        for (const Slice& slice : found.slices) {
            REQUIRE(slice.offset + slice.size <= size);
            if (slice.type == "x12/004010/850") REQUIRE_NOTHROW(decode(payload, slice));
        }
        const auto begun = std::count(found.order.begin(), found.order.end(), '<');
        REQUIRE(begun == std::count(found.order.begin(), found.order.end(), '>'));
    }
}

TEST_CASE("bytes that are changed at random never crash, and what began ends") {
    const std::string payload = order();
    Mutator mutator(payload, "*~>\n:IS");
    for (int round = 0; round < 20000; ++round) {
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
