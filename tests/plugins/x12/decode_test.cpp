// Decoding a transaction to a tape.
#include "tests/plugins/x12/fixture.hpp"

#include "plugins/edi/type_description.hpp"
#include "plugins/x12/transaction.hpp"

#include <crossdock/cpp/views.hpp>

#include <catch2/catch.hpp>

using namespace x12_test;
namespace x12 = crossdock::x12;
namespace sdk = crossdock::sdk;

TEST_CASE("a valid order has no findings") {
    CHECK(codes(decode_order(order_segments()).findings) == std::vector<std::string>{});
}

TEST_CASE("segments stand in the loops of the dictionary, empty elements are left out") {
    const Decoded decoded =
        decode_order({"BEG*00*SA*P1**20260301", "N1*ST*East*92*07", "N3*1 Road", "N1*BY*West", "PO1*1*2*EA*3.5",
                      "PID*F****Valve", "MEA*PD*LN*3.5*EA", "PO1**1*CA", "CTT*2"});
    CHECK(decoded.findings.empty());
    CHECK(decoded.tape ==
          "ST{ ST01=850 ST02=0001 } BEG{ BEG01=00 BEG02=SA BEG03=P1 BEG05=20260301 } "
          "N1-loop{ N1{ N101=ST N102=East N103=92 N104=07 } N3{ N301=1 Road } } "
          "N1-loop{ N1{ N101=BY N102=West } } "
          "PO1-loop{ PO1{ PO101=1 PO102=2 PO103=EA PO104=3.5 } PID-loop{ PID{ PID01=F PID05=Valve } "
          "MEA{ MEA01=PD MEA02=LN MEA03=3.5 MEA04{ MEA04-1=EA } } } } "
          "PO1-loop{ PO1{ PO102=1 PO103=CA } } CTT-loop{ CTT{ CTT01=2 } } SE{ SE01=11 SE02=0001 }");
}

TEST_CASE("a segment after nested loops falls back to the loop that has it") {
    const Decoded decoded =
        decode_order({"BEG*00*SA*P1**20260301", "PO1**1*EA", "N9*L1*A", "MSG*one", "N1*ST*East", "LDT*AF*2*DA",
                      "QTY*38*2", "SLN*1**I*2*EA", "PID*F****Part", "N1*MA*Mark", "PO1**2*EA"});
    CHECK(decoded.findings.empty());
    CHECK(decoded.tape.find("N1-loop{ N1{ N101=ST N102=East } LDT-loop{ LDT{ LDT01=AF LDT02=2 LDT03=DA } "
                            "QTY{ QTY01=38 QTY02=2 } } } SLN-loop{ SLN{ SLN01=1 SLN03=I SLN04=2 SLN05{ SLN05-1=EA } } "
                            "PID{ PID01=F PID05=Part } N1-loop{ N1{ N101=MA N102=Mark } } } } PO1-loop{") !=
          std::string::npos);
}

TEST_CASE("bounded loops end at LE") {
    const Decoded decoded = decode_order({"BEG*00*SA*P1**20260301", "PO1**1*EA", "LS*L", "LDT*AF*2*DA", "LM*AB",
                                          "LQ*1*A", "LE*L", "N9*L1*A", "PO1**1*EA"});
    CHECK(decoded.findings.empty());
    CHECK(decoded.tape.find("LQ{ LQ01=1 LQ02=A } } } LE{ LE01=L } } N9-loop{") != std::string::npos);
}

TEST_CASE("both orders of segments that published descriptions disagree on are accepted") {
    CHECK(decode_order({"BEG*00*SA*P1**20260301", "TD5*B*2*HBRX", "TD1*CTN*2", "TD3*TL", "PO1**1*EA", "TD5*B*2*HBRX",
                        "TD1*CTN*2"})
              .findings.empty());
    CHECK(decode_order({"BEG*00*SA*P1**20260301", "SAC*A*C310***100", "CSH*Y", "N9*L1*A", "AMT*TT*5", "PO1**1*EA"})
              .findings.empty());
}

TEST_CASE("positions count in the interchange and in the whole payload") {
    const std::string payload = "junk\n" + order();
    const Split found = split(payload);
    const Slice& slice = found.slices.at(0);
    Tape tape;
    crossdock_findings findings{};
    findings.report = [](void*, const crossdock_finding*) {};
    crossdock_decode_request request{};
    request.struct_size = sizeof request;
    request.first_segment = slice.first_segment;
    const std::string source = payload.substr(slice.offset, slice.size);
    request.source = sdk::bytes_view(source);
    request.source_offset = slice.offset;
    request.type = sdk::view(slice.type);
    request.interchange_context = sdk::view(slice.interchange_context);
    x12::decode(catalog(), request, x12::all_levels, tape.writer(), findings);
    const crossdock_tape_view view = tape.view(source);
    bool seen = false;
    for (std::uint64_t at = 0; at < view.event_count; ++at) {
        const crossdock_tape_event& event = view.events[at];
        if (sdk::text(view.names[event.name]) != "PO104" || seen) continue;
        seen = true;
        CHECK(event.kind == CROSSDOCK_TAPE_VALUE);
        CHECK(event.flags == CROSSDOCK_TAPE_IN_SOURCE);
        CHECK(event.element == 4);
        CHECK(event.line == 19);
        CHECK(payload.substr(event.source_offset, event.text_size) == "8.75");
        CHECK(source.substr(event.text_offset, event.text_size) == "8.75");
    }
    CHECK(seen);
    CHECK(view.names_id != 0);
}

