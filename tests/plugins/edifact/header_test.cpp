// UNA and UNB: delimiters of every kind, line ends, marks and text in front, and what cannot be read.
#include "tests/plugins/edifact/fixture.hpp"

#include <tuple>

#include <catch2/catch.hpp>

using namespace edifact_test;
using Codes = std::vector<std::string>;

namespace {

const Segments small{"BGM+220+PO?+1?:2??+9", "DTM+137:20260301:102", "FTX+AAI+++4 ?+ 5", "LIN+1", "UNS+S"};

std::string small_order() { return interchange({message(small)}); }

}  // namespace

TEST_CASE("without UNA the usual delimiters are in force") {
    const Split found = split(order());
    CHECK(codes(found.findings) == Codes{});
    REQUIRE(found.envelopes.size() == 1);
    const Envelope& unb = found.envelopes[0];
    CHECK(unb.level == CROSSDOCK_ENVELOPE_INTERCHANGE);
    CHECK(unb.context == "2b3a00273f2e UNOC 3");
    CHECK(unb.version == "3");
    CHECK(unb.sender == "5412345000013");
    CHECK(unb.sender_qualifier == "14");
    CHECK(unb.receiver == "4012345000009");
    CHECK(unb.receiver_qualifier == "14");
    CHECK(unb.control == "REF1");
    CHECK(unb.test == 0);
    CHECK(unb.acknowledgement_requested == 0);
    CHECK(unb.offset == 0);
    CHECK(unb.segment == 1);
    CHECK(found.order == "<T>");
}

TEST_CASE("UNA names the delimiters, whatever they are") {
    const auto [style, context] =
        GENERATE(std::tuple<Style, std::string>{{':', '+', '.', '?', ' ', '\'', ""}, "2b3a00273f2e UNOC 3"},
                 std::tuple<Style, std::string>{{':', '+', ',', '?', ' ', '\'', "\r\n"}, "2b3a00273f2c UNOC 3"},
                 std::tuple<Style, std::string>{{'>', '*', '.', '\\', '^', '~', "\n"}, "2a3e007e5c2e UNOC 3"},
                 std::tuple<Style, std::string>{{'|', ';', '.', '?', ' ', '\n', ""}, "3b7c000a3f2e UNOC 3"},
                 std::tuple<Style, std::string>{{'\x1F', '\x1D', '.', '?', '\x19', '\x1C', ""}, "1d1f001c3f2e UNOC 3"},
                 std::tuple<Style, std::string>{{'<', '|', '.', '/', '*', '\r', "\n"}, "7c3c000d2f2e UNOC 3"});
    CAPTURE(context);
    const std::string payload = styled(small_order(), style);
    const Split found = split(payload);
    CHECK(codes(found.findings) == Codes{});
    CHECK(found.order == "<T>");
    CHECK(found.envelopes.at(0).context == context);
    CHECK(found.slices.at(0).first_segment == 2);
    const Decoded decoded = decode(payload, found.slices.at(0));
    // A delimiter that is no printable character is none of the repertoire's in data.
    const bool printable = style.element > ' ';
    CHECK(codes(decoded.findings) ==
          (printable ? Codes{} : Codes{"edifact.invalid-character", "edifact.invalid-character"}));
    CHECK(decoded.tape.find(std::string("BGM02=PO") + style.element + "1" + style.component + "2" + style.release +
                            " BGM03=9") != std::string::npos);
    CHECK(decoded.tape.find(std::string("FTX04-1=4 ") + style.element + " 5 }") != std::string::npos);
    for (const std::size_t piece : {1, 2, 3, 5, 8, 9, 10, 13, 100}) CHECK(split(payload, piece) == found);
}

TEST_CASE("with a space for it nothing is released") {
    const std::string payload =
        styled(interchange({message({"BGM+220+PO?1+9", "DTM+137:20260301:102", "LIN+1", "UNS+S"})}),
               {':', '+', '.', '?', ' ', '\''});
    const std::string without = replaced(payload, "UNA:+.?", "UNA:+. ");
    const Split found = split(without);
    CHECK(found.envelopes.at(0).context == "2b3a0027002e UNOC 3");
    CHECK(codes(found.findings) == Codes{});
    CHECK(decode(without, found.slices.at(0)).tape.find("BGM02=PO?1 ") != std::string::npos);
    CHECK(decode(payload, split(payload).slices.at(0)).tape.find("BGM02=PO1 ") != std::string::npos);
}

