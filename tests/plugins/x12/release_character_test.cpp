// The release character, which the segment ISX after ISA names from version 00704 on.
#include "tests/plugins/x12/fixture.hpp"

#include <catch2/catch.hpp>

using namespace x12_test;

namespace {

std::string with_extension(const std::vector<std::string>& segments, const std::string& extension = "ISX*?*UTF-8~\n",
                           const std::string& version = "*U*00704*") {
    return replaced(replaced(interchange({transaction(segments)}), "*U*00401*", version), "GS*", extension + "GS*");
}

const std::vector<std::string> plain{"BEG*00*SA*P1**20260301", "PO1**1*EA"};

}  // namespace

TEST_CASE("released delimiters are data, in every place") {
    const std::string order = replaced(
        replaced(with_extension({"BEG*00*SA*P?*1**20260301", "N1*ST*East?~ and ?*West?>?? ???~*92*12", "PO1**1*EA"}),
                 "GS*PO*NORTHWINDBUYER*", "GS*PO*NORTH?*BUYER*"),
        "East?~\n and", "East?~ and");
    const std::string payload = replaced(order, "???~\n*92", "???~*92");
    const Split found = split(payload);
    CHECK(codes(found.findings) == std::vector<std::string>{});
    CHECK(found.order == "<<T>>");
    CHECK(found.envelopes.at(0).context == "2a3e007e3f2e 00704");
    CHECK(found.envelopes.at(0).segment == 1);
    CHECK(found.envelopes.at(1).segment == 3);
    CHECK(found.envelopes.at(1).sender == "NORTH*BUYER");
    CHECK(found.slices.at(0).first_segment == 4);
    const Decoded decoded = decode(payload, found.slices.at(0));
    CHECK(codes(decoded.findings) == std::vector<std::string>{});
    CHECK(decoded.tape.find("BEG03=P*1 ") != std::string::npos);
    CHECK(decoded.tape.find("N102=East~ and *West>? ?~ N103=92 ") != std::string::npos);
    for (std::size_t piece = 1; piece <= payload.size(); ++piece) {
        CAPTURE(piece);
        REQUIRE(split(payload, piece) == found);
    }
}

TEST_CASE("without ISX, and before version 00704, nothing is released") {
    const std::vector<std::string> segments{"BEG*00*SA*P?**20260301", "PO1**1*EA"};
    CHECK(split(with_extension(segments, "")).envelopes.at(0).context == "2a3e007e002e 00704");
    CHECK(split(with_extension(segments, "")).slices.size() == 1);
    const Split before = split(with_extension(segments, "ISX*?~\n", "*U*00703*"));
    CHECK(before.envelopes.at(0).context == "2a3e007e002e 00703");
    CHECK(before.findings.empty());
    for (const std::string extension : {"ISX*A~\n", "ISX*~\n", "ISX*??~\n", "ISX*>~\n", "ISX~\n"}) {
        CAPTURE(extension);
        const Split found = split(with_extension(segments, extension));
        CHECK(found.envelopes.at(0).context == "2a3e007e002e 00704");
        CHECK(found.findings.empty());
        CHECK(found.slices.size() == 1);
    }
}

TEST_CASE("the header is found in pieces of every size, with and without its extension") {
    for (const std::string extension : {"", "ISX*?~\n", "IS*?~\n", "\r\n\r\n  ISX*?~", "ISXY~"}) {
        const std::string payload = with_extension(plain, extension) + "text" + with_extension(plain, extension);
        const Split whole = split(payload);
        REQUIRE(whole.slices.size() == 2);
        for (std::size_t piece = 1; piece <= payload.size(); ++piece) {
            CAPTURE(extension, piece);
            REQUIRE(split(payload, piece) == whole);
        }
    }
}

TEST_CASE("an interchange that ends in its extension is truncated") {
    const std::string payload = with_extension(plain);
    const std::size_t end = payload.find("ISX*") + 5;
    CHECK(codes(split(std::string_view(payload).substr(0, end)).findings) ==
          std::vector<std::string>{"x12.interchange-header-truncated"});
    const Split cut = split(std::string_view(payload).substr(0, payload.find("GS*")));
    CHECK(codes(cut.findings) == std::vector<std::string>{"x12.missing-interchange-trailer"});
}
