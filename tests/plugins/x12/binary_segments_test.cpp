// BIN and BDS, whose data may hold every delimiter.
#include "plugins/edi/segment_scanner.hpp"
#include "tests/plugins/x12/fixture.hpp"

#include <catch2/catch.hpp>

using namespace x12_test;
namespace x12 = crossdock::x12;

namespace {

const std::string data = "a~b*c>d~\nSE*1*0001~\nISA*x~IEA*\x01\xFF";  // of 32 bytes

std::string with(const std::string& segment) {
    return interchange({transaction({"BEG*00*SA*P1**20260301", segment, "PO1**1*EA"}),
                        transaction({"BEG*00*SA*P2**20260301", "PO1**1*EA"}, "850", "0002")});
}

// The delimiters of `transaction` are written for each `~`, `*` and `>`, and a line end behind each `~`.
std::string raw(const std::string& segment) { return replaced(with("@"), "@~\n", segment); }

std::vector<std::string> elements(std::string_view bytes) {
    std::vector<std::string> found;
    x12::Delimiters delimiters;
    delimiters.component = '>';
    x12::SegmentScanner scanner(bytes, delimiters, x12::dialect.binary);
    x12::ScannedSegment segment;
    while (scanner.next(segment)) {
        found.emplace_back(segment.tag());
        for (std::uint32_t position = 1; position <= segment.elements; ++position)
            found.emplace_back(segment.element(position));
        found.back() += segment.plain ? "" : " (not plain)";
        found.back() += segment.terminated ? "" : " (not terminated)";
    }
    return found;
}

}  // namespace

TEST_CASE("binary data is passed over by its size, whatever it holds") {
    REQUIRE(data.size() == 32);
    for (const std::string& segment :
         {"BIN*32*" + data + "~\n", "BDS*ASC*32*" + data + "~\n", "BIN*0032*" + data + "~"}) {
        CAPTURE(segment);
        const std::string payload = raw(segment);
        const Split found = split(payload);
        CHECK(codes(found.findings) == std::vector<std::string>{});
        REQUIRE(found.slices.size() == 2);
        CHECK(found.slices[0].segment_count == 5);
        for (std::size_t piece = 1; piece <= payload.size(); ++piece) {
            CAPTURE(piece);
            REQUIRE(split(payload, piece) == found);
        }
        const Decoded decoded = decode(payload, found.slices[0]);
        CHECK(only(decoded.findings, "x12.unknown-segment").segment == 5);
        CHECK(decoded.tape.find("PO1-loop{ PO1{ PO102=1 PO103=EA } }") != std::string::npos);
    }
}

TEST_CASE("the scanner gives binary data as one element") {
    using Elements = std::vector<std::string>;
    CHECK(elements("BIN*32*" + data + "~SE*1~") == Elements{"BIN", "32", data + " (not plain)", "SE", "1"});
    CHECK(elements("BDS*ASC*8*a~b*c>d~~SE*1~") == Elements{"BDS", "ASC", "8", "a~b*c>d~", "SE", "1"});
    CHECK(elements("BIN*3*a~b*more~SE*1~") == Elements{"BIN", "3", "a~b", "more", "SE", "1"});
    CHECK(elements("BIN*0*~SE*1~") == Elements{"BIN", "0", "", "SE", "1"});
    const std::string large(1000, '~');
    CHECK(elements("BIN*1000*" + large + "~SE*1~") == Elements{"BIN", "1000", large, "SE", "1"});
}

TEST_CASE("a size that is none, or that the payload does not have, costs no more than the segment") {
    using Elements = std::vector<std::string>;
    CHECK(elements("BIN*x*a~b~SE*1~") == Elements{"BIN", "x", "a", "b", "SE", "1"});
    CHECK(elements("BIN**a~SE*1~") == Elements{"BIN", "", "a", "SE", "1"});
    CHECK(elements("BIN*5~SE*1~") == Elements{"BIN", "5", "SE", "1"});
    CHECK(elements("BIN~SE*1~") == Elements{"BIN", "SE", "1"});
    CHECK(elements("BINX*5*a~SE*1~") == Elements{"BINX", "5", "a", "SE", "1"});
    CHECK(elements("BIN*9999999999*a~SE*1~") == Elements{"BIN", "9999999999", "a~SE*1~ (not terminated)"});
    CHECK(split(raw("BIN*x*a~\n")).slices.size() == 2);
    CHECK(split(raw("BIN*3*a~b~\n")).findings.empty());
    const Split beyond = split(raw("BIN*99999*a~\n"));
    REQUIRE(beyond.slices.size() == 1);
    CHECK(beyond.slices[0].complete == 0);
    CHECK(codes(beyond.findings) ==
          std::vector<std::string>{"x12.missing-terminator", "x12.missing-transaction-trailer",
                                   "x12.missing-group-trailer", "x12.missing-interchange-trailer"});
}

TEST_CASE("a binary segment over the limit is reported and its neighbours are counted right") {
    const std::string payload = raw("BIN*5000*" + std::string(5000, '~') + "~\n");
    const Split found = split(payload, 0, 200);
    CHECK(only(found.findings, "x12.segment-too-long").tag == "BIN");
    CHECK(found.slices.size() == 2);
    for (const std::size_t piece : {1, 3, 64, 100, 201, 1000}) CHECK(split(payload, piece, 200) == found);
}

TEST_CASE("a payload that is cut off inside a segment over the limit has slices that end where it ends") {
    const std::string whole = raw("NTE*GEN*" + std::string(5000, 'x') + "~\n");
    const std::string payload = whole.substr(0, whole.find("xxx") + 3000);
    const Split found = split(payload, 0, 200);
    CHECK(codes(found.findings).front() == "x12.segment-too-long");
    REQUIRE(found.slices.size() == 1);
    CHECK(found.slices[0].complete == 0);
    CHECK(found.slices[0].offset + found.slices[0].size == payload.size());
    for (const std::size_t piece : {1, 100, 1000}) CHECK(split(payload, piece, 200) == found);
}
