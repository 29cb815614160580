// Decoding a message to a tape.
#include "plugins/edi/type_description.hpp"
#include "plugins/edifact/transaction.hpp"
#include "tests/plugins/edifact/fixture.hpp"

#include <crossdock/cpp/views.hpp>

#include <catch2/catch.hpp>

using namespace edifact_test;
namespace edifact = crossdock::edifact;
namespace sdk = crossdock::sdk;
using Codes = std::vector<std::string>;

TEST_CASE("a valid message of each type has no findings") {
    for (const Document& document : documents()) {
        CAPTURE(document.identifier);
        const Decoded decoded =
            decode_message(document.segments, document.identifier, "UNOC:" + document.syntax_version);
        for (const Finding& finding : decoded.findings) UNSCOPED_INFO(finding.text);
        CHECK(codes(decoded.findings) == Codes{});
        CHECK(decoded.tape.starts_with("UNH{ UNH01=1 UNH02{ UNH02-1="));
    }
}

TEST_CASE("segment groups are loops, named by the segment that begins them") {
    const Decoded decoded =
        decode_message({"BGM+220+P1+9", "DTM+137:20260301:102", "RFF+CT:C1", "DTM+171:20260101:102", "RFF+VN:S1",
                        "NAD+BY+1::9", "CTA+PD+:Dana", "COM+1:TE", "COM+a@b.example:EM", "LIN+1++5:EN", "QTY+21:2",
                        "PRI+AAA:3.5", "LIN+2", "UNS+S", "CNT+2:2"});
    CHECK(codes(decoded.findings) == Codes{});
    CHECK(decoded.tape ==
          "UNH{ UNH01=1 UNH02{ UNH02-1=ORDERS UNH02-2=D UNH02-3=96A UNH02-4=UN } } BGM{ BGM01{ BGM01-1=220 } BGM02=P1 "
          "BGM03=9 } "
          "DTM{ DTM01{ DTM01-1=137 DTM01-2=20260301 DTM01-3=102 } } "
          "RFF-loop{ RFF{ RFF01{ RFF01-1=CT RFF01-2=C1 } } DTM{ DTM01{ DTM01-1=171 DTM01-2=20260101 DTM01-3=102 } } } "
          "RFF-loop{ RFF{ RFF01{ RFF01-1=VN RFF01-2=S1 } } } "
          "NAD-loop{ NAD{ NAD01=BY NAD02{ NAD02-1=1 NAD02-3=9 } } CTA-loop{ CTA{ CTA01=PD CTA02{ CTA02-2=Dana } } "
          "COM{ COM01{ COM01-1=1 COM01-2=TE } } COM{ COM01{ COM01-1=a@b.example COM01-2=EM } } } } "
          "LIN-loop{ LIN{ LIN01=1 LIN03{ LIN03-1=5 LIN03-2=EN } } QTY{ QTY01{ QTY01-1=21 QTY01-2=2 } } PRI-loop{ PRI{ "
          "PRI01{ PRI01-1=AAA PRI01-2=3.5 } } } } "
          "LIN-loop{ LIN{ LIN01=2 } } UNS{ UNS01=S } CNT{ CNT01{ CNT01-1=2 CNT01-2=2 } } UNT{ UNT01=17 UNT02=1 }");
}

TEST_CASE("UNS is a border: what stands behind it is the summary's") {
    const Decoded decoded = decode_message({"BGM+220+P1+9", "DTM+137:20260301:102", "LIN+1", "MOA+203:1", "ALC+C",
                                            "MOA+8:2", "UNS+S", "MOA+86:3", "ALC+C", "MOA+8:4"});
    CHECK(codes(decoded.findings) == Codes{});
    CHECK(decoded.tape.find("LIN-loop{ LIN{ LIN01=1 } MOA{ MOA01{ MOA01-1=203 MOA01-2=1 } } ALC-loop{ ALC{ ALC01=C } "
                            "MOA-loop{ MOA{ MOA01{ MOA01-1=8 MOA01-2=2 } } } } } "
                            "UNS{ UNS01=S } MOA{ MOA01{ MOA01-1=86 MOA01-2=3 } } ALC-loop-2{ ALC{ ALC01=C } MOA{ "
                            "MOA01{ MOA01-1=8 MOA01-2=4 } } }") != std::string::npos);
    // Without the border the second MOA of a line is one too many there, not the summary's.
    Segments many{"BGM+220+P1+9", "DTM+137:20260301:102", "LIN+1"};
    for (int times = 0; times < 11; ++times) many.emplace_back("MOA+203:1");
    many.emplace_back("UNS+S");
    CHECK(only(decode_message(many).findings, "edifact.segment-over-max").transaction_segment == 15);
    CHECK(codes(decode_message({"BGM+220+P1+9", "DTM+137:20260301:102", "LIN+1", "CNT+2:1"}).findings) ==
          Codes{"edifact.segment-out-of-order", "edifact.missing-segment"});
}

