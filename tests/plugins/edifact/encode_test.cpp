// Encoding documents, and the way there and back.
#include "plugins/edi/tape_builder.hpp"
#include "plugins/edifact/assembler.hpp"
#include "plugins/edifact/transaction.hpp"
#include "tests/plugins/edifact/fixture.hpp"

#include <crossdock/cpp/views.hpp>

#include <functional>

#include <catch2/catch.hpp>

using namespace edifact_test;
namespace edifact = crossdock::edifact;
namespace sdk = crossdock::sdk;
using Fields = std::vector<std::pair<std::string, std::string>>;

namespace {

// The bytes of a document, with 1 for the reference, or the error as `code: text`.
std::string encoded(const std::string& type, const crossdock_tape_view& document,
                    const crossdock_format_options* options) {
    crossdock_encode_request request{};
    request.struct_size = sizeof request;
    request.type = sdk::view(type);
    request.document = &document;
    request.options = options;
    Output output;
    try {
        edifact::encode(catalog(), request, output.raw());
    } catch (const sdk::Failure& failure) {
        return failure.code() + ": " + failure.what();
    }
    return filled(output, [](const crossdock_slot&) { return 1; });
}

// A group of values, `BGM01-1` in the composite `BGM01`.
void segment(edifact::TapeBuilder& tape, const std::string& tag, const Fields& fields) {
    tape.begin(tag);
    std::string composite;
    for (const auto& [name, value] : fields) {
        const std::size_t dash = name.find('-');
        const std::string of = dash == std::string::npos ? "" : name.substr(0, dash);
        if (of != composite) {
            if (!composite.empty()) tape.end();
            if (!of.empty()) tape.begin(of);
            composite = of;
        }
        tape.value(name, value);
    }
    if (!composite.empty()) tape.end();
    tape.end();
}

// An order of one line, with one more segment in front of the line.
std::string order_with(const std::string& tag, const Fields& fields,
                       const crossdock_format_options* options = nullptr) {
    Tape tape;
    edifact::TapeBuilder builder(*catalog().find("edifact/D.96A/ORDERS"), tape.writer());
    segment(builder, "BGM", {{"BGM01-1", "220"}, {"BGM02", "P1"}});
    segment(builder, "DTM", {{"DTM01-1", "137"}, {"DTM01-2", "20260301"}, {"DTM01-3", "102"}});
    if (!tag.empty()) segment(builder, tag, fields);
    segment(builder, "UNS", {{"UNS01", "S"}});
    return encoded("edifact/D.96A/ORDERS", tape.view(""), options);
}

std::string text_with(const std::string& text, const crossdock_format_options* options = nullptr) {
    const std::string bytes = order_with("FTX", {{"FTX01", "AAI"}, {"FTX04-1", text}}, options);
    const std::size_t at = bytes.find("FTX");
    return at == std::string::npos || bytes.starts_with("edifact.") ? bytes : bytes.substr(at, bytes.find("UNS") - at);
}

// The message in `payload` decoded, and encoded again.
std::string written_again(const std::string& payload, const crossdock_format_options* options) {
    const Slice slice = split(payload).slices.at(0);
    const std::string source = payload.substr(slice.offset, slice.size);
    Tape tape;
    crossdock_findings findings{};
    findings.report = [](void*, const crossdock_finding* finding) { FAIL(std::string(sdk::text(finding->text))); };
    crossdock_decode_request request{};
    request.struct_size = sizeof request;
    request.source = sdk::bytes_view(source);
    request.type = sdk::view(slice.type);
    request.interchange_context = sdk::view(slice.interchange_context);
    edifact::decode(catalog(), request, edifact::all_levels, tape.writer(), findings);
    return encoded(slice.type, tape.view(source), options);
}

}  // namespace

TEST_CASE("a message is written in the order of its directory, with references as slots") {
    Tape tape;
    edifact::TapeBuilder builder(*catalog().find("edifact/D.96A/ORDERS"), tape.writer());
    segment(builder, "CNT", {{"CNT01-1", "2"}, {"CNT01-2", "1"}});
    segment(builder, "UNS", {{"UNS01", "S"}});
    builder.begin("LIN-loop");
    segment(builder, "QTY", {{"QTY01-1", "21"}, {"QTY01-2", "24"}});
    segment(builder, "LIN", {{"LIN03-2", "EN"}, {"LIN03-1", "4012345678901"}, {"LIN01", "1"}});
    builder.end();
    segment(builder, "DTM", {{"DTM01-1", "137"}, {"DTM01-2", "20260301"}, {"DTM01-3", "102"}});
    segment(builder, "UNT", {{"UNT01", "99"}});
    segment(builder, "BGM", {{"BGM03", "9"}, {"BGM02", "P1"}, {"BGM01-1", "220"}});
    crossdock_encode_request request{};
    request.struct_size = sizeof request;
    request.type = sdk::view("edifact/D.96A/ORDERS");
    const crossdock_tape_view view = tape.view("");
    request.document = &view;
    Output output;
    edifact::encode(catalog(), request, output.raw());
    CHECK(output.slots().size() == 2);
    for (const crossdock_slot& slot : output.slots()) CHECK(slot.kind == CROSSDOCK_SLOT_TRANSACTION);
    CHECK(filled(output, [](const crossdock_slot&) { return 4711; }) ==
          "UNH+4711+ORDERS:D:96A:UN'BGM+220+P1+9'DTM+137:20260301:102'LIN+1++4012345678901:EN'QTY+21:24'UNS+S'CNT+2:1'"
          "UNT+8+4711'");
}

