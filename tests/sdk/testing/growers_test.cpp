// Tapes and outputs in growing memory.
#include <catch2/catch.hpp>

#include <crossdock/testing/testing.hpp>

using namespace crossdock::sdk::testing;

TEST_CASE("a built tape prints as its document") {
    TapeBuilder tape;
    tape.begin("order").value("number", "47\"11").begin("line", CROSSDOCK_TAPE_LIST_ITEM).number("quantity", "2");
    tape.end().value("note", "", CROSSDOCK_TAPE_NULL).end();
    CHECK(print_tape(tape.view()) ==
          "order {\n  number = \"47\\\"11\"\n  - line {\n    quantity = 2\n  }\n  note = null\n}\n");
}

TEST_CASE("a tape grows to its limit and no further") {
    TapeBuffer tape({3, 10});
    crossdock_tape_event event{};
    event.kind = CROSSDOCK_TAPE_VALUE;
    CHECK(crossdock_tape_append_text(&tape.writer(), event, "0123456789", 10) == CROSSDOCK_OK);
    CHECK(crossdock_tape_append_text(&tape.writer(), event, "x", 1) == CROSSDOCK_FAILED);
    CHECK(crossdock_tape_append(&tape.writer(), &event) == CROSSDOCK_OK);
    CHECK(crossdock_tape_append(&tape.writer(), &event) == CROSSDOCK_OK);
    CHECK(crossdock_tape_append(&tape.writer(), &event) == CROSSDOCK_FAILED);
}

TEST_CASE("a tape's faults are named") {
    TapeBuffer tape;
    crossdock_tape_event event{};
    event.kind = CROSSDOCK_TAPE_END;
    REQUIRE(crossdock_tape_append(&tape.writer(), &event) == CROSSDOCK_OK);
    event.kind = CROSSDOCK_TAPE_VALUE;
    event.flags = CROSSDOCK_TAPE_IN_SOURCE;
    event.text_offset = 5;
    event.text_size = 3;
    REQUIRE(crossdock_tape_append(&tape.writer(), &event) == CROSSDOCK_OK);
    const auto faults = tape.faults("1234567");
    REQUIRE(faults.size() == 4);
    CHECK(faults[1] == "event 0: an END that does not match the BEGIN before it");
    CHECK(faults[3] == "event 1: its text lies outside the tape");
}

TEST_CASE("an output grows to its limit, and its slots are filled like a host does") {
    OutputBuffer output(20);
    CHECK(crossdock_output_write(&output.output(), "ISA*", 4) == CROSSDOCK_OK);
    CHECK(crossdock_output_slot(&output.output(), CROSSDOCK_SLOT_INTERCHANGE, 0, 9) == CROSSDOCK_OK);
    CHECK(crossdock_output_write(&output.output(), "~", 1) == CROSSDOCK_OK);
    CHECK(output.bytes() == "ISA*000000000~");
    CHECK(output.filled(42) == "ISA*000000042~");
    CHECK(crossdock_output_write(&output.output(), "0123456", 7) == CROSSDOCK_FAILED);
    CHECK(output.slots().size() == 1);
}