TEST_CASE("without UNA the separators of level B are known by the first of them") {
    const std::string payload =
        styled(interchange({message({"BGM+220+IT'S?+9", "DTM+137:20260301:102", "LIN+1", "UNS+S"})}, "UNOB:2"),
               {'\x1F', '\x1D', '.', '?', ' ', '\x1C', "", false});
    const std::string right = replaced(payload, std::string("IT\x1CS?"), "IT'S?");
    const Split found = split(right);
    CHECK(codes(found.findings) == Codes{});
    CHECK(found.envelopes.at(0).context == "1d1f001c002e UNOB 2");
    CHECK(decode(right, found.slices.at(0)).tape.find("BGM02=IT'S? BGM03=9") != std::string::npos);
    for (const std::size_t piece : {1, 2, 3, 4, 7, 40}) CHECK(split(right, piece) == found);
}

TEST_CASE("line ends and blanks may follow UNA, UNB and every segment") {
    for (const std::string ending : {"\n", "\r\n", "\r", "\r\n\r\n", "  ", "\t\n"}) {
        CAPTURE(ending);
        const std::string payload = styled(order(), {':', '+', '.', '?', ' ', '\'', ending});
        const Split found = split(payload);
        CHECK(codes(found.findings) == Codes{});
        CHECK(found.slices.at(0).segment_count == order_segments().size() + 2);
        CHECK(codes(decode(payload, found.slices.at(0)).findings) == Codes{});
    }
}

TEST_CASE("a byte order mark is noted, and so is UNA behind it") {
    const Split found = split("\xEF\xBB\xBF" + styled(order(), {}));
    CHECK(only(found.findings, "edifact.byte-order-mark").severity == CROSSDOCK_SEVERITY_NOTE);
    CHECK(found.envelopes.at(0).offset == 3);
    CHECK(found.slices.size() == 1);
}

TEST_CASE("text before, between and after interchanges is reported and passed over") {
    const std::string una = styled(order(), {':', '+', ',', '?', ' ', '\''});
    const Split found = split("Subject: UNBELIEVABLE UNA UNABLE\r\n" + una + "-- \nUNB or not\n" + order() + "\x1A");
    CHECK(codes(found.findings) == Codes{"edifact.junk-text", "edifact.junk-text"});
    CHECK(found.order == "!<T>!<T>");
    CHECK(found.envelopes.at(0).context == "2b3a00273f2c UNOC 3");
    CHECK(found.envelopes.at(1).context == "2b3a00273f2e UNOC 3");
}

TEST_CASE("several interchanges have delimiters of their own") {
    const std::string payload =
        order() + "\r\n" + styled(small_order(), {'>', '*', '.', '\\', ' ', '~', "\n"}) + order();
    const Split found = split(payload);
    CHECK(found.findings.empty());
    CHECK(found.order == "<T><T><T>");
    CHECK(found.slices.at(1).first_segment == 2);
    for (const Slice& slice : found.slices) CHECK(codes(decode(payload, slice).findings) == Codes{});
}

TEST_CASE("a header that cannot be read is reported, and the next one is read") {
    for (const std::string bad :
         {"UNA::.? 'UNB:UNOC:3:A'", "UNA:+.? 'UNH+1'", "UNB*UNOC*A*B*C'", "UNA++.+ +UNB+UNOC'"}) {
        CAPTURE(bad);
        const Split found = split(bad + order());
        CHECK(found.findings.at(0).code == "edifact.interchange-header-malformed");
        CHECK(found.findings.at(0).standard_code == "18");
        CHECK(found.slices.size() == 1);
    }
    std::string many = "UNB";
    for (int times = 0; times < 40; ++times) many += "+UNB";
    CHECK(codes(split(many + "'" + order()).findings).at(0) == "edifact.interchange-header-malformed");
    CHECK(split(many + "'" + order()).slices.size() == 1);
    CHECK(codes(split("UNB+A+B+C+" + std::string(5000, 'x')).findings).at(0) == "edifact.interchange-header-malformed");
}