TEST_CASE("what was read is written again byte for byte, for each message and under any delimiters") {
    for (const Document& document : documents()) {
        for (const Style& style :
             {Style{}, Style{'>', '*', '.', '\\', '^', '~', "\n"}, Style{':', '+', '.', '?', '%', '\'', "\r\n"},
              Style{'\x1F', '\x1D', '.', '?', '\x19', '\x1C', ""}}) {
            // An asterisk repeats in syntax 4.
            const bool repeats = document.syntax_version == "4";
            if (repeats && style.element == '*') continue;
            CAPTURE(document.identifier, style.element);
            std::string text =
                interchange({message(document.segments, document.identifier)}, "UNOC:" + document.syntax_version);
            if (repeats)
                for (char& c : text)
                    if (c == '*') c = style.reserved == ' ' ? '*' : style.reserved;
            Style used = style;
            if (repeats && used.reserved == ' ') used.reserved = '*';
            const std::string payload = styled(text, used);
            const Slice slice = split(payload).slices.at(0);
            const std::string element(1, style.element), component(1, style.component), release(1, style.release),
                ending = style.segment + style.line_end, syntax = "UNOC:" + document.syntax_version,
                repetition(1, repeats ? used.reserved : '*');
            std::vector<std::string> parts{""};
            for (const char c : document.identifier) c == ':' ? void(parts.emplace_back()) : void(parts.back() += c);
            const std::string association = parts.size() > 4 ? parts[4] : "";
            const Options options{{"element-separator", element},
                                  {"component-separator", component},
                                  {"release-character", release},
                                  {"segment-terminator", ending},
                                  {"syntax", syntax},
                                  {"association", association},
                                  {"repetition-separator", repetition}};
            CHECK(written_again(payload, options) == payload.substr(slice.offset, slice.size) + style.line_end);
        }
    }
}

TEST_CASE("what is written again differs only where nothing was said") {
    const auto again = [](const std::string& segment) {
        const std::string bytes =
            written_again(interchange({message({"BGM+220+P1", "DTM+137:20260301:102", segment, "UNS+S"})}), nullptr);
        const std::size_t at = bytes.find("FTX");
        return bytes.substr(at, bytes.find("UNS") - at);
    };
    CHECK(again("FTX+AAI+++a:b") == "FTX+AAI+++a:b'");
    CHECK(again("FTX+AAI+++a::+") == "FTX+AAI+++a'");
    CHECK(again("FTX+AAI++") == "FTX+AAI'");
    CHECK(again("FTX+AAI+++?a??") ==
          "FTX+AAI+++a?"
          "?'");
    CHECK(written_again(interchange({message({"BGM+220+P1", "DTM+137:20260301:102", "UNS+S", "MOA+86:1,5"})}), nullptr)
              .find("MOA+86:1.5'") != std::string::npos);
}

TEST_CASE("what UNH says behind the type of the message is written again") {
    const std::string payload = replaced(order(), "ORDERS:D:96A:UN'", "ORDERS:D:96A:UN+CASE-7+2:F'");
    CHECK(written_again(payload, nullptr).starts_with("UNH+1+ORDERS:D:96A:UN+CASE-7+2:F'BGM+"));
}

TEST_CASE("delimiters in data are released, and only those") {
    CHECK(text_with("It's 5 + 5: why?") ==
          "FTX+AAI+++It?'s 5 ?+ 5?: why?"
          "?'");
    CHECK(text_with("a*b~c.d,e") == "FTX+AAI+++a*b~c.d,e'");
    const Options four{{"syntax", "UNOC:4"}};
    CHECK(text_with("a*b", four) == "FTX+AAI+++a?*b'");
    const Options other{{"element-separator", "|"},
                        {"component-separator", "<"},
                        {"segment-terminator", "~\\n"},
                        {"release-character", "\\"}};
    CHECK(text_with("It's | < ~ \\ + : ?", other) == "FTX|AAI|||It's \\| \\< \\~ \\\\ + : ?~\n");
    const Options none{{"release-character", "none"}};
    CHECK(text_with("why?", none) == "FTX+AAI+++why?'");
    CHECK(text_with("5 + 5", none).starts_with("edifact.delimiter-in-data: ORDERS/FTX[1]: FTX04-1 is '5 + 5'"));
}

