// Splitting a payload into envelopes and transactions.
#include "tests/plugins/x12/fixture.hpp"

#include <catch2/catch.hpp>

using namespace x12_test;
using Codes = std::vector<std::string>;

TEST_CASE("an interchange is split into its envelopes and transactions") {
    const std::string payload =
        interchange({transaction(order_segments()), transaction(order_segments(), "850", "0002")});
    const Split found = split(payload);
    CHECK(found.findings.empty());
    CHECK(found.order == "<<TT>>");
    REQUIRE(found.envelopes.size() == 2);
    const Envelope& isa = found.envelopes[0];
    CHECK(isa.level == CROSSDOCK_ENVELOPE_INTERCHANGE);
    CHECK(isa.sender_qualifier == "ZZ");
    CHECK(isa.sender == "NORTHWINDBUYER");
    CHECK(isa.receiver_qualifier == "14");
    CHECK(isa.receiver == "HARBORSUPPLY");
    CHECK(isa.control == "000000101");
    CHECK(isa.version == "00401");
    CHECK(isa.context == "2a3e007e002e 00401");
    CHECK(isa.test == 0);
    CHECK(isa.acknowledgement_requested == 0);
    CHECK(isa.segment == 1);
    const Envelope& gs = found.envelopes[1];
    CHECK(gs.level == CROSSDOCK_ENVELOPE_GROUP);
    CHECK(gs.functional_id == "PO");
    CHECK(gs.control == "7");
    CHECK(gs.version == "004010");
    CHECK(gs.context == "PO 004010");
    CHECK(gs.segment == 2);
    REQUIRE(found.slices.size() == 2);
    const Slice& first = found.slices[0];
    CHECK(first.complete == 1);
    CHECK(first.type == "x12/004010/850");
    CHECK(first.control == "0001");
    CHECK(first.message_code == "850");
    CHECK(first.first_segment == 3);
    CHECK(first.segment_count == order_segments().size() + 2);
    CHECK(payload.substr(first.offset, 13) == "ST*850*0001~\n");
    CHECK(payload.substr(first.offset + first.size - 11, 11) == "SE*27*0001~");
    CHECK(found.slices[1].first_segment == 3 + first.segment_count);
    REQUIRE(found.ends.size() == 2);
    CHECK(found.ends[0] == EnvelopeEnd{CROSSDOCK_ENVELOPE_GROUP, 1, 2, 2, payload.find("GE*") + 7});
    CHECK(found.ends[1] == EnvelopeEnd{CROSSDOCK_ENVELOPE_INTERCHANGE, 1, 1, 1, payload.size() - 1});
}

TEST_CASE("test indicator and the wish for an acknowledgement come from the header") {
    const Split found = split(replaced(order(), "*0*P*>", "*1*T*>"));
    CHECK(found.envelopes[0].test == 1);
    CHECK(found.envelopes[0].acknowledgement_requested == 1);
    CHECK(found.findings.empty());
}

TEST_CASE("the release of a group is the first six characters of GS08, its guide stays in the version") {
    const Split found = split(interchange({transaction(order_segments())}, "PO", "004010VICS"));
    CHECK(found.findings.empty());
    CHECK(found.slices[0].type == "x12/004010/850");
    CHECK(found.envelopes[1].version == "004010VICS");
}

TEST_CASE("delimiters are those the header declares") {
    const auto [element, component, segment, line_end] =
        GENERATE(std::tuple<char, char, char, std::string>{'|', '\\', '\'', ""},
                 std::tuple<char, char, char, std::string>{'*', ':', '\n', ""},
                 std::tuple<char, char, char, std::string>{'\x1D', '\x1F', '\x1C', ""},
                 std::tuple<char, char, char, std::string>{'*', '>', '\r', "\n"},
                 std::tuple<char, char, char, std::string>{'+', '^', '~', "\r\n\r\n"});
    const Style style{element, component, segment, line_end};
    const std::string payload = interchange(
        {transaction({"BEG*00*SA*P1**20260301", "PO1**1*EA"}, "850", "0001", style)}, "PO", "004010", style);
    const Split found = split(payload);
    CHECK(codes(found.findings).empty());
    CHECK(found.order == "<<T>>");
    CHECK(decode(payload, found.slices.at(0)).findings.empty());
}

