// Formats through the bus, in threads and in processes.
#include <catch2/catch.hpp>

#include <array>
#include <map>

#include "host/plugins/wire/error.hpp"
#include "tests/host/plugins/running_host.hpp"

using namespace crossdock;
using namespace crossdock::plugins;
using namespace crossdock::testing;

namespace {

SharedBytes bytes(std::string text) { return std::make_shared<const std::string>(std::move(text)); }

std::vector<DecodeItem> items_of(const SharedBytes& payload, const std::vector<SplitEvent>& events) {
    std::vector<DecodeItem> items;
    for (const SplitEvent& event : events)
        if (const auto* slice = std::get_if<Slice>(&event)) {
            DecodeItem item;
            item.payload = payload;
            item.offset_in_payload = slice->offset;
            item.source_offset = slice->offset;
            item.first_segment = slice->first_segment;
            item.size = slice->size;
            items.push_back(item);
        }
    return items;
}

Isolation isolation() { return GENERATE(Isolation::thread, Isolation::process); }

std::string words(const Document& document) {
    std::string text;
    const NodeIndex line = document.child(Document::root, "line");
    for (NodeIndex word = document.child(line, "word"); word != no_node; word = document.next_named(word))
        text += std::string(document[word].text) + "/";
    return text;
}

}  // namespace

TEST_CASE("a payload is split and decoded in two exchanges") {
    RunningHost running({adapter("lines", "lines", isolation())});
    const auto format = *running.host->format("lines");
    const SharedBytes payload = bytes("one two\n?\nthree\n");
    const auto split = format->split_all({payload, bytes("split-fail\n"), bytes("")}, {});
    REQUIRE(split.ok());
    REQUIRE(split->size() == 3);
    REQUIRE((*split)[0].ok());
    const std::vector<SplitEvent>& events = *(*split)[0];
    REQUIRE(events.size() == 5);
    CHECK(std::get<Envelope>(events[0]).sender == Party{"ZZ", "SENDER"});
    CHECK(std::get<Slice>(events[1]).size == 7);
    CHECK(std::get<EnvelopeEnd>(events[4]).counted == 3);
    CHECK((*split)[1].error().code == "trial.asked-to");
    CHECK((*split)[2].ok());

    Names names;
    const Symbol word = names.intern("word");
    const auto decoded = format->decode(items_of(payload, events), {}, names);
    REQUIRE(decoded.ok());
    REQUIRE(decoded->size() == 3);
    const Document& first = *(*decoded)[0].document;
    CHECK(words(first) == "one/two/");
    CHECK(first[first.child(first.child(Document::root, "line"), word)].text == "one");
    CHECK(first.text(first.child(Document::root, "line"), "number") == "1");
    CHECK((*decoded)[1].findings.at(0).code == "trial.question");
    CHECK((*decoded)[1].findings.at(0).offset == 8);
    // The list of names goes over once; texts of the first answer live on.
    const auto again = format->decode(items_of(payload, events), {}, names);
    REQUIRE(again.ok());
    CHECK(words(*(*again)[2].document) == "three/");
    CHECK(words(first) == "one/two/");
}

TEST_CASE("documents outlive the payload's other holders and the client") {
    RunningHost running({adapter("lines", "lines", isolation())});
    Names names;
    std::vector<Decoded> kept;
    {
        const auto format = *running.host->format("lines");
        const SharedBytes payload = bytes("alpha beta");
        auto decoded = format->decode({{payload, 0, 0, 1, "", "", "", 10}}, {}, names);
        REQUIRE(decoded.ok());
        kept = *std::move(decoded);
    }
    CHECK(words(*kept[0].document) == "alpha/beta/");
}