TEST_CASE("data is written in the characters of the syntax, and what they lack is refused") {
    const Options a{{"syntax", "UNOA:2"}}, b{{"syntax", "UNOB:2"}}, c{{"syntax", "UNOC:3"}}, e{{"syntax", "UNOE:3"}},
        y{{"syntax", "UNOY:4"}};
    CHECK(text_with("ABC", a) == "FTX+AAI+++ABC'");
    CHECK(text_with("abc", b) == "FTX+AAI+++abc'");
    CHECK(text_with("M\xC3\xBCller", c) == "FTX+AAI+++M\xFCller'");
    CHECK(text_with("\xD0\x9C", e) == "FTX+AAI+++\xBC'");
    CHECK(text_with("\xE2\x82\xAC", y) == "FTX+AAI+++\xE2\x82\xAC'");
    for (const auto& [text, options] : std::vector<std::pair<std::string, const Options*>>{{"abc", &a},
                                                                                           {"M\xC3\xBCller", &b},
                                                                                           {"\xD0\x9C", &c},
                                                                                           {"\xE2\x82\xAC", &c},
                                                                                           {"M\xC3\xBCller", &e},
                                                                                           {"a\nb", &y},
                                                                                           {"a\tb", &c}}) {
        CAPTURE(text);
        CHECK(text_with(text, *options).starts_with("edifact.invalid-character: ORDERS/FTX[1]: FTX04-1 is '"));
    }
}

TEST_CASE("numbers are written with the decimal mark asked for") {
    const auto amount = [](const std::string& value, const crossdock_format_options* options) {
        const std::string bytes = order_with("MOA", {{"MOA01-1", "86"}, {"MOA01-2", value}}, options);
        return bytes.starts_with("edifact.") ? bytes
                                             : bytes.substr(bytes.find("MOA"), bytes.find("UNT") - bytes.find("MOA"));
    };
    const Options comma{{"decimal-mark", ","}};
    CHECK(amount("-12.5", nullptr) == "MOA+86:-12.5'");
    CHECK(amount("-12.5", comma) == "MOA+86:-12,5'");
    CHECK(amount("12", comma) == "MOA+86:12'");
    CHECK(amount("1E3", nullptr).starts_with("edifact.bad-number: ORDERS/MOA[1]: MOA01-2 is '1E3'; a number of"));
    CHECK(text_with("a.b", comma) == "FTX+AAI+++a.b'");
}

TEST_CASE("what the directory does not allow is refused, with the place and what would be right") {
    CHECK(order_with("", {}).starts_with("UNH+1+ORDERS:D:96A:UN'BGM+220+P1'"));
    CHECK(order_with("RFF", {{"RFF01-2", "x"}})
              .starts_with(
                  "edifact.unknown-name: ORDERS: 'RFF' is no segment or loop of this place in edifact/D.96A/ORDERS"));
    CHECK(order_with("FTX", {{"FTX04-1", "x"}}) ==
          "edifact.missing-element: ORDERS/FTX[1]: mandatory FTX01 is missing");
    CHECK(
        order_with("FTX", {{"FTX01", "AAAA"}})
            .starts_with("edifact.element-too-long: ORDERS/FTX[1]: FTX01 is 'AAAA'; 1 to 3 characters would be right"));
    CHECK(order_with("BGM", {{"BGM02", "2"}}).starts_with("edifact.segment-over-max: ORDERS: BGM comes 2 times"));
    Tape tape;
    CHECK(encoded("edifact/D.96A/ORDERS", tape.view(""), nullptr)
              .starts_with("edifact.missing-segment: ORDERS: mandatory BGM is missing"));
    CHECK(encoded("edifact/D.96A/PRICAT", tape.view(""), nullptr).starts_with("edifact.unknown-transaction-set: "));
}

TEST_CASE("options that cannot be are refused") {
    for (const auto& [name, value] : Fields{{"syntax", "UNOX:3"},
                                            {"syntax", "UNOC:5"},
                                            {"syntax",
                                             "UNOC"
                                             ":"},
                                            {"element-separator", "A"},
                                            {"component-separator", "+"},
                                            {"segment-terminator", "''"},
                                            {"release-character", "'"},
                                            {"decimal-mark", ";"},
                                            {"decimal-mark", ""},
                                            {"component-separator", "."},
                                            {"association", "EAN+08"},
                                            {"association", "EAN0080"}}) {
        CAPTURE(name, value);
        const Options options{{name, value}};
        CHECK(order_with("", {}, options).starts_with("edifact.bad-option: "));
    }
    const Options four{{"syntax", "UNOC:4"}};
    Tape tape;
    CHECK(encoded("edifact/syntax-4/CONTRL", tape.view(""), nullptr) ==
          "edifact.bad-option: syntax is 'UNOC:3': version 4 is right");
    CHECK(encoded("edifact/syntax-3/CONTRL", tape.view(""), four) ==
          "edifact.bad-option: syntax is 'UNOC:4': version 3 or less is right");
    const Options association{{"association", "EAN008"}};
    CHECK(order_with("", {}, association).starts_with("UNH+1+ORDERS:D:96A:UN:EAN008'"));
}
