#include "host/commands/text_layout.hpp"

#include <catch2/catch.hpp>

using crossdock::commands::wrap;

TEST_CASE("lines that are too long are broken between words") {
    CHECK(wrap("one two three", 7) == "one two\nthree");
    CHECK(wrap("one two three", 13) == "one two three");
    CHECK(wrap("one extraordinarily two", 7) == "one\nextraordinarily\ntwo");
    CHECK(wrap("", 7).empty());
}

TEST_CASE("lines are kept, and all but the first are indented") {
    CHECK(wrap("rejected:\nsegment 7: twelve", 20, 2) == "rejected:\n  segment 7: twelve");
    CHECK(wrap("one two three\nfour\n", 9, 2) == "one two\n  three\n  four");
}
