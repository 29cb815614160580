// The forms of the language that look like functions but take paths, or not all of their arguments.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace crossdock::mapping {

enum class Form : std::uint8_t {
    choice,
    first_of,
    negation,
    exists,
    count,
    first,
    last,
    sum,
    join,
    pair,
    lookup,
    position,
    now
};

struct SpecialForm {
    std::string_view name;
    Form form;
    std::uint8_t required;
    std::uint8_t allowed;
    std::string_view signature;
};

std::span<const SpecialForm> special_forms();

}  // namespace crossdock::mapping
