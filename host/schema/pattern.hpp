// The patterns of canonical schemas: a part of ECMA regular expressions that is matched in one pass.
#pragma once

#include <bitset>
#include <cstdint>
#include <string_view>
#include <vector>

#include "host/base/result.hpp"

namespace crossdock::schema {

// `^`, a sequence of items, `$`. An item is a character, `.`, a class such as `[A-Z0-9_-]` or `[^ ]`, or one of
// \d \D \w \W \s \S and escaped punctuation, each with an optional `?`, `*`, `+`, `{n}`, `{n,}` or `{n,m}`. No groups
// and no alternatives. Classes name ASCII characters only; `.` and negated classes match any other character too.
// Immutable; matching never takes longer than the text's size times a small constant, and never allocates.
class Pattern {
public:
    // Errors (`schema.pattern`) say what is not understood and where in the expression.
    static Result<Pattern> compile(std::string_view expression);

    // Whether all of `text`, which is UTF-8, matches.
    [[nodiscard]] bool matches(std::string_view text) const;

    static constexpr std::size_t items_max = 63;

private:
    friend class PatternParser;

    // Bit i of a set of items stands for item i; bit i of a set of states for "the items before i are matched".
    void add_item(const std::bitset<129>& characters, bool optional);
    [[nodiscard]] std::uint64_t skip_optional(std::uint64_t states) const;

    std::size_t size_ = 0;
    std::uint64_t optional_ = 0;
    std::uint64_t repeating_ = 0;
    std::vector<std::uint64_t> accepting_;  // by character, the items that match it; at 128 all that are not ASCII
};

}  // namespace crossdock::schema