TEST_CASE("numbers come with a point, whatever their decimal mark") {
    const auto price = [](const std::string& text) {
        const Decoded decoded =
            decode_message({"BGM+220+P1+9", "DTM+137:20260301:102", "LIN+1", "PRI+AAA:" + text, "UNS+S"});
        const std::size_t at = decoded.tape.find("PRI01-2=") + 8;
        std::string result = decoded.tape.substr(at, decoded.tape.find(' ', at) - at);
        for (const Finding& finding : decoded.findings) result += " " + finding.code + " " + finding.standard_code;
        return result;
    };
    CHECK(price("8.75") == "8.75");
    CHECK(price("8,75") == "8.75");
    CHECK(price("-8,75") == "-8.75");
    CHECK(price("-8") == "-8");
    CHECK(price("0") == "0");
    CHECK(price("123456789012345") == "123456789012345");
    CHECK(price("-123456789012,345") == "-123456789012.345");
    CHECK(price("1234567890123456") == "1234567890123456 edifact.element-too-long 39");
    CHECK(price(".5") == ".5 edifact.no-digit-before-decimal-mark 38");
    CHECK(price("-,5") == "-.5 edifact.no-digit-before-decimal-mark 38");
    CHECK(price("5.") == "5. edifact.bad-decimal-notation 19");
    CHECK(price("1.234,5") == "1.234.5 edifact.bad-decimal-notation 19");
    CHECK(price("1E3") == "1E3 edifact.bad-number 37");
    CHECK(price("?+5") == "+5 edifact.bad-number 37");
    CHECK(price("-") == "- edifact.bad-number 37");
}

TEST_CASE("elements repeat in syntax 4, in earlier versions an asterisk is text") {
    const Decoded repeated =
        decode_message({"UCI+R1+A+B+4", "UCM+++4+12+UNH++P1+AAA:1*AAB:2*AAC:3?*"}, "CONTRL:4:1:UN", "UNOC:4");
    CHECK(codes(repeated.findings) == Codes{});
    CHECK(repeated.tape.find(
              "UCM08{ UCM08-1=AAA UCM08-2=1 } UCM08{ UCM08-1=AAB UCM08-2=2 } UCM08{ UCM08-1=AAC UCM08-2=3* }") !=
          std::string::npos);
    const Decoded twice = decode_message({"UCI+R1*R2+A+B+4"}, "CONTRL:4:1:UN", "UNOC:4");
    CHECK(only(twice.findings, "edifact.too-many-repetitions").standard_code == "35");
    const Decoded text = decode_message({"UCI+R1*R2+A+B+4"}, "CONTRL:D:3:UN", "UNOC:3");
    CHECK(codes(text.findings) == Codes{});
    CHECK(text.tape.find("UCI01=R1*R2 ") != std::string::npos);
}

TEST_CASE("a composite of nothing but separators is not there") {
    const auto order = [](const std::string& first, const std::string& line = "LIN+1") {
        return decode_message({first, "DTM+137:20260301:102", line, "UNS+S"});
    };
    const Decoded without = order("BGM++P1+9");
    CHECK(codes(without.findings) == Codes{});
    for (const Decoded& blank : {order("BGM+:+P1+9"), order("BGM+:::+P1+9"), order("BGM++P1+9", "LIN+1++:+:::")}) {
        CHECK(codes(blank.findings) == Codes{});
        CHECK(blank.tape == without.tape);
    }
    const Decoded repeated =
        decode_message({"UCI+R1+A+B+4", "UCM+++4+12+UNH++P1+AAA:1*:*AAC:3"}, "CONTRL:4:1:UN", "UNOC:4");
    CHECK(repeated.tape.find("UCM08{ UCM08-1=AAA UCM08-2=1 } UCM08{ UCM08-1=AAC UCM08-2=3 }") != std::string::npos);
}

