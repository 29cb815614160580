// Splitting interchanges into groups and messages.
#include "tests/plugins/edifact/fixture.hpp"

#include <catch2/catch.hpp>

using namespace edifact_test;
using Codes = std::vector<std::string>;

namespace {

const Segments small{"BGM+220+PO1+9", "DTM+137:20260301:102", "LIN+1", "UNS+S"};

std::string small_message(const std::string& reference = "1") { return message(small, "ORDERS:D:96A:UN", reference); }

}  // namespace

TEST_CASE("an interchange is split into its messages") {
    const std::string payload = interchange({message(order_segments(), "ORDERS:D:96A:UN:EAN008"), small_message("2")});
    const Split found = split(payload);
    CHECK(found.findings.empty());
    CHECK(found.order == "<TT>");
    REQUIRE(found.slices.size() == 2);
    const Slice& first = found.slices[0];
    CHECK(first.complete == 1);
    CHECK(first.type == "edifact/D.96A/ORDERS");
    CHECK(first.control == "1");
    CHECK(first.message_code == "ORDERS:D:96A:UN:EAN008");
    CHECK(first.first_segment == 2);
    CHECK(first.segment_count == order_segments().size() + 2);
    CHECK(payload.substr(first.offset, 6) == "UNH+1+");
    CHECK(payload.substr(first.offset + first.size - 9, 9) == "UNT+34+1'");
    CHECK(found.slices[1].first_segment == 2 + first.segment_count);
    REQUIRE(found.ends.size() == 1);
    CHECK(found.ends[0] == EnvelopeEnd{CROSSDOCK_ENVELOPE_INTERCHANGE, 1, 2, 2, payload.size()});
}

TEST_CASE("groups are envelopes of their own") {
    const std::string payload =
        interchange({group({small_message("1"), small_message("2")}), group({small_message("3")}, "ORDERS", "G2")});
    const Split found = split(payload);
    CHECK(codes(found.findings) == Codes{});
    CHECK(found.order == "<<TT><T>>");
    const Envelope& ung = found.envelopes.at(1);
    CHECK(ung.level == CROSSDOCK_ENVELOPE_GROUP);
    CHECK(ung.functional_id == "ORDERS");
    CHECK(ung.control == "G1");
    CHECK(ung.version == "D.96A");
    CHECK(ung.sender == "BUYER");
    CHECK(ung.sender_qualifier == "14");
    CHECK(ung.receiver == "SELLER");
    CHECK(ung.receiver_qualifier == "91");
    CHECK(ung.context == "ORDERS D.96A");
    CHECK(ung.segment == 2);
    CHECK(found.ends.at(0).counted == 2);
    CHECK(found.ends.at(0).declared == 2);
    CHECK(found.ends.at(2).counted == 2);
    CHECK(found.slices.at(2).group_context == "ORDERS D.96A");
}

TEST_CASE("groups and lone messages may not be mixed; all of them are read") {
    for (const std::vector<std::string>& parts :
         {std::vector<std::string>{group({small_message("1")}), small_message("2"), small_message("3")},
          std::vector<std::string>{small_message("1"), group({small_message("2")}), group({small_message("3")})}}) {
        const Split found = split(interchange(parts));
        const Finding& finding = only(found.findings, "edifact.groups-and-messages-mixed");
        CHECK(finding.standard_code == "30");
        CHECK(finding.scope == CROSSDOCK_SCOPE_INTERCHANGE);
        CHECK(found.slices.size() == 3);
        CHECK(split(replaced(interchange(parts), "UNZ+3", "UNZ+1")).findings.back().text ==
              "UNZ01 says '1', but there are 3 groups and messages of the interchange");
    }
}

TEST_CASE("an interchange or a group that holds nothing is reported") {
    CHECK(only(split(interchange({})).findings, "edifact.nothing-inside").standard_code == "32");
    CHECK(only(split(interchange({group({})})).findings, "edifact.nothing-inside").tag == "UNE");
}

TEST_CASE("a message of another type than its group's is reported") {
    const Finding finding =
        only(split(interchange({group({small_message()}, "INVOIC")})).findings, "edifact.transaction-set-mismatch");
    CHECK(finding.standard_code == "31");
    CHECK(finding.severity == CROSSDOCK_SEVERITY_WARNING);
    CHECK(finding.text == "message ORDERS stands in a group of INVOIC");
}