TEST_CASE("items that may repeat are marked as list items, others are not") {
    const std::string payload = interchange({transaction({"BEG*00*SA*P1**20260301", "REF*DP*1", "PO1**1*EA"})});
    const Split found = split(payload);
    Tape tape;
    crossdock_findings findings{};
    findings.report = [](void*, const crossdock_finding*) {};
    crossdock_decode_request request{};
    request.struct_size = sizeof request;
    request.source = sdk::bytes_view(std::string_view(payload).substr(found.slices[0].offset, found.slices[0].size));
    request.type = sdk::view("x12/004010/850");
    x12::decode(catalog(), request, x12::all_levels, tape.writer(), findings);
    const crossdock_tape_view view = tape.view(sdk::text(request.source));
    std::string lists;
    for (std::uint64_t at = 0; at < view.event_count; ++at)
        if (view.events[at].kind == CROSSDOCK_TAPE_BEGIN && (view.events[at].flags & CROSSDOCK_TAPE_LIST_ITEM) != 0)
            lists += std::string(sdk::text(view.names[view.events[at].name])) + " ";
    CHECK(lists == "REF PO1-loop ");
}

TEST_CASE("delimiters are guessed when the interchange is not known") {
    const Style style{'|', '<', '!', "\r\n"};
    const std::string payload = interchange(
        {transaction({"BEG*00*SA*P1**20260301", "PO1**1*EA"}, "850", "0001", style)}, "PO", "004010", style);
    Slice slice = split(payload).slices.at(0);
    slice.interchange_context.clear();
    CHECK(decode(payload, slice).findings.empty());
}

TEST_CASE("an unknown transaction set fails, with a finding that a 997 can report") {
    const Decoded decoded = [] {
        const std::string payload = interchange({transaction({"B2**HBRX"}, "204")});
        return decode(payload, split(payload).slices.at(0));
    }();
    CHECK(decoded.tape == "failed: x12.unknown-transaction-set");
    const Finding& finding = only(decoded.findings, "x12.unknown-transaction-set");
    CHECK(finding.scope == CROSSDOCK_SCOPE_TRANSACTION);
    CHECK(finding.standard_code == "1");
}

TEST_CASE("what is no transaction fails") {
    const std::string payload = "PO1*1~";
    Slice slice;
    slice.size = payload.size();
    slice.type = "x12/004010/850";
    CHECK(decode(payload, slice).tape == "failed: x12.not-a-transaction");
    slice.size = 0;
    CHECK(decode(payload, slice).tape == "failed: x12.not-a-transaction");
}

TEST_CASE("a document larger than the tape's limit fails") {
    const std::string payload = order();
    const Slice slice = split(payload).slices.at(0);
    Tape tape(50);
    crossdock_findings findings{};
    findings.report = [](void*, const crossdock_finding*) {};
    crossdock_decode_request request{};
    request.struct_size = sizeof request;
    request.source = sdk::bytes_view(std::string_view(payload).substr(slice.offset, slice.size));
    request.type = sdk::view(slice.type);
    CHECK_THROWS_WITH(x12::decode(catalog(), request, x12::all_levels, tape.writer(), findings),
                      "the document is larger than the tape's limit");
}

TEST_CASE("bytes that are no UTF-8 come as UTF-8 on the tape, with a finding") {
    const Decoded latin = decode_order({"BEG*00*SA*P1**20260301", "N1*ST*M\xFCller", "PO1**1*EA"});
    CHECK(only(latin.findings, "x12.invalid-character").value == "M?ller");
    CHECK(latin.tape.find("N102=M\xC3\xBCller") != std::string::npos);
    const Decoded utf8 = decode_order({"BEG*00*SA*P1**20260301", "N1*ST*M\xC3\xBCller", "PO1**1*EA"});
    CHECK(only(utf8.findings, "x12.character-outside-set").severity == CROSSDOCK_SEVERITY_WARNING);
}

TEST_CASE("levels of validation are switched off one by one") {
    const std::vector<std::string> segments{
        "BEG*00*SA*P1**20261301", "N3*1 Road", "XYZ*1", "SAC*Y*C310***1", "N1*ST", "PO1**1", "CTT*7"};
    using Codes = std::vector<std::string>;
    const auto at = [&](std::uint32_t levels) { return codes(decode_order(segments, "850", levels).findings); };
    CHECK(at(x12::types) == Codes{"x12.bad-date"});
    CHECK(at(x12::usage).empty());
    CHECK(at(x12::order) == Codes{"x12.segment-out-of-order"});
    CHECK(at(x12::syntax) == Codes{"x12.unknown-segment"});
    CHECK(at(x12::codes) == Codes{"x12.bad-code"});
    CHECK(at(x12::relational) == Codes{"x12.missing-conditional-element"});
    CHECK(at(x12::counts) == Codes{"x12.count-differs"});
    CHECK(at(x12::always).empty());
    CHECK(at(x12::all_levels).size() == 6);
}