TEST_CASE("the repetition separator is read from version 00402 on") {
    CHECK(split(replaced(order(), "*U*00401*", "*^*00501*")).envelopes[0].context == "2a3e5e7e002e 00501");
    CHECK(split(replaced(order(), "*U*00401*", "*U*00501*")).envelopes[0].context == "2a3e007e002e 00501");
    CHECK(split(replaced(order(), "*U*00401*", "*^*00401*")).envelopes[0].context == "2a3e007e002e 00401");
}

TEST_CASE("several interchanges in one payload are split one after the other") {
    const Style other{'|', '<', '!', ""};
    const std::string second = interchange({transaction({"BEG*00*SA*P1**20260301", "PO1**1*EA"}, "850", "0009", other)},
                                           "PO", "004010", other);
    const Split found = split(order() + "\r\n\r\n" + second);
    CHECK(found.findings.empty());
    CHECK(found.order == "<<T>><<T>>");
    CHECK(found.slices.at(1).control == "0009");
    CHECK(found.slices.at(1).first_segment == 3);
}

TEST_CASE("an interchange that begins before the last one ended cuts that one off") {
    const std::string whole = order();
    const Split found = split(whole.substr(0, whole.find("CTT*")) + whole);
    CHECK(found.order == "<<!T!>!><<T>>");
    CHECK(codes(found.findings) ==
          Codes{"x12.missing-transaction-trailer", "x12.missing-group-trailer", "x12.missing-interchange-trailer"});
    CHECK(found.slices[0].complete == 0);
    CHECK(found.slices[1].complete == 1);
}

TEST_CASE("TA1 is a transaction inside an interchange, and tolerated between interchanges") {
    const std::string ta1 = "TA1*000000100*260301*0900*A*000~\n";
    const Split inside = split(replaced(order(), "GS*", ta1 + "GS*"));
    CHECK(inside.findings.empty());
    CHECK(inside.order == "<T<T>>");
    CHECK(inside.slices[0].type == "x12/interchange/TA1");
    const Split between = split(order() + ta1 + order());
    CHECK(only(between.findings, "x12.acknowledgement-outside-interchange").severity == CROSSDOCK_SEVERITY_NOTE);
    CHECK(between.slices.size() == 2);
}

TEST_CASE("text before, between and after interchanges is reported and passed over") {
    const Split found = split("From: buyer\r\n\r\n" + order() + "-- \nregards, ISABEL\n" + order() + "\x1A");
    CHECK(codes(found.findings) == Codes{"x12.junk-text", "x12.junk-text"});
    CHECK(found.findings[0].offset == 0);
    CHECK(found.findings[0].value == "From:buyer");
    CHECK(found.slices.size() == 2);
}

TEST_CASE("a byte order mark is passed over with a note") {
    const Split found = split("\xEF\xBB\xBF" + order());
    CHECK(only(found.findings, "x12.byte-order-mark").severity == CROSSDOCK_SEVERITY_NOTE);
    CHECK(found.envelopes[0].offset == 3);
}

TEST_CASE("an empty payload and one that is no EDI are reported") {
    CHECK(only(split("").findings, "x12.empty-payload").standard_code == "023");
    CHECK(only(split("  \r\n").findings, "x12.not-edi").standard_code == "022");
    CHECK(codes(split("{\"order\": 1}").findings) == Codes{"x12.junk-text", "x12.not-edi"});
    CHECK(codes(split("UNB+UNOC:3+A+B+260301:0900+1'").findings) == Codes{"x12.junk-text", "x12.not-edi"});
    CHECK(only(split("ISA").findings, "x12.interchange-header-truncated").standard_code == "023");
}

