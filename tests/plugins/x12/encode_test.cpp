// Encoding documents, assembling interchanges, and the way there and back.
#include "tests/plugins/x12/fixture.hpp"

#include "plugins/edi/tape_builder.hpp"
#include "plugins/x12/assembler.hpp"
#include "plugins/x12/transaction.hpp"

#include <crossdock/cpp/views.hpp>

#include <functional>

#include <fmt/format.h>
#include <catch2/catch.hpp>

using namespace x12_test;
namespace x12 = crossdock::x12;
namespace sdk = crossdock::sdk;

namespace {

// Encodes a document that `build` puts on a tape. Text is the bytes, or the error as `code: text`.
std::string encoded(const std::string& type, const std::function<void(x12::TapeBuilder&)>& build,
                    const crossdock_format_options* options = nullptr, Output* into = nullptr) {
    Tape tape;
    x12::TapeBuilder builder(*catalog().find(type), tape.writer());
    build(builder);
    const crossdock_tape_view view = tape.view("");
    crossdock_encode_request request{};
    request.struct_size = sizeof request;
    request.type = sdk::view(type);
    request.document = &view;
    request.options = options;
    Output own;
    Output& output = into == nullptr ? own : *into;
    try {
        x12::encode(catalog(), request, output.raw());
    } catch (const sdk::Failure& failure) {
        return failure.code() + ": " + failure.what();
    }
    return output.bytes();
}

using Fields = std::vector<std::pair<std::string, std::string>>;

void segment(x12::TapeBuilder& tape, const std::string& tag, const Fields& fields) {
    tape.begin(tag);
    for (const auto& [name, value] : fields) tape.value(name, value);
    tape.end();
}

void minimal_response(x12::TapeBuilder& tape,
                      const Fields& bak = {{"BAK01", "00"}, {"BAK02", "AC"}, {"BAK03", "P1"}, {"BAK04", "20260301"}}) {
    segment(tape, "BAK", bak);
}

std::string response_with(const std::string& tag, const Fields& fields,
                          const crossdock_format_options* options = nullptr) {
    return encoded(
        "x12/004010/855",
        [&](x12::TapeBuilder& tape) {
            minimal_response(tape);
            segment(tape, tag, fields);
        },
        options);
}

}  // namespace

TEST_CASE("a response is written in the dictionary's order, whatever the order of the document") {
    const std::string bytes = encoded("x12/004010/855", [](x12::TapeBuilder& tape) {
        segment(tape, "SE", {{"SE01", "99"}, {"SE02", "9999"}});
        tape.begin("CTT-loop");
        segment(tape, "CTT", {{"CTT01", "1"}});
        tape.end();
        tape.begin("PO1-loop");
        tape.begin("ACK-loop");
        segment(tape, "ACK", {{"ACK02", "24"}, {"ACK01", "IA"}, {"ACK03", "EA"}, {"ACK05", ""}});
        tape.end();
        segment(tape, "PO1", {{"PO101", "1"}, {"PO102", "24"}, {"PO103", "EA"}, {"PO106", "VN"}, {"PO107", "HS-1"}});
        tape.end();
        segment(tape, "ST", {{"ST01", "855"}});
        segment(tape, "REF", {{"REF01", "VN"}, {"REF02", "S-1"}});
        segment(tape, "REF", {{"REF01", "DP"}, {"REF02", "18"}});
        minimal_response(tape);
    });
    CHECK(bytes ==
          "ST*855*0000~BAK*00*AC*P1*20260301~REF*VN*S-1~REF*DP*18~PO1*1*24*EA***VN*HS-1~ACK*IA*24*EA~CTT*1~SE*8*0000~");
}

TEST_CASE("what a header says behind its control number is written, and checked") {
    const auto with_header = [](const Fields& header) {
        return encoded("x12/005010/855", [&](x12::TapeBuilder& tape) {
            segment(tape, "ST", header);
            minimal_response(tape);
        });
    };
    CHECK(with_header({{"ST01", "850"}, {"ST02", "77"}, {"ST03", "005010X1"}})
              .starts_with("ST*855*0000*005010X1~BAK*00*"));
    CHECK(with_header({{"ST03", "005010X1"}}).ends_with("~SE*3*0000~"));
    CHECK(with_header({{"ST03", std::string(36, 'x')}}).starts_with("x12.element-too-long: 855/ST: ST03 is "));
    CHECK(with_header({{"BAK01", "x"}}).starts_with("x12.unknown-name: 855/ST: 'BAK01' is no element of segment ST"));
}

