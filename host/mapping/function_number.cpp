// Functions on decimals.
#include "host/mapping/function.hpp"

namespace crossdock::mapping {

namespace {

using Arguments = std::span<const Value>;

bool give(FunctionCall& call, Result<Decimal> number, Value& result) {
    if (!number.ok()) {
        call.problem = number.error().text;
        return false;
    }
    result = Value::of(*number);
    return true;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

// A number as people write it: with another mark than the point, the point and blanks part thousands.
bool decimal(FunctionCall& call, Arguments arguments, Value& result) {
    const std::string_view text = trimmed(arguments[0].text);
    if (arguments.size() == 1 || arguments[1].text == ".") return give(call, Decimal::parse(text), result);
    const char mark = arguments[1].text[0];
    std::string plain;
    for (const char c : text) {
        if (c == mark)
            plain += '.';
        else if (c != '.' && c != ' ')
            plain += c;
    }
    if (!give(call, Decimal::parse(plain), result)) {
        call.problem = "'" + std::string(text.substr(0, 60)) + "' is not a number with the decimal mark '" + mark + "'";
        return false;
    }
    return true;
}

bool integer(FunctionCall& call, Arguments arguments, Value& result) {
    const auto parsed = Decimal::parse(trimmed(arguments[0].text));
    if (!parsed.ok()) return give(call, parsed, result);
    if (!parsed->to_integer()) {
        call.problem = "'" + std::string(arguments[0].text.substr(0, 60)) +
                       "' is not a whole number of at most 18 digits; round(0) makes one of a fraction";
        return false;
    }
    return give(call, round(*parsed, 0, Rounding::down), result);
}

bool rounded(FunctionCall& call, Arguments arguments, Value& result) {
    const std::int64_t scale = arguments[1].number;
    if (scale < 0 || scale > Decimal::scale_max) {
        call.problem = "a number is rounded to 0 to 38 digits behind the point, not " + std::to_string(scale);
        return false;
    }
    const Rounding rounding = arguments.size() > 2 ? static_cast<Rounding>(arguments[2].number) : Rounding::half_up;
    return give(call, round(arguments[0].decimal, static_cast<unsigned>(scale), rounding), result);
}

bool divide_values(FunctionCall& call, Arguments arguments, Value& result) {
    const std::int64_t scale = arguments[2].number;
    if (scale < 0 || scale > Decimal::scale_max) {
        call.problem = "a quotient has 0 to 38 digits behind the point, not " + std::to_string(scale);
        return false;
    }
    return give(call,
                divide(arguments[0].decimal, arguments[1].decimal, static_cast<unsigned>(scale),
                       static_cast<Rounding>(arguments[3].number)),
                result);
}

bool absolute(FunctionCall&, Arguments arguments, Value& result) {
    const Decimal& number = arguments[0].decimal;
    result = Value::of(number.is_negative() ? number.negated() : number);
    return true;
}

// Digits with a point that is not written, as X12 N2 has them: implied-decimals('1234', 2) is 12.34.
bool implied_decimals(FunctionCall& call, Arguments arguments, Value& result) {
    const std::int64_t places = arguments[1].number;
    if (places < 0 || places > 18) {
        call.problem = "implied-decimals takes 0 to 18 digits, not " + std::to_string(places);
        return false;
    }
    const auto unit = Decimal::of(1, static_cast<unsigned>(places));
    if (!unit.ok()) return give(call, unit, result);
    return give(call, multiply(arguments[0].decimal, *unit), result);
}

template <int sign>
bool extreme(FunctionCall&, Arguments arguments, Value& result) {
    const Value* best = &arguments[0];
    for (const Value& argument : arguments)
        if (compare(argument.decimal, best->decimal) * sign > 0) best = &argument;
    result = *best;
    return true;
}

using P = Parameter;
constexpr ValueType number = ValueType::decimal;

constexpr Function functions[] = {
    {.name = "decimal",
     .parameters = {P::text, P::character},
     .allowed = 2,
     .result = number,
     .body = decimal,
     .signature = "decimal(text[, 'mark'])"},
    {.name = "integer",
     .parameters = {P::text},
     .result = number,
     .whole = true,
     .body = integer,
     .signature = "integer(text)"},
    {.name = "round",
     .parameters = {P::decimal, P::whole, P::rounding},
     .required = 2,
     .allowed = 3,
     .result = number,
     .body = rounded,
     .signature = "round(number, digits[, 'half-up'])"},
    {.name = "divide",
     .parameters = {P::decimal, P::decimal, P::whole, P::rounding},
     .required = 4,
     .allowed = 4,
     .result = number,
     .body = divide_values,
     .signature = "divide(number, by, digits, 'half-up')"},
    {.name = "abs", .parameters = {P::decimal}, .result = number, .body = absolute, .signature = "abs(number)"},
    {.name = "implied-decimals",
     .parameters = {P::decimal, P::whole},
     .required = 2,
     .allowed = 2,
     .result = number,
     .body = implied_decimals,
     .signature = "implied-decimals(number, digits)"},
    {.name = "min",
     .parameters = {P::decimal, P::decimal},
     .required = 2,
     .allowed = 255,
     .repeats = true,
     .result = number,
     .body = extreme<-1>,
     .signature = "min(number, number, …)"},
    {.name = "max",
     .parameters = {P::decimal, P::decimal},
     .required = 2,
     .allowed = 255,
     .repeats = true,
     .result = number,
     .body = extreme<1>,
     .signature = "max(number, number, …)"},
};

}  // namespace

std::span<const Function> number_functions() { return functions; }

}  // namespace crossdock::mapping