TEST_CASE("what a format refuses or throws is the item's own failure") {
    RunningHost running({adapter("lines", "lines", isolation())});
    const auto format = *running.host->format("lines");
    Names names;
    const SharedBytes payload = bytes("failthrowgood");
    const auto decoded = format->decode(
        {{payload, 0, 0, 1, "", "", "", 4}, {payload, 4, 4, 2, "", "", "", 5}, {payload, 9, 9, 3, "", "", "", 4}}, {},
        names);
    REQUIRE(decoded.ok());
    CHECK((*decoded)[0].status.error().code == "trial.asked-to");
    CHECK((*decoded)[0].status.error().position.offset == 7);
    CHECK((*decoded)[1].status.error().text == "it was asked to throw");
    CHECK(words(*(*decoded)[2].document) == "good/");
    CHECK(format->decode({{payload, 9, 9, 3, "", "", "", 40}}, {}, names).error().code == "format.bad-slice");
}

TEST_CASE("a malformed answer is the adapter's fault: a person has to look, and the document is not refused for it") {
    RunningHost running({adapter("lines", "lines", isolation())});
    const auto format = *running.host->format("lines");
    Names names;
    const SharedBytes payload = bytes("unbalancedgood");
    const auto decoded =
        format->decode({{payload, 0, 0, 1, "", "", "", 10}, {payload, 10, 10, 2, "", "", "", 4}}, {}, names);
    REQUIRE(decoded.ok());
    CHECK((*decoded)[0].status.error().code == "tape.unbalanced");
    CHECK((*decoded)[0].status.error().error_class == ErrorClass::needs_person);
    CHECK(words(*(*decoded)[1].document) == "good/");
    // An error that is cut off.
    ByteReader nothing(std::span<const std::byte>{});
    CHECK(read_error(nothing).code == "bus.bad-frame");
    ByteReader again(std::span<const std::byte>{});
    CHECK(read_error(again).error_class == ErrorClass::needs_person);
}

TEST_CASE("documents are encoded and assembled with slots for their numbers") {
    RunningHost running({adapter("lines", "lines", isolation())});
    const auto format = *running.host->format("lines");
    Names names;
    Document document(names);
    const NodeIndex line = document.add_group(Document::root, document.symbol("line"));
    document.add_value(line, document.symbol("word"), "hello");
    Document failing(names);
    failing.add_value(Document::root, failing.symbol("word"), "fail");
    const std::array<const Document*, 3> documents{&document, &failing, &document};
    WriteRequest request;
    request.type = "lines/1";
    request.count = documents.size();
    request.document = [&](std::size_t index) -> Result<const Document*> { return documents.at(index); };
    request.envelope.sender = {"ZZ", "US"};
    request.envelope.receiver = {"ZZ", "THEM"};
    const auto written = format->write_payload(request);
    REQUIRE(written.ok());
    CHECK(written->documents[0].ok());
    CHECK(written->documents[1].error().code == "trial.asked-to");
    CHECK(written->documents[2].ok());
    CHECK(written->payload.bytes == "LINES US>THEM 000000000\nhello #0000\nhello #0000\n");
    REQUIRE(written->payload.slots.size() == 1);
    CHECK(written->payload.slots[0].kind == SlotKind::interchange);
    CHECK(written->payload.slots[0].offset == 14);
    CHECK(written->payload.slots[0].width == 9);
}

