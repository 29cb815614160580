#include "host/schema/pattern.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <string>
#include <vector>

using namespace crossdock;
using crossdock::schema::Pattern;

namespace {

bool matches(std::string_view expression, std::string_view text) {
    const Result<Pattern> pattern = Pattern::compile(expression);
    INFO((pattern.ok() ? std::string() : pattern.error().text));
    REQUIRE(pattern.ok());
    return pattern->matches(text);
}

std::string refusal(std::string_view expression) {
    const Result<Pattern> pattern = Pattern::compile(expression);
    return pattern.ok() ? "accepted" : pattern.error().text;
}

}  // namespace

TEST_CASE("a pattern matches a value as a whole") {
    CHECK(matches("^[A-Z]{3}$", "USD"));
    CHECK_FALSE(matches("^[A-Z]{3}$", "USDX"));
    CHECK_FALSE(matches("^[A-Z]{3}$", "US"));
    CHECK_FALSE(matches("^[A-Z]{3}$", ""));
    CHECK(matches("^$", ""));
    CHECK_FALSE(matches("^$", "x"));
    CHECK(matches("^[0-9]{8,14}$", "00012345678905"));
    CHECK(matches("^[0-9]{8,14}$", "12345678"));
    CHECK_FALSE(matches("^[0-9]{8,14}$", "1234567"));
    CHECK_FALSE(matches("^[0-9]{8,14}$", "123456789012345"));
    CHECK(matches("^a?b*c+\\.$", "c."));
    CHECK(matches("^a?b*c+\\.$", "abbbccc."));
    CHECK_FALSE(matches("^a?b*c+\\.$", "aac."));
    CHECK(matches("^x{2,}$", "xxxxx"));
    CHECK_FALSE(matches("^x{2,}$", "x"));
    CHECK(matches("^[^ -]+$", "a_b"));
    CHECK_FALSE(matches("^[^ -]+$", "a-b"));
}

TEST_CASE("a character that is not ASCII is one character to a pattern") {
    CHECK(matches("^.{3}$", "gr\xC3\xBC"));
    CHECK(matches("^\\D$", "\xE2\x82\xAC"));
    CHECK_FALSE(matches("^[a-z]+$", "gr\xC3\xBC"));
    CHECK(matches("^[^a-z]$", "\xF0\x9F\x93\xA6"));
}

TEST_CASE("a pattern that is not understood is refused with the place and what to do") {
    CHECK_THAT(refusal("[A-Z]"), Catch::Contains("at its character 1: it must begin with ^"));
    CHECK_THAT(refusal("^[A-Z]"), Catch::Contains("it must end with $"));
    CHECK_THAT(refusal("^a|b$"), Catch::Contains("at its character 3: groups and alternatives"));
    CHECK_THAT(refusal("^(a)$"), Catch::Contains("groups and alternatives"));
    CHECK_THAT(refusal("^[A-Z$"), Catch::Contains("the class is not closed"));
    CHECK_THAT(refusal("^[Z-A]$"), Catch::Contains("a range goes from one character to a later one"));
    CHECK_THAT(refusal("^[a-\\d]$"), Catch::Contains("a range goes from"));
    CHECK_THAT(refusal("^a{3$"), Catch::Contains("a count is written"));
    CHECK_THAT(refusal("^a{3,2}$"), Catch::Contains("a count is written"));
    CHECK_THAT(refusal("^a{x}$"), Catch::Contains("a number is expected"));
    CHECK_THAT(refusal("^a**$"), Catch::Contains("write \\* for the character *"));
    CHECK_THAT(refusal("^\\p{L}$"), Catch::Contains("only d, D, w, W, s, S and punctuation"));
    CHECK_THAT(refusal("^\xC3\xBC$"), Catch::Contains("only ASCII"));
    CHECK_THAT(refusal("^a{64}$"), Catch::Contains("more than 63 characters"));
    CHECK_THAT(refusal("^a{4294967295}$"), Catch::Contains("more than 63 characters"));
    CHECK_THAT(refusal("^a{1,99999999999}$"), Catch::Contains("a count is written"));
}

namespace {

struct Atom {
    std::string text;
    std::string accepted;  // of the characters that the samples are made of
};
struct Count {
    std::string text;
    std::size_t least;
    std::size_t most;
};
struct Item {
    Atom atom;
    Count count;
};

// Matching by trying everything: slow and plainly right.
bool matches_by_trying(const std::vector<Item>& items, std::size_t item, std::string_view text) {
    if (item == items.size()) return text.empty();
    for (std::size_t taken = 0;; ++taken) {
        if (taken >= items[item].count.least && matches_by_trying(items, item + 1, text.substr(taken))) return true;
        const bool more = taken < items[item].count.most && taken < text.size() &&
                          items[item].atom.accepted.find(text[taken]) != std::string::npos;
        if (!more) return false;
    }
}

}  // namespace

TEST_CASE("a pattern agrees with trying every way to match") {
    std::mt19937 random(20261123);
    const auto pick = [&](std::size_t count) {
        return std::uniform_int_distribution<std::size_t>(0, count - 1)(random);
    };
    const std::vector<Atom> atoms = {{"a", "a"},      {"b", "b"},   {".", "ab1-"}, {"[ab]", "ab"},
                                     {"[^a]", "b1-"}, {"\\d", "1"}, {"\\-", "-"}};
    const std::vector<Count> counts = {{"", 1, 1},    {"?", 0, 1},     {"*", 0, 99},    {"+", 1, 99},
                                       {"{2}", 2, 2}, {"{0,2}", 0, 2}, {"{1,3}", 1, 3}, {"{2,}", 2, 99}};
    std::size_t matched = 0;
    for (int round = 0; round < 1000; ++round) {
        std::vector<Item> items(pick(5));
        std::string expression = "^";
        for (Item& item : items) {
            item = {atoms[pick(atoms.size())], counts[pick(counts.size())]};
            expression += item.atom.text + item.count.text;
        }
        const Result<Pattern> pattern = Pattern::compile(expression + "$");
        REQUIRE(pattern.ok());
        for (int sample = 0; sample < 40; ++sample) {
            std::string text;
            for (std::size_t character = 0, size = pick(8); character < size; ++character) text += "ab1-"[pick(4)];
            const bool expected = matches_by_trying(items, 0, text);
            matched += expected ? 1 : 0;
            INFO(expression << " on " << text);
            CHECK(pattern->matches(text) == expected);
        }
    }
    CHECK(matched > 1000);
}
