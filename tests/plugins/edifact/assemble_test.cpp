// Putting messages into an interchange.
#include "plugins/edi/tape_builder.hpp"
#include "plugins/edifact/assembler.hpp"
#include "plugins/edifact/transaction.hpp"
#include "tests/plugins/edifact/fixture.hpp"

#include <crossdock/cpp/views.hpp>

#include <catch2/catch.hpp>

using namespace edifact_test;
namespace edifact = crossdock::edifact;
namespace sdk = crossdock::sdk;

namespace {

constexpr const char* type = "edifact/D.96A/REMADV";

// A message as the encoder makes it, under the same options.
void write_message(Output& output, const crossdock_format_options* options) {
    Tape tape;
    edifact::TapeBuilder builder(*catalog().find(type), tape.writer());
    const auto segment = [&](const std::string& tag, const std::string& composite,
                             const std::vector<std::string>& parts) {
        builder.begin(tag);
        if (!composite.empty()) builder.begin(composite);
        for (std::size_t part = 0; part < parts.size(); ++part)
            builder.value(
                composite.empty() ? tag + "0" + std::to_string(part + 1) : composite + "-" + std::to_string(part + 1),
                parts[part]);
        if (!composite.empty()) builder.end();
        builder.end();
    };
    segment("BGM", "BGM01", {"481"});
    segment("DTM", "DTM01", {"137", "20260331", "102"});
    segment("UNS", "", {"S"});
    segment("MOA", "MOA01", {"12", "841.07"});
    crossdock_encode_request request{};
    request.struct_size = sizeof request;
    request.type = sdk::view(type);
    const crossdock_tape_view view = tape.view("");
    request.document = &view;
    request.options = options;
    edifact::encode(catalog(), request, output.raw());
}

struct Parties {
    std::string sender_qualifier = "14", sender = "5412345000013", receiver_qualifier = "14",
                receiver = "4012345000009";
    bool test = false;
};

// The interchange of `count` messages with the numbers 7 (interchange) and 1, 2, …; or the error as `code: text`.
std::string assembled(const crossdock_format_options* options = nullptr, const Parties& parties = {},
                      std::size_t count = 1, const crossdock_format_options* of_messages = nullptr) {
    Output message;
    write_message(message, of_messages == nullptr ? options : of_messages);
    const std::vector<crossdock_encoded_view> messages(count, message.encoded(type));
    crossdock_assemble_request request{};
    request.struct_size = sizeof request;
    request.test = parties.test ? 1 : 0;
    request.sender = {sdk::view(parties.sender_qualifier), sdk::view(parties.sender)};
    request.receiver = {sdk::view(parties.receiver_qualifier), sdk::view(parties.receiver)};
    request.time_ms = 1772356500000;  // 2026-03-01 09:15 UTC
    request.transactions = messages.data();
    request.transaction_count = messages.size();
    request.transaction_size = sizeof(crossdock_encoded_view);
    request.options = options;
    Output output;
    try {
        edifact::assemble(catalog(), request, output.raw());
    } catch (const sdk::Failure& failure) {
        return failure.code() + ": " + failure.what();
    }
    return filled(output, [](const crossdock_slot& slot) -> std::uint64_t {
        return slot.kind == CROSSDOCK_SLOT_INTERCHANGE ? 7 : slot.ordinal + 1;
    });
}

std::string header(const crossdock_format_options* options = nullptr, const Parties& parties = {}) {
    const std::string text = assembled(options, parties);
    return text.starts_with("edifact.") ? text : text.substr(0, text.find("UNH"));
}

}  // namespace

TEST_CASE("messages stand in an interchange with its reference, and their own in their order") {
    const std::string text = assembled(nullptr, {}, 2);
    CHECK(text ==
          "UNB+UNOC:3+5412345000013:14+4012345000009:14+260301:0915+7'"
          "UNH+1+REMADV:D:96A:UN'BGM+481'DTM+137:20260331:102'UNS+S'MOA+12:841.07'UNT+6+1'"
          "UNH+2+REMADV:D:96A:UN'BGM+481'DTM+137:20260331:102'UNS+S'MOA+12:841.07'UNT+6+2'UNZ+2+7'");
    const Split found = split(text);
    CHECK(codes(found.findings) == std::vector<std::string>{});
    CHECK(found.slices.size() == 2);
    for (const Slice& slice : found.slices) CHECK(codes(decode(text, slice).findings) == std::vector<std::string>{});
}

TEST_CASE("what was assembled is read without findings, under any delimiters") {
    for (const Options& options : {Options{{"element-separator", "|"},
                                           {"component-separator", "<"},
                                           {"segment-terminator", "~\\r\\n"},
                                           {"release-character", "\\"}},
                                   Options{{"syntax", "UNOC:4"}, {"repetition-separator", "^"}},
                                   Options{{"decimal-mark", ","}, {"segment-terminator", "'\\n"}},
                                   Options{{"release-character", "none"}, {"syntax", "UNOB:2"}}}) {
        const std::string text = assembled(options, {}, 3);
        CAPTURE(text);
        CHECK(text.starts_with("UNA"));
        const Split found = split(text);
        CHECK(codes(found.findings) == std::vector<std::string>{});
        REQUIRE(found.slices.size() == 3);
        const Decoded decoded = decode(text, found.slices[2]);
        CHECK(codes(decoded.findings) == std::vector<std::string>{});
        CHECK(decoded.tape.find("MOA01-2=841.07") != std::string::npos);
    }
}