TEST_CASE("control numbers of a transaction are slots") {
    Output output;
    encoded(
        "x12/004010/855", [](x12::TapeBuilder& tape) { minimal_response(tape); }, nullptr, &output);
    const auto slots = output.slots();
    REQUIRE(slots.size() == 2);
    for (const crossdock_slot& slot : slots) {
        CHECK(slot.kind == CROSSDOCK_SLOT_TRANSACTION);
        CHECK(slot.ordinal == 0);
        CHECK(slot.width == 4);
    }
    CHECK(filled(output, [](const crossdock_slot&) { return 12345; }) ==
          "ST*855*12345~BAK*00*AC*P1*20260301~SE*3*12345~");
}

TEST_CASE("delimiters and line ends are those asked for") {
    const Options options{{"element-separator", "|"}, {"segment-terminator", "'\\n"}, {"component-separator", "<"}};
    CHECK(encoded(
              "x12/004010/855",
              [](x12::TapeBuilder& tape) {
                  minimal_response(tape);
                  tape.begin("REF");
                  tape.value("REF01", "VN");
                  tape.begin("REF04");
                  tape.value("REF04-2", "A");
                  tape.value("REF04-1", "CO");
                  tape.end();
                  tape.value("REF02", "1");
                  tape.end();
              },
              options) == "ST|855|0000'\nBAK|00|AC|P1|20260301'\nREF|VN|1||CO<A'\nSE|4|0000'\n");
    const Options line{{"segment-terminator", "\\n"}};
    CHECK(encoded(
              "x12/004010/855", [](x12::TapeBuilder& tape) { minimal_response(tape); }, line) ==
          "ST*855*0000\nBAK*00*AC*P1*20260301\nSE*3*0000\n");
    for (const auto& [name, value] : std::vector<std::pair<std::string, std::string>>{{"element-separator", "A"},
                                                                                      {"element-separator", ""},
                                                                                      {"segment-terminator", "~~"},
                                                                                      {"component-separator", "*"},
                                                                                      {"charset", "x"}}) {
        const Options bad{{name, value}};
        CHECK(encoded(
                  "x12/004010/855", [](x12::TapeBuilder& tape) { minimal_response(tape); }, bad)
                  .rfind("x12.bad-option: ", 0) == 0);
    }
}

TEST_CASE("what the dictionary does not allow is refused, with the place and what would be right") {
    const std::string type = "x12/004010/855";
    CHECK(encoded(type, [](x12::TapeBuilder&) {}) == "x12.missing-segment: 855: mandatory BAK is missing");
    CHECK(encoded(type, [](x12::TapeBuilder& tape) {
              minimal_response(tape, {{"BAK01", "00"}});
          }) == "x12.missing-element: 855/BAK: mandatory BAK02 is missing");
    CHECK(response_with("REF", {{"REF01", "VN"}}) ==
          "x12.missing-conditional-element: 855/REF[1]: REF02 is missing: at least one of REF02, REF03 must be there");
    CHECK(response_with("REF", {{"REF01", "VN"}, {"REF02", std::string(31, 'x')}}) ==
          "x12.element-too-long: 855/REF[1]: REF02 is 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'; 1 to 30 characters would be "
          "right");
    CHECK(response_with("REF", {{"REF01", "VN"}, {"REF02", "a*b"}})
              .rfind("x12.delimiter-in-data: 855/REF[1]: REF02 is 'a*b'", 0) == 0);
    CHECK(response_with("REF", {{"REF01", "VN"}, {"REF02", "a\nb"}}).rfind("x12.invalid-character: ", 0) == 0);
    CHECK(response_with("REF", {{"REF01", "VN"}, {"REF02", "\xC3\xA9"}}).rfind("x12.invalid-character: ", 0) == 0);
    const Options utf8{{"charset", "utf-8"}};
    CHECK(response_with("REF", {{"REF01", "VN"}, {"REF02", "\xC3\xA9"}}, utf8).find("REF*VN*\xC3\xA9~") !=
          std::string::npos);
    CHECK(response_with("DTM", {{"DTM01", "002"}, {"DTM02", "20261301"}}) ==
          "x12.bad-date: 855/DTM[1]: DTM02 is '20261301'; a date YYYYMMDD would be right");
    CHECK(response_with("DTM", {{"DTM01", "002"}, {"DTM02", "261201"}}).rfind("x12.element-too-short: ", 0) == 0);
    CHECK(response_with("PID", {{"PID01", "Q"}, {"PID05", "x"}})
              .rfind("x12.bad-code: 855/PID[1]: PID01 is 'Q'; one of F S X", 0) == 0);
    CHECK(encoded(type, [](x12::TapeBuilder& tape) {
              minimal_response(tape);
              minimal_response(tape);
          }) == "x12.segment-over-max: 855: BAK comes 2 times; at most 1 would be right");
    CHECK(encoded(type, [](x12::TapeBuilder& tape) {
              minimal_response(tape);
              tape.value("REF01", "VN");
          }) == "x12.bad-structure: 855: the value 'REF01' stands outside its segment");
    CHECK(encoded(type, [](x12::TapeBuilder& tape) {
              minimal_response(tape);
              tape.begin("PO1-loop");
              segment(tape, "BAK", {{"BAK01", "00"}});
              tape.end();
          }) == "x12.unknown-name: 855/PO1-loop[1]: 'BAK' is no segment or loop of this place in x12/004010/855");
    CHECK(encoded(type, [](x12::TapeBuilder& tape) {
              minimal_response(tape, {{"REF01", "00"}});
          }).rfind("x12.unknown-name: 855/BAK: ", 0) == 0);
    CHECK(encoded(type, [](x12::TapeBuilder& tape) {
              minimal_response(tape, {{"BAK01", "00"}, {"BAK01", "00"}});
          }).rfind("x12.too-many-repetitions: ", 0) == 0);
    CHECK(response_with("REF", {{"REF01", "VN"}, {"REF02", "1"}, {"REF04", "x"}}) ==
          "x12.bad-structure: 855/REF[1]: REF04 is a composite");
}

