#include "host/document/tape.hpp"

#include <catch2/catch.hpp>

#include "host/document/json.hpp"
#include "tests/host/document/tape_maker.hpp"

using namespace crossdock;
using crossdock::testing::TapeMaker;

namespace {

std::string code_of(const crossdock_tape_view& tape) {
    const Names names;
    Document document(names);
    const Status status = read_tape(tape, nullptr, document);
    CHECK(document.size() == 1);
    return status.ok() ? "accepted" : status.error().code;
}

}  // namespace

TEST_CASE("a tape becomes a tree with names, flags and positions") {
    Names names;
    const Symbol beg = names.intern("BEG");
    TapeMaker maker({"BEG", "BEG03", "N1-loop"}, "BEG*00*SA*PO-1~");
    maker.begin(0).source_value(1, 10, 4);
    maker.last().line = 3;
    maker.last().element = 3;
    maker.last().source_offset = 110;
    maker.end(0).begin(2, CROSSDOCK_TAPE_LIST_ITEM).value(1, "x", CROSSDOCK_TAPE_NUMBER).end(2);

    Document document(names);
    REQUIRE(read_tape(maker.view(), nullptr, document).ok());
    const NodeIndex segment = document.child(Document::root, beg);
    REQUIRE(segment != no_node);
    const Node& value = document[document.child(segment, "BEG03")];
    CHECK(value.text == "PO-1");
    CHECK(value.position.offset == 110);
    CHECK(value.position.line == 3);
    CHECK(value.position.element == 3);
    const NodeIndex loop = document.child(Document::root, "N1-loop");
    CHECK(document[loop].flags == node_flag::list_item);
    CHECK(document[document.child(loop, "BEG03")].flags == node_flag::number);
}

TEST_CASE("texts of a tape are borrowed, and their owner lives as long as the document") {
    const Names names;
    const auto source = std::make_shared<const std::string>("hello");
    TapeMaker maker({"greeting"}, *source);
    maker.source_value(0, 0, 5);
    Document document(names);
    REQUIRE(read_tape(maker.view(), source, document).ok());
    CHECK(document[1].text.data() == source->data());
    CHECK(source.use_count() == 2);
    document.clear();
    CHECK(source.use_count() == 1);
}

TEST_CASE("a name list is looked up once and then known by its id") {
    Names names;
    const Symbol known = names.intern("known");
    TapeNames tape_names(names);
    Document document(names);
    for (int round = 0; round < 2; ++round) {
        const TapeMaker maker = TapeMaker({"known", "strange"}).value(0, "1").value(1, "2");
        REQUIRE(read_tape(maker.view(7), nullptr, tape_names, document).ok());
        CHECK(document[1].name == known);
        CHECK(Document::is_local(document[2].name));
        CHECK(document.name_of(2) == "strange");
    }
    const TapeMaker other = TapeMaker({"strange", "known"}).value(0, "1").value(1, "2");
    REQUIRE(read_tape(other.view(8), nullptr, tape_names, document).ok());
    CHECK(document[2].name == known);
}

TEST_CASE("more name lists than are remembered are still read right") {
    Names names;
    names.intern("a");
    TapeNames tape_names(names);
    Document document(names);
    for (std::uint64_t id = 1; id < 300; ++id) {
        const TapeMaker maker = id % 2 == 0 ? TapeMaker({"a", "b"}).value(0, "1") : TapeMaker({"b", "a"}).value(0, "1");
        REQUIRE(read_tape(maker.view(id), nullptr, tape_names, document).ok());
        CHECK(document.name_of(1) == (id % 2 == 0 ? "a" : "b"));
    }
}

