// Functions on texts. Lengths and places count characters (UTF-8 code points), the first is 1.
#include "host/mapping/function.hpp"

namespace crossdock::mapping {

namespace {

using Arguments = std::span<const Value>;

constexpr std::int64_t text_length_max = 1'000'000;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

// A part of a text that the first argument holds lives where that lives.
void give_part(const Value& of, std::string_view part, Value& result) {
    result = Value::of_text(part, of.transient);
    result.node = of.node;
}

std::size_t characters(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) count += continues_character(c) ? 0 : 1;
    return count;
}

// The byte at which the character of that number, from 0, begins; the text's size when there is none.
std::size_t byte_of(std::string_view text, std::int64_t character) {
    std::size_t at = 0;
    while (at < text.size() && character > 0) {
        ++at;
        while (at < text.size() && continues_character(text[at])) ++at;
        --character;
    }
    return at;
}

bool trim(FunctionCall&, Arguments arguments, Value& result) {
    std::string_view text = arguments[0].text;
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    give_part(arguments[0], text, result);
    return true;
}

bool strip_leading_zeros(FunctionCall&, Arguments arguments, Value& result) {
    std::string_view text = arguments[0].text;
    while (text.size() > 1 && text.front() == '0') text.remove_prefix(1);
    give_part(arguments[0], text, result);
    return true;
}

template <char from, char to, int by>
bool change_case(FunctionCall& call, Arguments arguments, Value& result) {
    const std::string_view text = arguments[0].text;
    char* const into = call.scratch.take(text.size());
    for (std::size_t i = 0; i < text.size(); ++i)
        into[i] = text[i] >= from && text[i] <= to ? static_cast<char>(text[i] + by) : text[i];
    result = Value::of_text({into, text.size()}, true);
    return true;
}

bool substring(FunctionCall& call, Arguments arguments, Value& result) {
    const std::string_view text = arguments[0].text;
    const std::int64_t from = arguments[1].number;
    if (from < 1) {
        call.problem = "substring begins at character 1 or later, not at " + std::to_string(from);
        return false;
    }
    const std::size_t begin = byte_of(text, from - 1);
    std::string_view part = text.substr(begin);
    if (arguments.size() > 2) {
        if (arguments[2].number < 0) {
            call.problem = "substring takes a length of 0 or more, not " + std::to_string(arguments[2].number);
            return false;
        }
        part = part.substr(0, byte_of(part, arguments[2].number));
    }
    give_part(arguments[0], part, result);
    return true;
}

bool length(FunctionCall&, Arguments arguments, Value& result) {
    result = Value::of(Decimal(static_cast<std::int64_t>(characters(arguments[0].text))));
    return true;
}

bool concat(FunctionCall& call, Arguments arguments, Value& result) {
    std::size_t size = 0;
    for (const Value& argument : arguments) size += argument.text.size();
    char* const into = call.scratch.take(size);
    std::size_t at = 0;
    for (const Value& argument : arguments) at += argument.text.copy(into + at, argument.text.size());
    result = Value::of_text({into, size}, true);
    return true;
}

bool replace(FunctionCall& call, Arguments arguments, Value& result) {
    const std::string_view text = arguments[0].text;
    const std::string_view what = arguments[1].text;
    const std::string_view with = arguments.size() > 2 ? arguments[2].text : std::string_view{};
    if (arguments[0].missing || what.empty()) {
        result = arguments[0];
        return true;
    }
    std::size_t found = 0;
    for (std::size_t at = text.find(what); at != std::string_view::npos; at = text.find(what, at + what.size()))
        ++found;
    const std::size_t size = text.size() - found * what.size() + found * with.size();
    if (size > static_cast<std::size_t>(text_length_max)) {
        call.problem = "the replaced text would be longer than 1,000,000 bytes";
        return false;
    }
    char* const into = call.scratch.take(size);
    std::size_t at = 0;
    std::size_t from = 0;
    for (;;) {
        const std::size_t next = text.find(what, from);
        const std::string_view kept = text.substr(from, next == std::string_view::npos ? next : next - from);
        at += kept.copy(into + at, kept.size());
        if (next == std::string_view::npos) break;
        at += with.copy(into + at, with.size());
        from = next + what.size();
    }
    result = Value::of_text({into, size}, true);
    return true;
}

template <bool left>
bool pad(FunctionCall& call, Arguments arguments, Value& result) {
    const std::string_view text = arguments[0].text;
    const std::int64_t width = arguments[1].number;
    if (width < 0 || width > 10'000) {
        call.problem = "a text is padded to a width of 0 to 10000, not " + std::to_string(width);
        return false;
    }
    const std::string_view fill = arguments.size() > 2 ? arguments[2].text : std::string_view(" ");
    const std::size_t there = characters(text);
    const std::size_t missing = static_cast<std::size_t>(width) > there ? static_cast<std::size_t>(width) - there : 0;
    char* const into = call.scratch.take(text.size() + missing * fill.size());
    std::size_t at = 0;
    if constexpr (!left) at += text.copy(into, text.size());
    for (std::size_t i = 0; i < missing; ++i) at += fill.copy(into + at, fill.size());
    if constexpr (left) at += text.copy(into + at, text.size());
    result = Value::of_text({into, at}, true);
    return true;
}

bool starts_with(FunctionCall&, Arguments arguments, Value& result) {
    result = Value::of(!arguments[0].missing && arguments[0].text.starts_with(arguments[1].text));
    return true;
}

bool ends_with(FunctionCall&, Arguments arguments, Value& result) {
    result = Value::of(!arguments[0].missing && arguments[0].text.ends_with(arguments[1].text));
    return true;
}

bool contains(FunctionCall&, Arguments arguments, Value& result) {
    result = Value::of(!arguments[0].missing && arguments[0].text.find(arguments[1].text) != std::string_view::npos);
    return true;
}

bool before(FunctionCall&, Arguments arguments, Value& result) {
    const std::size_t at = arguments[0].text.find(arguments[1].text);
    give_part(arguments[0], at == std::string_view::npos ? arguments[0].text : arguments[0].text.substr(0, at), result);
    return true;
}

bool after(FunctionCall&, Arguments arguments, Value& result) {
    const std::size_t at = arguments[0].text.find(arguments[1].text);
    give_part(
        arguments[0],
        at == std::string_view::npos ? std::string_view{} : arguments[0].text.substr(at + arguments[1].text.size()),
        result);
    return true;
}

bool text(FunctionCall&, Arguments arguments, Value& result) {
    result = arguments[0];
    return true;
}

bool boolean(FunctionCall& call, Arguments arguments, Value& result) {
    const std::string_view value = arguments[0].text;
    const std::string_view yes = arguments.size() > 1 ? arguments[1].text : std::string_view("true");
    const std::string_view no = arguments.size() > 2 ? arguments[2].text : std::string_view("false");
    if (value != yes && value != no) {
        call.problem = "'" + std::string(value.substr(0, 60)) + "' is neither '" + std::string(yes) + "' nor '" +
                       std::string(no) + "'";
        return false;
    }
    result = Value::of(value == yes);
    return true;
}

using P = Parameter;
constexpr ValueType truth = ValueType::boolean;

constexpr Function functions[] = {
    {.name = "trim", .parameters = {P::text}, .body = trim, .signature = "trim(text)"},
    {.name = "strip-leading-zeros",
     .parameters = {P::text},
     .body = strip_leading_zeros,
     .signature = "strip-leading-zeros(text)"},
    {.name = "upper", .parameters = {P::text}, .body = change_case<'a', 'z', 'A' - 'a'>, .signature = "upper(text)"},
    {.name = "lower", .parameters = {P::text}, .body = change_case<'A', 'Z', 'a' - 'A'>, .signature = "lower(text)"},
    {.name = "substring",
     .parameters = {P::text, P::whole, P::whole},
     .required = 2,
     .allowed = 3,
     .body = substring,
     .signature = "substring(text, from[, length])"},
    {.name = "length",
     .parameters = {P::text},
     .result = ValueType::decimal,
     .whole = true,
     .body = length,
     .signature = "length(text)"},
    {.name = "concat",
     .parameters = {P::text},
     .allowed = 255,
     .repeats = true,
     .takes_missing = true,
     .body = concat,
     .signature = "concat(text, …)"},
    {.name = "replace",
     .parameters = {P::text, P::text, P::text},
     .required = 2,
     .allowed = 3,
     .takes_missing = true,
     .body = replace,
     .signature = "replace(text, what[, with])"},
    {.name = "pad-left",
     .parameters = {P::text, P::whole, P::character},
     .required = 2,
     .allowed = 3,
     .body = pad<true>,
     .signature = "pad-left(text, width[, 'character'])"},
    {.name = "pad-right",
     .parameters = {P::text, P::whole, P::character},
     .required = 2,
     .allowed = 3,
     .body = pad<false>,
     .signature = "pad-right(text, width[, 'character'])"},
    {.name = "starts-with",
     .parameters = {P::text, P::text},
     .required = 2,
     .allowed = 2,
     .takes_missing = true,
     .result = truth,
     .body = starts_with,
     .signature = "starts-with(text, beginning)"},
    {.name = "ends-with",
     .parameters = {P::text, P::text},
     .required = 2,
     .allowed = 2,
     .takes_missing = true,
     .result = truth,
     .body = ends_with,
     .signature = "ends-with(text, end)"},
    {.name = "contains",
     .parameters = {P::text, P::text},
     .required = 2,
     .allowed = 2,
     .takes_missing = true,
     .result = truth,
     .body = contains,
     .signature = "contains(text, part)"},
    {.name = "before",
     .parameters = {P::text, P::text},
     .required = 2,
     .allowed = 2,
     .body = before,
     .signature = "before(text, separator)"},
    {.name = "after",
     .parameters = {P::text, P::text},
     .required = 2,
     .allowed = 2,
     .body = after,
     .signature = "after(text, separator)"},
    {.name = "text", .parameters = {P::text}, .body = text, .signature = "text(value)"},
    {.name = "boolean",
     .parameters = {P::text, P::text, P::text},
     .allowed = 3,
     .result = truth,
     .body = boolean,
     .signature = "boolean(text[, yes, no])"},
};

}  // namespace

std::span<const Function> text_functions() { return functions; }

}  // namespace crossdock::mapping