TEST_CASE("of several faults the first in the segment is named, wherever it stands in the document") {
    // Names are looked at before values, values in the order of the segment, and what is missing last.
    CHECK(response_with("REF", {{"REF03", "a*b"}, {"REF01", "toolong"}, {"CUR01", "x"}})
              .rfind("x12.unknown-name: 855/REF[1]: 'CUR01' is no element of segment REF, which has REF01 to REF04",
                     0) == 0);
    CHECK(response_with("REF", {{"REF03", "a*b"}, {"REF01", "toolong"}}).rfind("x12.element-too-long: ", 0) == 0);
    CHECK(response_with("REF", {{"REF03", "a*b"}}).rfind("x12.delimiter-in-data: 855/REF[1]: REF03 ", 0) == 0);
    CHECK(response_with("DTM", {{"DTM01", "002"}, {"DTM02", "2026\t101"}}).rfind("x12.invalid-character: ", 0) == 0);
}

TEST_CASE("a name is looked up in the segment and the loop where it stands") {
    const std::string bytes = encoded("x12/004010/855", [](x12::TapeBuilder& tape) {
        minimal_response(tape);
        segment(tape, "REF", {{"REF01", "VN"}, {"REF02", "1"}});
        tape.begin("N1-loop");
        segment(tape, "REF", {{"REF02", "3"}, {"REF01", "DP"}});
        segment(tape, "N1", {{"N101", "ST"}, {"N102", "A"}});
        tape.end();
        segment(tape, "REF", {{"REF01", "DP"}, {"REF02", "2"}});
        tape.begin("N1-loop");
        segment(tape, "N1", {{"N101", "BY"}, {"N102", "B"}});
        segment(tape, "REF", {{"REF01", "IA"}, {"REF02", "4"}});
        tape.end();
    });
    CHECK(bytes == "ST*855*0000~BAK*00*AC*P1*20260301~REF*VN*1~REF*DP*2~N1*ST*A~REF*DP*3~N1*BY*B~REF*IA*4~SE*9*0000~");
    CHECK(encoded("x12/004010/855", [](x12::TapeBuilder& tape) {
              minimal_response(tape);
              segment(tape, "REF", {{"REF01", "VN"}, {"REF02", "1"}});
              segment(tape, "CUR", {{"REF01", "VN"}});
          }).rfind("x12.unknown-name: 855/CUR: 'REF01' is no element of segment CUR, ", 0) == 0);
    CHECK(encoded("x12/004010/855", [](x12::TapeBuilder& tape) {
              minimal_response(tape);
              for (int each = 0; each < 2; ++each) {
                  tape.begin("N1-loop");
                  segment(tape, "N1", {{"N101", "ST"}, {"N102", "A"}});
                  if (each == 1) segment(tape, "N4", {{"N401", "Columbus"}});
                  segment(tape, "N4", {{"N401", "Columbus"}});
                  tape.end();
              }
          }) == "x12.segment-over-max: 855/N1-loop[2]: N4 comes 2 times; at most 1 would be right");
}