TEST_CASE("a tape that breaks its contract is refused and leaves an empty document") {
    CHECK(code_of(TapeMaker({"a"}).begin(0).view()) == "tape.unbalanced");
    CHECK(code_of(TapeMaker({"a"}).end(0).view()) == "tape.unbalanced");
    CHECK(code_of(TapeMaker({"a", "b"}).begin(0).end(1).view()) == "tape.unbalanced");
    CHECK(code_of(TapeMaker({"a"}).begin(0).end(0).end(0).view()) == "tape.unbalanced");
    CHECK(code_of(TapeMaker({"a"}).value(1, "x").view()) == "tape.name");
    CHECK(code_of(TapeMaker({"a"}).begin(UINT32_MAX).view()) == "tape.name");
    CHECK(code_of(TapeMaker({}).value(0, "x").view()) == "tape.name");
    CHECK(code_of(TapeMaker({"a"}, "source").source_value(0, 3, 4).view()) == "tape.text");
    CHECK(code_of(TapeMaker({"a"}, "source").source_value(0, 7, 0).view()) == "tape.text");
    CHECK(code_of(TapeMaker({"a"}, "source").source_value(0, UINT64_MAX, 2).view()) == "tape.text");
    CHECK(code_of(TapeMaker({"a"}, "s\xC3\xB6t").source_value(0, 0, 2).view()) == "tape.not-utf8");
    CHECK(code_of(TapeMaker({"a"}).value(0, "\xFF").view()) == "tape.not-utf8");
    CHECK(code_of(TapeMaker({"\xC0\x80"}).value(0, "x").view()) == "tape.not-utf8");

    TapeMaker kind({"a"});
    kind.value(0, "x").last().kind = 9;
    CHECK(code_of(kind.view()) == "tape.kind");
    const std::string name(2000, 'n');
    CHECK(code_of(TapeMaker({name}).value(0, "x").view()) == "tape.name");

    TapeMaker deep({"a"});
    for (int level = 0; level < 100'000; ++level) deep.begin(0);
    for (int level = 0; level < 100'000; ++level) deep.end(0);
    CHECK(code_of(deep.view()) == "tape.too-deep");
}

TEST_CASE("a tape that a document may have made bad is that document's fault, any other its adapter's") {
    const auto class_of = [](const crossdock_tape_view& tape) {
        const Names names;
        Document document(names);
        return read_tape(tape, nullptr, document).error().error_class;
    };
    CHECK(class_of(TapeMaker({"a"}).begin(0).view()) == ErrorClass::needs_person);
    CHECK(class_of(TapeMaker({"a"}).end(0).view()) == ErrorClass::needs_person);
    CHECK(class_of(TapeMaker({"a"}).value(1, "x").view()) == ErrorClass::needs_person);
    CHECK(class_of(TapeMaker({"a"}, "source").source_value(0, 7, 0).view()) == ErrorClass::needs_person);
    crossdock_tape_view old = TapeMaker({"a"}).view();
    old.struct_size = 8;
    CHECK(class_of(old) == ErrorClass::needs_person);
    CHECK(class_of(TapeMaker({"a"}).value(0, "\xFF").view()) == ErrorClass::permanent);
    CHECK(class_of(TapeMaker({std::string(2000, 'n')}).value(0, "x").view()) == ErrorClass::permanent);
    TapeMaker deep({"a"});
    for (int level = 0; level < 1'000; ++level) deep.begin(0);
    CHECK(class_of(deep.view()) == ErrorClass::permanent);
}

TEST_CASE("a tape view without memory or with an old size is refused") {
    const TapeMaker maker = TapeMaker({"a"}).value(0, "x");
    crossdock_tape_view tape = maker.view();
    tape.struct_size = 8;
    CHECK(code_of(tape) == "tape.view");
    tape = maker.view();
    tape.events = nullptr;
    CHECK(code_of(tape) == "tape.view");
    tape = maker.view();
    tape.event_count = UINT64_MAX;
    CHECK(code_of(tape) == "tape.view");
    tape = maker.view();
    tape.names = nullptr;
    CHECK(code_of(tape) == "tape.view");
    tape = maker.view();
    tape.name_count = UINT32_MAX;
    CHECK(code_of(tape) == "tape.view");
    tape = maker.view();
    tape.text.data = nullptr;
    CHECK(code_of(tape) == "tape.view");
}

TEST_CASE("an error of a tape tells the event and where in the payload it came from") {
    TapeMaker maker({"a"});
    maker.value(0, "x").value(5, "y");
    maker.last().line = 4;
    maker.last().source_offset = 77;
    const Names names;
    Document document(names);
    const Status status = read_tape(maker.view(), nullptr, document);
    REQUIRE_FALSE(status.ok());
    CHECK(status.error().text == "event 1 of the tape: its name is beyond the tape's names");
    CHECK(status.error().position.line == 4);
    CHECK(status.error().position.offset == 77);
}

TEST_CASE("a document survives the way to a tape and back") {
    Names names;
    names.intern("number");
    names.intern("lines");
    Document document(names);
    const std::string json =
        R"({"number":"PO-1","lines":[{"sku":"Sch\u00f6ne Gr\u00fc\u00dfe","quantity":2.50}],"notes":["a","b"],"gone":null,"yes":true})";
    REQUIRE(read_json(json, "order.json", document).ok());

    TapeBuilder builder;
    Document again(names);
    for (int round = 0; round < 3; ++round) {
        const Result<crossdock_tape_view> tape = builder.build(document);
        REQUIRE(tape.ok());
        REQUIRE(read_tape(*tape, nullptr, again).ok());
        CHECK(to_json(again) == to_json(document));
        CHECK(again[again.child(Document::root, "lines")].position.offset ==
              document[document.child(Document::root, "lines")].position.offset);
    }
}

TEST_CASE("a builder makes tapes of different documents one after the other") {
    Names names;
    names.intern("a");
    TapeBuilder builder;
    Document document(names);
    Document again(names);
    for (const char* const json :
         {R"({"x":"1","a":"2"})", R"({"a":"3"})", R"({"y":"4","x":"5","z":{"a":"6"}})", "{}"}) {
        REQUIRE(read_json(json, "test", document).ok());
        const Result<crossdock_tape_view> tape = builder.build(document);
        REQUIRE(tape.ok());
        REQUIRE(read_tape(*tape, nullptr, again).ok());
        CHECK(to_json(again) == json);
    }
}