TEST_CASE("a header of wrong width is reported and its content still split") {
    const Split found = split(replaced(order(), "*NORTHWINDBUYER *14*", "*NORTHWINDBUYER*14*"));
    CHECK(only(found.findings, "x12.interchange-header-malformed").severity == CROSSDOCK_SEVERITY_ERROR);
    CHECK(found.slices.size() == 1);
}

TEST_CASE("what begins like a header but is none is reported, and the next interchange is read") {
    const std::string broken = replaced(order(), "*U*00401*000000101*0*P*>~", "*U*00401~");
    const Split found = split(broken + order());
    CHECK(codes(found.findings)[0] == "x12.interchange-header-malformed");
    CHECK(found.slices.size() == 1);
}

TEST_CASE("a missing terminator at the very end is tolerated and reported") {
    std::string payload = order();
    payload.resize(payload.size() - 2);
    const Split found = split(payload);
    CHECK(only(found.findings, "x12.missing-terminator").severity == CROSSDOCK_SEVERITY_WARNING);
    CHECK(found.ends.back().complete == 1);
    CHECK(found.ends.back().offset == payload.size());
    CHECK(found.slices[0].complete == 1);
    CHECK(split(payload + "\r\n\r\n").ends.back().complete == 1);
}

TEST_CASE("wrong counts and control numbers are found in every trailer") {
    const auto code = [](std::string_view from, std::string_view to) {
        const Split found = split(replaced(order(), from, to));
        CHECK(found.slices.size() == 1);
        CHECK(found.slices[0].complete == 1);
        REQUIRE(found.findings.size() == 1);
        return found.findings[0].code + " " + found.findings[0].standard_code;
    };
    CHECK(code("SE*27*0001", "SE*26*0001") == "x12.segment-count 4");
    CHECK(code("SE*27*0001", "SE*x*0001") == "x12.segment-count 4");
    CHECK(code("SE*27*0001", "SE*27*0002") == "x12.transaction-control-number 3");
    CHECK(code("GE*1*7", "GE*2*7") == "x12.group-count 5");
    CHECK(code("GE*1*7", "GE*1*8") == "x12.group-control-number 4");
    CHECK(code("IEA*1*", "IEA*3*") == "x12.interchange-count 021");
    CHECK(code("IEA*1*000000101", "IEA*1*000000102") == "x12.interchange-control-number 001");
    CHECK(split(replaced(order(), "IEA*1*000000101", "IEA*1*101")).findings.empty());
}

TEST_CASE("a finding says where it is") {
    const std::string payload = replaced(order(), "SE*27*0001", "SE*26*0001");
    const Finding finding = only(split(payload).findings, "x12.segment-count");
    CHECK(finding.scope == CROSSDOCK_SCOPE_TRANSACTION);
    CHECK(finding.segment == 29);
    CHECK(finding.transaction_segment == 27);
    CHECK(finding.element == 1);
    CHECK(finding.tag == "SE");
    CHECK(finding.value == "26");
    CHECK(finding.offset == payload.find("SE*26"));
    CHECK(finding.text == "SE01 says '26', but there are 27 segments of the transaction set, ST and SE included");
}

TEST_CASE("missing trailers cut off what they should end, and the neighbours go on") {
    const std::string two = interchange({transaction(order_segments()), transaction(order_segments(), "850", "0002")});
    const Split no_se = split(replaced(two, "SE*27*0001~\n", ""));
    CHECK(no_se.order == "<<!TT>>");
    CHECK(only(no_se.findings, "x12.missing-transaction-trailer").standard_code == "2");
    CHECK(no_se.slices[0].complete == 0);
    CHECK(no_se.slices[0].segment_count == 26);
    CHECK(no_se.slices[1].complete == 1);
    const Split no_ge = split(replaced(two, "GE*2*7~\n", ""));
    CHECK(only(no_ge.findings, "x12.missing-group-trailer").standard_code == "3");
    CHECK(no_ge.ends[0].complete == 0);
    CHECK(no_ge.ends[1].complete == 1);
    const Split no_iea = split(replaced(two, "IEA*1*000000101~\n", ""));
    CHECK(only(no_iea.findings, "x12.missing-interchange-trailer").standard_code == "023");
    CHECK(no_iea.ends[1].complete == 0);
}