TEST_CASE("a component that is there twice is refused") {
    CHECK(encoded("x12/004010/855", [](x12::TapeBuilder& tape) {
              minimal_response(tape);
              tape.begin("REF");
              tape.value("REF01", "VN");
              tape.value("REF02", "1");
              tape.begin("REF04");
              tape.value("REF04-1", "CO");
              tape.value("REF04-2", "A");
              tape.value("REF04-1", "PO");
              tape.end();
              tape.end();
          }) == "x12.duplicate-value: 855/REF[1]: REF04-1 is there twice");
}

TEST_CASE("text shorter than the minimum is written, so that bad data can be acknowledged") {
    CHECK(encoded("x12/004010/997", [](x12::TapeBuilder& tape) {
              segment(tape, "AK1", {{"AK101", "PO"}, {"AK102", "7"}});
              tape.begin("AK2-loop");
              segment(tape, "AK2", {{"AK201", "850"}, {"AK202", "1"}});
              segment(tape, "AK5", {{"AK501", "A"}});
              tape.end();
              segment(tape, "AK9", {{"AK901", "A"}, {"AK902", "1"}, {"AK903", "1"}, {"AK904", "1"}});
          }) == "ST*997*0000~AK1*PO*7~AK2*850*1~AK5*A~AK9*A*1*1*1~SE*6*0000~");
}

TEST_CASE("an interchange read and written again is the same byte for byte") {
    for (const Style& style : {Style{'*', '>', '~', "\n"}, Style{'|', '<', '!', ""}, Style{'*', '>', '\n', ""},
                               Style{'*', '>', '~', "\r\n"}}) {
        std::vector<std::string> segments = order_segments();
        segments.insert(segments.begin() + 3, "REF*ZZ*1**CO>A1>VN>B2");
        segments.insert(segments.begin() + 4, "REF*ZZ**only text");
        const std::string payload = interchange({transaction(segments, "850", "0001", style)}, "PO", "004010", style);
        const Slice slice = split(payload).slices.at(0);
        const std::string source = payload.substr(slice.offset, slice.size);
        Tape tape;
        crossdock_findings findings{};
        findings.report = [](void*, const crossdock_finding* finding) { FAIL(std::string(sdk::text(finding->text))); };
        crossdock_decode_request decoding{};
        decoding.struct_size = sizeof decoding;
        decoding.source = sdk::bytes_view(source);
        decoding.type = sdk::view(slice.type);
        decoding.interchange_context = sdk::view(slice.interchange_context);
        x12::decode(catalog(), decoding, x12::all_levels, tape.writer(), findings);
        const crossdock_tape_view view = tape.view(source);
        const std::string element(1, style.element), component(1, style.component),
            ending = style.segment + style.line_end;
        const Options options{
            {"element-separator", element}, {"component-separator", component}, {"segment-terminator", ending}};
        crossdock_encode_request encoding{};
        encoding.struct_size = sizeof encoding;
        encoding.type = sdk::view(slice.type);
        encoding.document = &view;
        encoding.options = options;
        Output output;
        x12::encode(catalog(), encoding, output.raw());
        CHECK(filled(output, [](const crossdock_slot&) { return 1; }) == source + style.line_end);

        const crossdock_encoded_view transactions = output.encoded(slice.type);
        crossdock_assemble_request request{};
        request.struct_size = sizeof request;
        request.sender = {sdk::view("ZZ"), sdk::view("NORTHWINDBUYER")};
        request.receiver = {sdk::view("14"), sdk::view("HARBORSUPPLY")};
        request.time_ms = 1772356500000;  // 2026-03-01 09:15 UTC
        request.transactions = &transactions;
        request.transaction_count = 1;
        request.transaction_size = sizeof transactions;
        request.options = options;
        Output whole;
        x12::assemble(catalog(), request, whole.raw());
        CHECK(filled(whole, [](const crossdock_slot& slot) -> std::uint64_t {
                  return slot.kind == CROSSDOCK_SLOT_INTERCHANGE ? 101 : slot.kind == CROSSDOCK_SLOT_GROUP ? 7 : 1;
              }) == payload);
    }
}