TEST_CASE("a payload that ends inside its header is reported") {
    const std::string payload = styled(order(), {});
    const std::size_t end = payload.find("UNH");
    for (std::size_t size = 3; size < end; ++size) {
        CAPTURE(size);
        REQUIRE(codes(split(payload.substr(0, size)).findings) == Codes{"edifact.interchange-header-truncated"});
    }
    CHECK(codes(split(payload.substr(0, end)).findings) == Codes{"edifact.missing-interchange-trailer"});
    CHECK(only(split("").findings, "edifact.empty-payload").scope == CROSSDOCK_SCOPE_INTERCHANGE);
    CHECK(codes(split(" \r\n").findings) == Codes{"edifact.not-edi"});
    CHECK(codes(split("ISA*00*").findings) == Codes{"edifact.junk-text", "edifact.not-edi"});
}

TEST_CASE("values of UNB that the standard does not allow are reported with its code") {
    const auto code = [](std::string_view from, std::string_view to) {
        const Split found = split(replaced(order(), from, to));
        REQUIRE(found.findings.size() == 1);
        CHECK(found.findings[0].code == "edifact.interchange-header-value");
        CHECK(found.findings[0].severity == CROSSDOCK_SEVERITY_WARNING);
        CHECK(found.slices.size() == 1);
        return found.findings[0].standard_code + " @" + std::to_string(found.findings[0].element);
    };
    CHECK(code("UNOC:3", "UNOC:5") == "2 @1");
    CHECK(code("UNOC:3", "UNOC") == "2 @1");
    CHECK(code("UNOC:3", "UNOX:3") == "2 @1");
    CHECK(code("UNOC:3", "IATA:1") == "2 @1");
    CHECK(code("+5412345000013:14", "+") == "13 @2");
    CHECK(code("+4012345000009:14", "+:14") == "13 @3");
    CHECK(code("260301:0915", "26301:0915") == "12 @4");
    CHECK(code("260301:0915", "260301") == "12 @4");
    CHECK(code("260301:0915", "260301:9.15") == "12 @4");
    CHECK(codes(split(replaced(replaced(order(), "+REF1'UNH", "'UNH"), "+REF1'", "'")).findings) ==
          Codes{"edifact.interchange-header-value"});
}

TEST_CASE("test indicator, acknowledgement request and what stands between them are read") {
    const Split found = split(replaced(order(), "+REF1'UNH", "+REF1+PASS:AA+ORDERS+A+1+EANCOM+1'UNH"));
    CHECK(found.findings.empty());
    CHECK(found.envelopes.at(0).test == 1);
    CHECK(found.envelopes.at(0).acknowledgement_requested == 1);
}

TEST_CASE("released delimiters in the header are data, and come as UTF-8") {
    const std::string payload = replaced(
        replaced(replaced(order(), "+5412345000013:14", "+A?+B?:C??:?'Z"), "+4012345000009:14", "+M\xFCller:91"),
        "+REF1'UNH", "+R?'1  'UNH");
    const Split found = split(replaced(payload, "+REF1'", "+R?'1'"));
    CHECK(codes(found.findings) == Codes{});
    CHECK(found.envelopes.at(0).sender == "A+B:C?");
    CHECK(found.envelopes.at(0).sender_qualifier == "'Z");
    CHECK(found.envelopes.at(0).receiver == "M\xC3\xBCller");
    CHECK(found.envelopes.at(0).control == "R'1");
}

TEST_CASE("syntax version 4 has a repetition separator, earlier ones have none") {
    CHECK(split(interchange({}, "UNOC:4")).envelopes.at(0).context == "2b3a2a273f2e UNOC 4");
    const Style other{':', '+', '.', '?', '^', '\''};
    CHECK(split(styled(interchange({}, "UNOC:4"), other)).envelopes.at(0).context == "2b3a5e273f2e UNOC 4");
    CHECK(split(styled(interchange({}, "UNOC:4"), {})).envelopes.at(0).context == "2b3a00273f2e UNOC 4");
    CHECK(split(styled(interchange({}, "UNOC:3"), other)).envelopes.at(0).context == "2b3a00273f2e UNOC 3");
    const Style twice{':', '+', '.', '?', '+', '\''};
    CHECK(split(styled(interchange({}, "UNOC:4"), twice)).findings.at(0).code ==
          "edifact.interchange-header-malformed");
    for (const std::string version : {"1", "2", "3", "4"}) {
        const Split found = split(interchange({message(order_segments())}, "UNOA:" + version));
        CHECK(codes(found.findings) == Codes{});
        CHECK(found.envelopes.at(0).version == version);
    }
}
