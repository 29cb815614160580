// Elements with more repetitions and components than anybody needs.
#include "tests/plugins/edi/random_segments.hpp"
#include "tests/plugins/x12/fixture.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace x12_test;

namespace {

// The transaction set of release 005010, in which `^` repeats.
Decoded decoded_order(const std::vector<std::string>& segments) {
    const std::string payload = interchange_of({"005010", "850", segments});
    const Split found = split(payload, 0, 16 * 1024 * 1024);
    REQUIRE(found.slices.size() == 1);
    return decode(payload, found.slices[0], crossdock::x12::all_levels);
}

std::size_t values(const Decoded& decoded) {
    return static_cast<std::size_t>(std::count_if(decoded.events.begin(), decoded.events.end(), [](const auto& event) {
        return event.kind == CROSSDOCK_TAPE_VALUE;
    }));
}

const std::string beginning = "BEG*00*SA*P1**20260301";

}  // namespace

TEST_CASE("a composite may repeat at every other byte: the tape has room for each repetition") {
    for (const std::size_t count : {100u, 60'000u}) {
        const std::size_t before = values(decoded_order({beginning, "N9*ZZ*1"}));
        const Decoded decoded = decoded_order({beginning, "N9*ZZ*1*****" + edi_test::repeated("A", '^', count)});
        REQUIRE_FALSE(decoded.events.empty());
        CHECK(values(decoded) == before + count + 1);
    }
}

TEST_CASE("the tape has room for segments of nothing but separators, whichever they are") {
    std::mt19937 random(20260301);
    const auto& transaction = *catalog().find("x12/005010/850");
    for (const std::string_view alphabet : {"*^>A", "*^A", "*>A", "*^^^>>A", "*A"})
        for (int round = 0; round < 200; ++round) {
            auto segments = edi_test::random_segments(transaction, alphabet, random);
            segments.insert(segments.begin(), beginning);
            REQUIRE_FALSE(decoded_order(segments).events.empty());
        }
}

TEST_CASE("repetitions are counted beyond what the tape can number, and stay repetitions") {
    const Decoded decoded = decoded_order({beginning, "N9*ZZ*1*****" + edi_test::repeated("A", '^', 70'000)});
    std::size_t outside = 0;
    std::uint16_t highest = 0;
    for (const crossdock_tape_event& event : decoded.events) {
        if (event.kind != CROSSDOCK_TAPE_VALUE || event.element != 7) continue;
        if (event.repetition < highest || (event.flags & CROSSDOCK_TAPE_LIST_ITEM) == 0) ++outside;
        highest = std::max(highest, event.repetition);
    }
    CHECK(outside == 0);
    CHECK(highest == 65'535);
    const auto codes = edi_test::codes(decoded.findings);
    CHECK(std::count(codes.begin(), codes.end(), "x12.too-many-repetitions") == 1);
}

TEST_CASE("components are counted beyond 65,535") {
    for (const std::size_t count : {65'534u, 65'535u, 65'536u, 65'537u, 131'072u}) {
        CAPTURE(count);
        const std::string separators(count, '>');
        const Decoded empty = decoded_order({beginning, "N9*ZZ*1*****A>1" + separators});
        CHECK(edi_test::codes(empty.findings) ==
              edi_test::codes(decoded_order({beginning, "N9*ZZ*1*****A>1"}).findings));
        const Decoded decoded = decoded_order({beginning, "N9*ZZ*1*****A>1" + separators + "B"});
        const auto codes = edi_test::codes(decoded.findings);
        CHECK(std::count(codes.begin(), codes.end(), "x12.too-many-components") == 1);
        CHECK(values(decoded) == values(empty));
    }
}