TEST_CASE("transactions are grouped by functional identifier, and numbered in the order of the output") {
    Output response;
    encoded(
        "x12/004010/855", [](x12::TapeBuilder& tape) { minimal_response(tape); }, nullptr, &response);
    Output acknowledgement;
    encoded(
        "x12/004010/997",
        [](x12::TapeBuilder& tape) {
            segment(tape, "AK1", {{"AK101", "PO"}, {"AK102", "7"}});
            segment(tape, "AK9", {{"AK901", "A"}, {"AK902", "0"}, {"AK903", "0"}, {"AK904", "0"}});
        },
        nullptr, &acknowledgement);
    const std::vector<crossdock_encoded_view> transactions{response.encoded("x12/004010/855"),
                                                           acknowledgement.encoded("x12/004010/997"),
                                                           response.encoded("x12/004010/855")};
    crossdock_assemble_request request{};
    request.struct_size = sizeof request;
    request.test = 1;
    request.sender = {sdk::view("14"), sdk::view("HARBORSUPPLY")};
    request.receiver = {sdk::view("ZZ"), sdk::view("NORTHWINDBUYER")};
    request.group_receiver = sdk::view("NW01");
    request.time_ms = 951782400000 + 86399000;  // 2000-02-29 23:59:59 UTC
    request.transactions = transactions.data();
    request.transaction_count = transactions.size();
    request.transaction_size = sizeof(crossdock_encoded_view);
    const Options options{{"acknowledgement-requested", "yes"},
                          {"interchange-version", "00501"},
                          {"repetition-separator", "^"},
                          {"release", "004010VICS"},
                          {"segment-terminator", "~"}};
    request.options = options;
    Output output;
    x12::assemble(catalog(), request, output.raw());
    const std::string bytes =
        filled(output, [](const crossdock_slot& slot) -> std::uint64_t { return slot.kind * 10 + slot.ordinal; });
    CHECK(bytes ==
          "ISA*00*          *00*          *14*HARBORSUPPLY   *ZZ*NORTHWINDBUYER *000229*2359*^*00501*000000010*1*T*:~"
          "GS*PR*HARBORSUPPLY*NW01*20000229*2359*20*X*004010VICS~"
          "ST*855*0030~BAK*00*AC*P1*20260301~SE*3*0030~ST*855*0031~BAK*00*AC*P1*20260301~SE*3*0031~GE*2*20~"
          "GS*FA*HARBORSUPPLY*NW01*20000229*2359*21*X*004010VICS~"
          "ST*997*0032~AK1*PO*7~AK9*A*0*0*0~SE*4*0032~GE*1*21~IEA*2*000000010~");
    CHECK(codes(split(bytes).findings).empty());

    const auto refused = [&](crossdock_assemble_request changed) {
        Output ignored;
        try {
            x12::assemble(catalog(), changed, ignored.raw());
        } catch (const sdk::Failure& failure) {
            return failure.code() + ": " + failure.what();
        }
        return std::string("not refused");
    };
    crossdock_assemble_request changed = request;
    changed.sender.id = sdk::view("SIXTEENCHARACTER");
    CHECK(refused(changed) ==
          "x12.cannot-assemble: the id of the sender is 'SIXTEENCHARACTER'; 1 to 15 characters would be right");
    changed = request;
    changed.receiver.id = sdk::view("A*B");
    CHECK(refused(changed).rfind("x12.cannot-assemble: the id of the receiver is 'A*B', which holds a delimiter", 0) ==
          0);
    changed = request;
    changed.transaction_count = 0;
    CHECK(refused(changed).rfind("x12.cannot-assemble: there is no transaction", 0) == 0);
    const Options other{{"element-separator", "|"}};
    changed = request;
    changed.options = other;
    CHECK(refused(changed).rfind("x12.cannot-assemble: a transaction was encoded with other delimiters", 0) == 0);
    const Options usage{{"usage", "maybe"}};
    changed.options = usage;
    CHECK(refused(changed).rfind("x12.bad-option: usage is 'maybe'", 0) == 0);
    const Options release{{"release", "005010"}};
    changed.options = release;
    CHECK(refused(changed) == "x12.cannot-assemble: release is '005010', but the transactions are of release 004010");
}

TEST_CASE("an output over its limit and a tape that does not nest are refused") {
    Output small(20);
    CHECK(encoded(
              "x12/004010/855", [](x12::TapeBuilder& tape) { minimal_response(tape); }, nullptr, &small)
              .rfind("format.output-too-large: ", 0) == 0);
    CHECK(encoded("x12/004010/855", [](x12::TapeBuilder& tape) { tape.begin("BAK"); }).rfind("x12.bad-tape: ", 0) == 0);
}