TEST_CASE("slots that no number can go into are the adapter's fault, and it is named") {
    RunningHost running({adapter("lines", "lines", isolation())});
    const auto format = *running.host->format("lines");
    Names names;
    Document document(names);
    document.add_value(Document::root, document.symbol("word"), "hello");
    WriteRequest request;
    request.type = "lines/1";
    request.count = 1;
    request.document = [&](std::size_t) -> Result<const Document*> { return &document; };
    for (const auto& [what, said] : std::map<std::string, std::string>{
             {"slot-of-no-kind", "slot 1 is of the kind 9"},
             {"slot-with-last-ordinal", "slot 1 has the ordinal 4294967295"},
             {"slot-with-skipped-ordinal", "slot 1 has the ordinal 1"},
             {"slot-without-width", "slot 1 is 0 digits wide"},
             {"slot-too-wide", "slot 1 is 15 digits wide"},
             {"slot-before-the-last", "slot 1 lies at 0"},
             {"slot-over-the-last", "slot 1 lies at"},
             {"slot-outside", "slot 1 lies at"},
             {"slot-too-long", "slot 1 lies at"},
         }) {
        INFO(what);
        request.envelope.sender = {"ZZ", what};
        const auto written = format->write_payload(request);
        REQUIRE_FALSE(written.ok());
        CHECK(written.error().code == "bus.bad-frame");
        CHECK(written.error().error_class == ErrorClass::needs_person);
        CHECK_THAT(written.error().text, Catch::Contains("adapter lines") && Catch::Contains(said));
    }
    request.envelope.sender = {"ZZ", "US"};
    CHECK(format->write_payload(request).ok());
}

TEST_CASE("one document's bad slots are its own where each is encoded alone") {
    RunningHost running({adapter("lines", "lines", Isolation::process)});
    const auto format = *running.host->format("lines");
    Names names;
    std::vector<std::unique_ptr<Document>> documents;
    for (const char* const word : {"crash", "slot-with-last-ordinal", "good"}) {
        documents.push_back(std::make_unique<Document>(names));
        documents.back()->add_value(Document::root, documents.back()->symbol("word"), word);
    }
    WriteRequest request;
    request.type = "lines/1";
    request.count = documents.size();
    request.document = [&](std::size_t index) -> Result<const Document*> { return documents.at(index).get(); };
    const auto written = format->write_payload(request);
    REQUIRE(written.ok());
    CHECK(written->documents[0].error().code == "plugin.died");
    CHECK(written->documents[1].error().code == "bus.bad-frame");
    CHECK(written->documents[2].ok());
    CHECK(written->payload.bytes == "LINES > 000000000\ngood #0000\n");
}

TEST_CASE("a format that says it wrote more than it had room for is not believed") {
    RunningHost running({adapter("lines", "lines", isolation())});
    const auto format = *running.host->format("lines");
    Names names;
    Document document(names);
    WriteRequest request;
    request.type = "lines/1";
    request.count = 1;
    request.document = [&](std::size_t) -> Result<const Document*> { return &document; };
    for (const char* const what : {"more-bytes", "more-slots"}) {
        INFO(what);
        request.envelope.sender = {"ZZ", what};
        const auto assembled = format->write_payload(request);
        REQUIRE_FALSE(assembled.ok());
        CHECK(assembled.error().code == "plugin.overran");
        CHECK_THAT(assembled.error().text, Catch::Contains("`assemble`"));
        request.envelope.sender = {"ZZ", "US"};
        document.clear();
        document.add_value(Document::root, document.symbol("word"), what);
        const auto encoded = format->write_payload(request);
        REQUIRE(encoded.ok());
        CHECK(encoded->documents[0].error().code == "plugin.overran");
        document.clear();
    }
    const SharedBytes payload = bytes("more-eventsmore-textgood");
    const auto decoded = format->decode(
        {{payload, 0, 0, 1, "", "", "", 11}, {payload, 11, 11, 2, "", "", "", 9}, {payload, 20, 20, 3, "", "", "", 4}},
        {}, names);
    REQUIRE(decoded.ok());
    CHECK((*decoded)[0].status.error().code == "plugin.overran");
    CHECK((*decoded)[1].status.error().error_class == ErrorClass::needs_person);
    CHECK(words(*(*decoded)[2].document) == "good/");
}