TEST_CASE("UNA stands in front where it is needed, always or never") {
    const std::string usual = "UNB+UNOC:3+5412345000013:14+4012345000009:14+260301:0915+7'";
    CHECK(header() == usual);
    const Options always{{"advice", "always"}};
    CHECK(header(always) == "UNA:+.? '" + usual);
    const Options comma{{"decimal-mark", ","}, {"segment-terminator", "'\\n"}};
    CHECK(header(comma) == "UNA:+,? '\n" + usual + "\n");
    const Options none{{"release-character", "none"}};
    CHECK(header(none).starts_with("UNA:+.  'UNB+"));
    const Options four{{"syntax", "UNOC:4"}, {"advice", "always"}};
    CHECK(header(four) == "UNA:+.?*'UNB+UNOC:4+5412345000013:14+4012345000009:14+20260301:0915+7'");
    const Options usual_four{{"syntax", "UNOC:4"}};
    CHECK(header(usual_four).starts_with("UNB+UNOC:4+"));
    const Options never{{"advice", "never"}};
    CHECK(header(never) == usual);
    const Options impossible{{"advice", "never"}, {"decimal-mark", ","}};
    CHECK(header(impossible).starts_with("edifact.bad-option: advice is 'never'"));
    const Options sometimes{{"advice", "sometimes"}};
    CHECK(header(sometimes).starts_with("edifact.bad-option: advice is 'sometimes'"));
}

TEST_CASE("test, acknowledgement and what else UNB says stand in their places, empty ones at the end left out") {
    const std::string begin = "UNB+UNOC:3+5412345000013:14+4012345000009:14+260301:0915+7";
    Parties test;
    test.test = true;
    CHECK(header(nullptr, test) == begin + "++++++1'");
    const Options asks{{"acknowledgement-requested", "yes"}};
    CHECK(header(asks) == begin + "++++1'");
    const Options all{{"password", "SECRET"},
                      {"application-reference", "REMADV"},
                      {"priority", "A"},
                      {"acknowledgement-requested", "1"},
                      {"agreement", "EANCOM"}};
    CHECK(header(all, test) == begin + "+SECRET+REMADV+A+1+EANCOM+1'");
    CHECK(split(assembled(all, test)).envelopes.at(0).test == 1);
    const Options long_priority{{"priority", "AB"}};
    CHECK(header(long_priority)
              .starts_with("edifact.cannot-assemble: priority is 'AB'; 0 to 1 characters would be right"));
}

TEST_CASE("parties are released and written in the characters of the syntax") {
    CHECK(header(nullptr, {"", "A+B:C'D?", "ZZ", "M\xC3\xBCller"}) ==
          "UNB+UNOC:3+A?+B?:C?'D??+M\xFCller:ZZ+260301:0915+7'");
    const Split found = split(assembled(nullptr, {"", "A+B:C'D?", "ZZ", "M\xC3\xBCller"}));
    CHECK(found.envelopes.at(0).sender == "A+B:C'D?");
    CHECK(found.envelopes.at(0).receiver == "M\xC3\xBCller");
    const Options a{{"syntax", "UNOA:2"}};
    CHECK(header(a, {"", "buyer", "", "SELLER"})
              .starts_with("edifact.cannot-assemble: the id of the sender is 'buyer', which holds characters that UNOA "
                           "does not have"));
    CHECK(header(nullptr, {"", "", "", "S"})
              .starts_with("edifact.cannot-assemble: the id of the sender is ''; 1 to 35 characters would be right"));
    CHECK(
        header(nullptr, {"", "B", "12345", "S"})
            .starts_with(
                "edifact.cannot-assemble: the qualifier of the receiver is '12345'; 1 to 4 characters would be right"));
    CHECK(header(nullptr, {"", std::string(36, 'x'), "", "S"})
              .starts_with("edifact.cannot-assemble: the id of the sender"));
    std::string umlauts;
    for (int times = 0; times < 35; ++times) umlauts += "\xC3\xBC";
    CHECK(header(nullptr, {"", umlauts, "", "S"}).find(std::string(35, '\xFC')) != std::string::npos);
    const Options none{{"release-character", "none"}};
    CHECK(header(none, {"", "A+B", "", "S"})
              .starts_with("edifact.cannot-assemble: the id of the sender is 'A+B', which holds a delimiter"));
}

TEST_CASE("what does not belong together is refused") {
    CHECK(assembled(nullptr, {}, 0).starts_with("edifact.cannot-assemble: there is no message to assemble"));
    const Options other{{"element-separator", "|"}};
    CHECK(assembled(nullptr, {}, 1, other)
              .starts_with("edifact.cannot-assemble: a transaction was encoded with other delimiters"));
    const Options lines{{"segment-terminator", "'\\n"}};
    CHECK(assembled(nullptr, {}, 1, lines)
              .starts_with("edifact.cannot-assemble: a transaction was encoded with other delimiters"));
    Output message;
    write_message(message, nullptr);
    const crossdock_encoded_view unknown = message.encoded("edifact/D.96A/PRICAT");
    crossdock_assemble_request request{};
    request.struct_size = sizeof request;
    request.sender.id = sdk::view("A");
    request.receiver.id = sdk::view("B");
    request.transactions = &unknown;
    request.transaction_count = 1;
    request.transaction_size = sizeof unknown;
    Output output;
    CHECK_THROWS_WITH(edifact::assemble(catalog(), request, output.raw()),
                      "'edifact/D.96A/PRICAT' is not in the dictionaries");
}
