// The functions of the language that work on values: their signatures and what they do.
#pragma once

#include <array>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/mapping/calendar.hpp"
#include "host/mapping/scratch.hpp"
#include "host/mapping/value.hpp"

namespace crossdock::mapping {

// What a function takes at one place.
enum class Parameter : std::uint8_t {
    none,
    text,  // any value; others than text come as their canonical text
    decimal,
    whole,  // a decimal that is a whole number
    boolean,
    date,
    time,
    date_time,
    moment,  // date, time or date-time
    day,     // date or date-time
    any,
    format,     // a date format, written as a literal: Value::number is its place in the formats
    zone,       // an offset, written as a literal: Value::number is its minutes
    rounding,   // a way of rounding, written as a literal: Value::number is the Rounding
    character,  // one character, written as a literal
};

// What a function's body may use.
struct FunctionCall {
    Scratch& scratch;
    const std::deque<DateFormat>& formats;
    std::string problem;  // set by a body that returns false: what is wrong, what would be right
};

// A body gets as many values as the call has; it is not called when one of the first `required` is missing, the result
// is missing then, unless `takes_missing`. Bodies never throw and keep nothing.
struct Function {
    std::string_view name;
    std::array<Parameter, 4> parameters{};
    std::uint8_t required = 1;  // arguments
    std::uint8_t allowed = 1;   // likewise
    bool repeats = false;       // the last parameter any number of times
    bool takes_missing = false;
    bool result_as_first = false;  // of the type that the first argument has
    ValueType result = ValueType::text;
    bool whole = false;  // the result is a whole number
    bool (*body)(FunctionCall& call, std::span<const Value> arguments, Value& result) = nullptr;
    std::string_view signature;  // for people: `pad-left(text, width[, character])`
};

std::span<const Function> text_functions();
std::span<const Function> number_functions();
std::span<const Function> date_functions();

const Function* find_function(std::string_view name);
// All names, those of the special forms of the language (`count`, `if`, …) too.
std::vector<std::string_view> function_names();

}  // namespace crossdock::mapping