TEST_CASE("what a split reports outside of its payload, or before what it reported, fails that payload alone") {
    RunningHost running({adapter("lines", "lines", isolation())});
    const auto format = *running.host->format("lines");
    for (const char* const what : {"slice-outside", "slice-too-long", "slice-back", "group-outside", "group-back"}) {
        INFO(what);
        const SharedBytes bad = bytes("one\n" + std::string(what) + "\ntwo\n");
        const auto split = format->split_all({bad, bytes("one\n")}, {});
        REQUIRE(split.ok());
        REQUIRE_FALSE((*split)[0].ok());
        CHECK((*split)[0].error().code == "bus.bad-frame");
        CHECK_THAT((*split)[0].error().text, Catch::Contains("adapter lines"));
        CHECK((*split)[1].ok());
        auto stream = *format->split({});
        REQUIRE(stream->feed(bytes("zero\n")).ok());
        CHECK(stream->feed(bad).error().code == "bus.bad-frame");
    }
}

TEST_CASE("lists of names are forgotten with the process that sent them") {
    RunningHost running({adapter("lines", "lines", Isolation::process)});
    const auto format = *running.host->format("lines");
    Names names;
    const auto decode = [&](const std::string& line) {
        return format->decode({{bytes(line), 0, 0, 1, "", "", "", line.size()}}, {}, names);
    };
    CHECK(words(*decode("one")->at(0).document) == "one/");
    CHECK(decode("crash")->at(0).status.error().code == "plugin.died");
    const auto other = decode("other two");
    REQUIRE(other->at(0).status.ok());
    const Document& document = *other->at(0).document;
    const NodeIndex line = document.child(Document::root, "line");
    CHECK(document.text(line, "term") == "other");
    CHECK(document.child(line, "word") == no_node);
}

TEST_CASE("a format says what it knows") {
    RunningHost running({adapter("lines", "lines", isolation()), adapter("echo", "echo", Isolation::thread)});
    const auto format = *running.host->format("lines");
    CHECK(*format->probe("LINES x", "a.txt", "") == 90);
    CHECK(*format->probe("other", "a.txt", "") == 0);
    CHECK(*format->types() == std::vector<std::string>{"lines/1", "lines/2"});
    CHECK(*format->describe("lines/1") == R"({"type":"object"})");
    CHECK(format->describe("lines/9").error().code == "format.unknown-type");
    CHECK(running.host->format("echo").error().code == "adapter.not-a-format");
    CHECK(running.host->format("nobody").error().code == "adapter.unknown");
}

TEST_CASE("an acknowledgement is a document made of the report") {
    RunningHost running({adapter("lines", "lines", isolation())});
    const auto format = *running.host->format("lines");
    Names names;
    GroupReport report;
    report.group.control_number = "42";
    report.transactions.resize(2);
    report.transactions[1].findings.resize(1);
    report.transactions[1].findings[0].code = "trial.bad";
    std::string type;
    const auto document = format->acknowledge(report, names, type);
    REQUIRE(document.ok());
    CHECK(type == "lines/ack");
    CHECK(document->document->text(Document::root, "accepted") == "2 of 42 trial.bad");
    report.decision = Decision::rejected;
    CHECK(format->acknowledge(report, names, type).error().code == "format.no-acknowledgement");
}

TEST_CASE("a split may be fed in pieces, closed or abandoned") {
    RunningHost running({adapter("lines", "lines", isolation())});
    const auto format = *running.host->format("lines");
    auto stream = *format->split({});
    CHECK(stream->feed(bytes("one tw"))->size() == 1);
    const auto more = stream->feed(bytes("o\nthree"));
    REQUIRE(more.ok());
    CHECK(std::get<Slice>(more->at(0)).size == 7);
    const auto last = stream->close();
    REQUIRE(last.ok());
    CHECK(last->size() == 2);
    CHECK(stream->feed(bytes("x")).error().code == "plugin.bad-state");

    auto failing = *format->split({});
    CHECK(failing->feed(bytes("split-fail\n")).error().code == "trial.asked-to");
    failing.reset();
    auto abandoned = *format->split({});
    static_cast<void>(abandoned->feed(bytes("half a line")));
    abandoned.reset();
    CHECK(*format->probe("LINES", "", "") == 90);
}
