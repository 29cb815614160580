#include <catch2/catch.hpp>

#include <crossdock/tape_writer.h>

#include "host/document/json.hpp"
#include "host/document/output_store.hpp"
#include "host/document/tape.hpp"
#include "host/document/tape_store.hpp"

using namespace crossdock;

namespace {

crossdock_tape_event value_event() {
    crossdock_tape_event event{};
    event.kind = CROSSDOCK_TAPE_VALUE;
    return event;
}

}  // namespace

TEST_CASE("a plugin writes a tape that grows, and the next one in the same memory") {
    const crossdock_text_view name{"n", 1};
    const Names names;
    TapeStore store;
    for (int round = 0; round < 2; ++round) {
        crossdock_tape_writer& tape = store.start();
        tape.names = &name;
        tape.name_count = 1;
        std::string expected = "{\"n\":[";
        for (int index = 0; index < 5000; ++index) {
            const std::string text = std::to_string(index);
            REQUIRE(crossdock_tape_append_text(&tape, value_event(), text.data(), text.size()) == CROSSDOCK_OK);
            expected += (index == 0 ? "\"" : ",\"") + text + "\"";
        }
        const Result<crossdock_tape_view> view = store.view({});
        REQUIRE(view.ok());
        Document document(names);
        REQUIRE(read_tape(*view, nullptr, document).ok());
        CHECK(to_json(document) == expected + "]}");
    }
}

TEST_CASE("a tape does not grow above its limits") {
    TapeStore store({10, 100});
    crossdock_tape_writer& tape = store.start();
    const std::string text(60, 'x');
    CHECK(crossdock_tape_append_text(&tape, value_event(), text.data(), text.size()) == CROSSDOCK_OK);
    CHECK(crossdock_tape_append_text(&tape, value_event(), text.data(), text.size()) == CROSSDOCK_FAILED);
    for (int index = 1; index < 10; ++index) {
        const crossdock_tape_event event = value_event();
        CHECK(crossdock_tape_append(&tape, &event) == CROSSDOCK_OK);
    }
    const crossdock_tape_event event = value_event();
    CHECK(crossdock_tape_append(&tape, &event) == CROSSDOCK_FAILED);
    CHECK(tape.grow(&tape, UINT64_MAX, 0) == CROSSDOCK_FAILED);
    CHECK(tape.grow(&tape, 0, UINT64_MAX) == CROSSDOCK_FAILED);
    const Result<crossdock_tape_view> view = store.view({});
    REQUIRE(view.ok());
    CHECK(view->event_count == 10);
    CHECK(std::string_view(view->text.data, view->text.size) == text);
}

TEST_CASE("a plugin that claims more than it was given is caught") {
    TapeStore store;
    crossdock_tape_writer& tape = store.start();
    REQUIRE(tape.grow(&tape, 1, 1) == CROSSDOCK_OK);
    tape.event_count = tape.event_capacity + 1;
    CHECK(tape.grow(&tape, 1, 0) == CROSSDOCK_FAILED);
    CHECK(store.view({}).error().code == "tape.writer");
    tape.event_count = 0;
    tape.text_size = UINT64_MAX;
    CHECK(store.view({}).error().code == "tape.writer");

    OutputStore output;
    crossdock_output& bytes = output.start();
    bytes.size = 1;
    CHECK(output.view().error().code == "output.writer");
    CHECK(bytes.grow(&bytes, 1, 0) == CROSSDOCK_FAILED);
}

TEST_CASE("a plugin writes bytes with slots") {
    OutputStore store;
    for (int round = 0; round < 2; ++round) {
        crossdock_output& output = store.start();
        std::string expected;
        for (std::uint32_t index = 0; index < 2000; ++index) {
            REQUIRE(crossdock_output_write(&output, "ST*850*", 7) == CROSSDOCK_OK);
            REQUIRE(crossdock_output_slot(&output, CROSSDOCK_SLOT_TRANSACTION, index, 4) == CROSSDOCK_OK);
            expected += "ST*850*0000";
        }
        const Result<OutputView> view = store.view();
        REQUIRE(view.ok());
        CHECK(view->bytes == expected);
        REQUIRE(view->slots.size() == 2000);
        CHECK(view->slots[1999].offset == 1999 * 11 + 7);
    }
}

TEST_CASE("an output does not grow above its limits") {
    OutputStore store({16, 1});
    crossdock_output& output = store.start();
    CHECK(crossdock_output_write(&output, "0123456789abcdef", 16) == CROSSDOCK_OK);
    CHECK(crossdock_output_write(&output, "x", 1) == CROSSDOCK_FAILED);
    CHECK(crossdock_output_slot(&output, CROSSDOCK_SLOT_GROUP, 0, 1) == CROSSDOCK_FAILED);
    CHECK(store.view()->bytes == "0123456789abcdef");
}

TEST_CASE("slots that cannot be filled are refused") {
    const auto code_of = [](auto change) -> std::string {
        OutputStore store;
        crossdock_output& output = store.start();
        REQUIRE(crossdock_output_slot(&output, CROSSDOCK_SLOT_GROUP, 0, 4) == CROSSDOCK_OK);
        REQUIRE(crossdock_output_slot(&output, CROSSDOCK_SLOT_TRANSACTION, 0, 4) == CROSSDOCK_OK);
        change(output.slots);
        const Result<OutputView> view = store.view();
        return view.ok() ? "accepted" : view.error().code;
    };
    CHECK(code_of([](crossdock_slot*) {}) == "accepted");
    CHECK(code_of([](crossdock_slot* slots) { slots[1].offset = 5; }) == "output.slot");
    CHECK(code_of([](crossdock_slot* slots) { slots[1].offset = 3; }) == "output.slot");
    CHECK(code_of([](crossdock_slot* slots) { slots[1].offset = UINT64_MAX; }) == "output.slot");
    CHECK(code_of([](crossdock_slot* slots) { slots[1].size = 5; }) == "output.slot");
    CHECK(code_of([](crossdock_slot* slots) { slots[0].kind = 9; }) == "output.slot");
    CHECK(code_of([](crossdock_slot* slots) { slots[0].width = 0; }) == "output.slot");
    CHECK(code_of([](crossdock_slot* slots) { slots[0].width = 15; }) == "output.slot");
}