TEST_CASE("wrong counts and references are found in every trailer") {
    const std::string payload = interchange({group({small_message()})});
    const auto code = [&](std::string_view from, std::string_view to) {
        const Split found = split(replaced(payload, from, to));
        CHECK(found.slices.size() == 1);
        CHECK(found.slices[0].complete == 1);
        REQUIRE(found.findings.size() == 1);
        return found.findings[0].code + " " + found.findings[0].standard_code;
    };
    CHECK(code("UNT+6+1'", "UNT+5+1'") == "edifact.segment-count 29");
    CHECK(code("UNT+6+1'", "UNT+x+1'") == "edifact.segment-count 29");
    CHECK(code("UNT+6+1'", "UNT+6+2'") == "edifact.transaction-control-number 28");
    CHECK(code("UNT+6+1'", "UNT+6+01'") == "edifact.transaction-control-number 28");
    CHECK(code("UNE+1+G1'", "UNE+2+G1'") == "edifact.group-count 29");
    CHECK(code("UNE+1+G1'", "UNE+1+G2'") == "edifact.group-control-number 28");
    CHECK(code("UNZ+1+REF1'", "UNZ+2+REF1'") == "edifact.interchange-count 29");
    CHECK(code("UNZ+1+REF1'", "UNZ+1+REF2'") == "edifact.interchange-control-number 28");
}

TEST_CASE("spaces behind references and zeros before counts do not matter") {
    CHECK(split(replaced(replaced(interchange({small_message()}), "UNH+1+", "UNH+1 +"), "UNT+6+1'", "UNT+0006+1'"))
              .findings.empty());
    CHECK(
        split(replaced(replaced(interchange({small_message()}), "UNH+1+", "UNH+A?+?'1+"), "UNT+6+1'", "UNT+6+A?+?'1'"))
            .findings.empty());
}

TEST_CASE("a finding says where it is") {
    const std::string payload = replaced(order(), "UNT+34+1", "UNT+33+1");
    const Finding finding = only(split(payload).findings, "edifact.segment-count");
    CHECK(finding.scope == CROSSDOCK_SCOPE_TRANSACTION);
    CHECK(finding.segment == 35);
    CHECK(finding.transaction_segment == 34);
    CHECK(finding.element == 1);
    CHECK(finding.tag == "UNT");
    CHECK(finding.value == "33");
    CHECK(finding.offset == payload.find("UNT+33"));
    CHECK(finding.text == "UNT01 says '33', but there are 34 segments of the message, UNH and UNT included");
}

TEST_CASE("missing trailers cut off what they should end, and the neighbours go on") {
    const std::string two = interchange({group({small_message("1"), small_message("2")})});
    const Split no_unt = split(replaced(two, "UNT+6+1'", ""));
    CHECK(no_unt.order == "<<!TT>>");
    CHECK(only(no_unt.findings, "edifact.missing-transaction-trailer").standard_code == "13");
    CHECK(no_unt.slices[0].complete == 0);
    CHECK(no_unt.slices[0].segment_count == 5);
    CHECK(no_unt.slices[1].complete == 1);
    const Split no_une = split(replaced(two, "UNE+2+G1'", ""));
    CHECK(only(no_une.findings, "edifact.missing-group-trailer").standard_code == "13");
    CHECK(no_une.ends[0].complete == 0);
    CHECK(no_une.ends[1].complete == 1);
    const Split no_unz = split(replaced(two, "UNZ+1+REF1'", ""));
    CHECK(only(no_unz.findings, "edifact.missing-interchange-trailer").standard_code == "13");
    const Split cut = split(two.substr(0, two.find("LIN+1")) + styled(interchange({small_message()}), {}));
    CHECK(cut.order == "<<!T!>!><T>");
    CHECK(cut.slices[0].complete == 0);
    CHECK(cut.slices[1].complete == 1);
}

TEST_CASE("a missing terminator at the very end is tolerated and reported") {
    std::string payload = order();
    payload.pop_back();
    for (const std::string& whole : {payload, payload + "\r\n"}) {
        const Split found = split(whole);
        CHECK(only(found.findings, "edifact.missing-terminator").severity == CROSSDOCK_SEVERITY_WARNING);
        CHECK(found.ends.back().complete == 1);
        CHECK(found.slices.at(0).complete == 1);
    }
    const Split released = split(payload + "?'");
    CHECK(released.findings.at(0).code == "edifact.missing-terminator");
}