TEST_CASE("release characters are taken away in elements and components") {
    const Decoded decoded =
        decode_message({"BGM+220+A?+B??+9", "DTM+137:20260301:102", "FTX+AAI+++a?:b:c??:?'?+:?d", "LIN+1", "UNS+S"});
    CHECK(codes(decoded.findings) == Codes{});
    CHECK(decoded.tape.find("BGM02=A+B? BGM03=9") != std::string::npos);
    CHECK(decoded.tape.find("FTX04{ FTX04-1=a:b FTX04-2=c? FTX04-3='+ FTX04-4=d }") != std::string::npos);
}

TEST_CASE("an unknown message fails, with a finding that CONTRL can report") {
    for (const std::string identifier : {"PRICAT:D:96A:UN", "ORDERS:D:99Z:UN", "ORDERS"}) {
        const std::string payload = interchange({message({"BGM+9"}, identifier)});
        const Decoded decoded = decode(payload, split(payload).slices.at(0));
        CHECK(decoded.tape == "failed: edifact.unknown-transaction-set");
        const Finding& finding = only(decoded.findings, "edifact.unknown-transaction-set");
        CHECK(finding.scope == CROSSDOCK_SCOPE_TRANSACTION);
        CHECK(finding.standard_code == "14");
        CHECK(finding.tag == "UNH");
    }
}

TEST_CASE("what is no message fails") {
    Slice slice;
    slice.type = "edifact/D.96A/ORDERS";
    CHECK(decode("", slice).tape == "failed: edifact.not-a-transaction");
    slice.size = 6;
    CHECK(decode("BGM+1'", slice).tape == "failed: edifact.not-a-transaction");
}

TEST_CASE("without the interchange's context the usual delimiters are taken") {
    const std::string payload = order();
    Slice slice = split(payload).slices.at(0);
    slice.interchange_context.clear();
    CHECK(codes(decode(payload, slice).findings) == Codes{});
}

TEST_CASE("positions count in the whole payload") {
    const std::string payload = "junk\n" + order();
    const Slice slice = split(payload).slices.at(0);
    const std::string source = payload.substr(slice.offset, slice.size);
    Tape tape;
    crossdock_findings findings{};
    findings.report = [](void*, const crossdock_finding*) {};
    crossdock_decode_request request{};
    request.struct_size = sizeof request;
    request.first_segment = slice.first_segment;
    request.source = sdk::bytes_view(source);
    request.source_offset = slice.offset;
    request.type = sdk::view(slice.type);
    request.interchange_context = sdk::view(slice.interchange_context);
    edifact::decode(catalog(), request, edifact::all_levels, tape.writer(), findings);
    const crossdock_tape_view view = tape.view(source);
    std::size_t seen = 0;
    for (std::uint64_t at = 0; at < view.event_count; ++at) {
        const crossdock_tape_event& event = view.events[at];
        if (sdk::text(view.names[event.name]) != "PRI01-2" || ++seen > 1) continue;
        CHECK(event.flags == CROSSDOCK_TAPE_IN_SOURCE);
        CHECK(event.element == 1);
        CHECK(event.component == 2);
        CHECK(event.line == 23);
        CHECK(payload.substr(event.source_offset, event.text_size) == "8.75");
    }
    CHECK(seen == 2);
}

TEST_CASE("every name that can stand on a tape is in the description of its type") {
    for (const auto& [type, transaction] : catalog().transactions()) {
        const std::string description = crossdock::edi::describe(*transaction);
        for (std::size_t name = 1; name < transaction->names.size(); ++name) {
            CAPTURE(type, transaction->names[name]);
            REQUIRE(description.find("\"" + transaction->names[name] + "\":") != std::string::npos);
        }
    }
    const std::string orders = crossdock::edi::describe(*catalog().find("edifact/D.96A/ORDERS"));
    CHECK(orders.find("\"BGM02\":{\"title\":\"Document "
                      "number\",\"type\":\"string\",\"minLength\":1,\"maxLength\":35,\"x-trace\":\"order-number\"}") !=
          std::string::npos);
    // A key that depends on a qualifier is none of every reference.
    CHECK(orders.find("customer-order-number") == std::string::npos);
}