TEST_CASE("segments outside envelopes are reported once for a stretch") {
    const Split in_group = split(replaced(order(), "ST*850", "REF*A*1~REF*B*2~REF*C*3~ST*850"));
    CHECK(only(in_group.findings, "x12.segment-outside-envelope").segment == 3);
    CHECK(in_group.slices[0].first_segment == 6);
    const Split no_group =
        split(replaced(order(), "GS*PO*NORTHWINDBUYER*HARBORSUPPLY*20260301*0915*7*X*004010~\n", ""));
    CHECK(no_group.slices.empty());
    CHECK(codes(no_group.findings) == Codes{"x12.segment-outside-envelope", "x12.interchange-count"});
}

TEST_CASE("a group that is not known is reported with the standard's code") {
    CHECK(only(split(interchange({transaction(order_segments())}, "PO", "003040")).findings, "x12.unknown-release")
              .standard_code == "2");
    CHECK(only(split(interchange({transaction(order_segments(), "204")}, "SM")).findings, "x12.unknown-functional-id")
              .standard_code == "1");
    const Finding mismatch =
        only(split(interchange({transaction(order_segments())}, "PR")).findings, "x12.transaction-set-mismatch");
    CHECK(mismatch.standard_code == "6");
    CHECK(mismatch.scope == CROSSDOCK_SCOPE_TRANSACTION);
    const std::string bad_number = replaced(replaced(order(), "*0915*7*X*", "*0915*7A*X*"), "GE*1*7", "GE*1*7A");
    CHECK(only(split(bad_number).findings, "x12.group-header-malformed").standard_code == "6");
}

TEST_CASE("a transaction set without a control number is reported") {
    const std::string payload = replaced(replaced(order(), "ST*850*0001", "ST*850"), "SE*27*0001", "SE*27*");
    CHECK(only(split(payload).findings, "x12.missing-transaction-control-number").standard_code == "7");
}

TEST_CASE("a segment over the limit is reported and its neighbours are counted right") {
    const std::string payload = replaced(order(), "call ahead.", std::string(500, 'x'));
    const Split found = split(payload, 0, 200);
    const Finding& finding = only(found.findings, "x12.segment-too-long");
    CHECK(finding.tag == "MSG");
    CHECK(finding.transaction_segment == 12);
    CHECK(found.slices[0].complete == 1);
    for (const std::size_t piece : {1, 7, 64, 199, 200, 201, 300}) CHECK(split(payload, piece, 200) == found);
    CHECK(split(payload, 0, 600).findings.empty());
}

TEST_CASE("an empty segment is reported and not counted") {
    CHECK(only(split(replaced(order(), "CUR*BY*USD~", "CUR*BY*USD~~")).findings, "x12.empty-segment").severity ==
          CROSSDOCK_SEVERITY_WARNING);
}

TEST_CASE("values of the header that the standard does not allow are reported") {
    const auto code = [](std::string_view from, std::string_view to) {
        const Split found = split(replaced(order(), from, to));
        REQUIRE_FALSE(found.findings.empty());
        CHECK(found.findings[0].code == "x12.interchange-header-value");
        return found.findings[0].standard_code;
    };
    CHECK(code("*260301*0915*U", "*26O301*0915*U") == "014");
    CHECK(code("*260301*0915*U", "*260301*09.5*U") == "015");
    CHECK(code("*00401*000000101", "*00401*00000010A") == "018");
    CHECK(code("*0*P*>", "*2*P*>") == "019");
    CHECK(code("*0*P*>", "*0*X*>") == "020");
}