TEST_CASE("segments outside messages are reported once for a stretch, as not supported there") {
    const Split found =
        split(interchange({"BGM+220+1'", "DTM+137'", small_message("1"), "UNT+1+1'", small_message("2")}));
    CHECK(codes(found.findings) ==
          Codes{"edifact.segment-outside-envelope", "edifact.segment-outside-envelope", "edifact.interchange-count"});
    CHECK(found.findings.at(0).standard_code == "33");
    CHECK(found.findings.at(0).segment == 2);
    CHECK(found.findings.at(0).text.find("stand outside a message (UNH to UNT)") != std::string::npos);
    CHECK(found.findings.at(1).tag == "UNT");
    CHECK(found.slices.size() == 2);
    const Split in_group = split(replaced(interchange({group({small_message()})}), "UNH+1", "BGM+220'UNH+1"));
    CHECK(only(in_group.findings, "edifact.segment-outside-envelope").tag == "BGM");
}

TEST_CASE("the security segments of syntax 4 may stand around messages") {
    const std::string payload =
        replaced(replaced(interchange({small_message()}, "UNOC:4"), "UNH", "USH+7+1+3+1'USA+1:16:1:6'UNH"), "UNZ",
                 "UST+1+3'USR+1:ABC'UNZ");
    CHECK(codes(split(payload).findings) == Codes{});
}

TEST_CASE("a message without a reference, a group without one") {
    const Finding missing =
        split(replaced(replaced(interchange({small_message()}), "UNH+1+", "UNH++"), "UNT+6+1'", "UNT+6'"))
            .findings.at(0);
    CHECK(missing.code == "edifact.missing-transaction-control-number");
    CHECK(missing.standard_code == "13");
    const Split found =
        split(replaced(replaced(interchange({group({small_message()})}), "+G1+UN", "++UN"), "UNE+1+G1'", "UNE+1'"));
    CHECK(only(found.findings, "edifact.group-header-malformed").standard_code == "13");
}

TEST_CASE("the directory that UNH names is the message's, and CONTRL is of the syntax") {
    const auto type = [](const std::string& identifier, const std::string& syntax) {
        return split(interchange({message({"BGM+1"}, identifier)}, syntax)).slices.at(0).type;
    };
    CHECK(type("INVOIC:D:01B:UN:EAN010", "UNOC:3") == "edifact/D.01B/INVOIC");
    CHECK(type("ORDERS:1:921:UN", "UNOA:2") == "edifact/1.921/ORDERS");
    CHECK(type("CONTRL:D:3:UN", "UNOC:3") == "edifact/syntax-3/CONTRL");
    CHECK(type("CONTRL:2:2:UN", "UNOA:2") == "edifact/syntax-3/CONTRL");
    CHECK(type("CONTRL:4:1:UN", "UNOC:4") == "edifact/syntax-4/CONTRL");
}

TEST_CASE("chains of release characters decide whether a terminator is data") {
    for (std::size_t size = 0; size < 12; ++size) {
        const std::string chain(size, '?');
        CAPTURE(chain);
        const std::string payload =
            interchange({message({"BGM+220+PO" + chain + "'DTM+137:20260301:102", "LIN+1", "UNS+S"})});
        const Split found = split(payload);
        const bool data = size % 2 == 1;
        REQUIRE(found.slices.size() == 1);
        CHECK(found.slices[0].segment_count == (data ? 5 : 6));
        CHECK(codes(found.findings) == (data ? Codes{} : Codes{"edifact.segment-count"}));
        for (std::size_t piece = 1; piece < 100; ++piece) {
            CAPTURE(piece);
            REQUIRE(split(payload, piece) == found);
        }
        const Decoded decoded = decode(payload, found.slices[0]);
        const std::string text =
            "BGM02=PO" + std::string(size / 2, '?') + (data ? "'DTM BGM03=137:20260301:102" : " }");
        CHECK(decoded.tape.find(text) != std::string::npos);
    }
}

TEST_CASE("a segment over the limit is reported and its neighbours are counted right") {
    const std::string payload =
        interchange({message({"BGM+220+PO1+9", "DTM+137:20260301:102",
                              "FTX+AAI+++" + std::string(300, 'x') + "?'" + std::string(200, 'y'), "LIN+1", "UNS+S"})});
    const Split found = split(payload, 0, 200);
    CHECK(only(found.findings, "edifact.segment-too-long").standard_code == "18");
    CHECK(found.findings[0].transaction_segment == 4);
    CHECK(found.slices.at(0).complete == 1);
    for (const std::size_t piece : {1, 7, 64, 199, 200, 201, 300, 313, 314, 315})
        CHECK(split(payload, piece, 200) == found);
    CHECK(split(payload, 0, 600).findings.empty());
}

TEST_CASE("an empty segment is reported and not counted") {
    CHECK(only(split(replaced(order(), "CUX+2:USD:9'", "CUX+2:USD:9''")).findings, "edifact.empty-segment")
              .standard_code == "18");
}
