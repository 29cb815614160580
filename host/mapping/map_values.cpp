// What a set writes: its value, the conversions on it, and whether they fit the target.
#include <fmt/format.h>

#include <algorithm>

#include "host/mapping/calendar.hpp"
#include "host/mapping/map_compiler.hpp"
#include "host/mapping/spelling.hpp"
#include "host/mapping/table.hpp"

namespace crossdock::mapping {

namespace {

using schema::DataType;
using schema::TypeNode;

std::string_view described(DataType type) {
    switch (type) {
        case DataType::text: return "a text";
        case DataType::decimal: return "a number";
        case DataType::integer: return "a whole number";
        case DataType::boolean: return "a yes-or-no";
        case DataType::date: return "a date";
        case DataType::time: return "a time";
        case DataType::date_time: return "a date-time";
    }
    return "a value";
}

std::string_view conversion_advice(DataType type) {
    switch (type) {
        case DataType::decimal: return "as=\"decimal\"";
        case DataType::integer: return "as=\"integer\"";
        case DataType::boolean: return "as=\"boolean\", or a comparison";
        case DataType::date: return "as=\"date(CCYYMMDD)\"";
        case DataType::time: return "as=\"time(HHMM)\"";
        case DataType::date_time: return "as=\"date-time(CCYYMMDDHHMM)\"";
        case DataType::text: return "| format('CCYYMMDD')";
    }
    return "";
}

Output output_for(DataType type) {
    switch (type) {
        case DataType::text: return Output::text;
        case DataType::decimal: return Output::decimal;
        case DataType::integer: return Output::integer;
        case DataType::boolean: return Output::boolean;
        case DataType::date: return Output::date;
        case DataType::time: return Output::time;
        case DataType::date_time: return Output::date_time;
    }
    return Output::text;
}

bool is_of_type(std::string_view text, DataType type) {
    switch (type) {
        case DataType::text: return true;
        case DataType::decimal: return Decimal::parse(text).ok();
        case DataType::integer: {
            const auto number = Decimal::parse(text);
            return number.ok() && number->scale() == 0 && number->to_integer().has_value();
        }
        case DataType::boolean: return text == "true" || text == "false";
        case DataType::date: return read_date(text).has_value();
        case DataType::time: return read_time(text).has_value();
        case DataType::date_time: return read_date_time(text).has_value();
    }
    return false;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// What a constant has wrong for its target, or empty.
std::string misfit(std::string_view text, const TypeNode& type) {
    if (!is_of_type(text, type.data_type))
        return fmt::format("'{}' is not {}, which '{}' holds", text, described(type.data_type), type.name);
    if (!type.codes.empty() && !type.codes_open && !type.has_code(text))
        return fmt::format("'{}' takes no code '{}'{}", type.name, text, did_you_mean(text, type.codes));
    if (type.data_type == DataType::text && (characters(text) > type.length_max || characters(text) < type.length_min))
        return fmt::format("'{}' takes {} to {} characters, '{}' has {}", type.name, type.length_min, type.length_max,
                           text, characters(text));
    if (type.matcher && !type.matcher->matches(text))
        return fmt::format("'{}' does not match the pattern {} of '{}'", text, type.pattern, type.name);
    return {};
}

}  // namespace

void MapCompiler::check_constant(ElementReader& element, const char* attribute, std::string_view text,
                                 const TypeNode& type) {
    std::string wrong = misfit(text, type);
    if (!wrong.empty()) element.mistake(attribute, "map.does-not-fit", std::move(wrong));
}

ExpressionId MapCompiler::constant(ElementReader& element, const TypeNode& type, Rule& rule) {
    const std::string text = element.required("value");
    if (text.empty()) return no_id;
    check_constant(element, "value", text, type);
    rule.output = Output::text;
    std::vector<SyntaxError> mistakes;
    return Binder(plan_->program, {}, mistakes).text_literal(text, 0);
}

// `as`: a function's name and, in parentheses, its further arguments as plain text: date-time(CCYYMMDDHHMM, +01:00).
ExpressionId MapCompiler::converted(ElementReader& element, ExpressionId value) {
    const std::string text = element.required("as");
    if (text.empty()) return no_id;
    const std::size_t open = text.find('(');
    const std::string_view name = trimmed(std::string_view(text).substr(0, open));
    std::vector<SyntaxError> mistakes;
    Binder binder(plan_->program, {}, mistakes);
    std::vector<ExpressionId> arguments = {value};
    constexpr std::string_view known[] = {"text", "decimal", "integer", "boolean", "date", "time", "date-time"};
    if (std::find(std::begin(known), std::end(known), name) == std::end(known)) {
        mistakes.push_back({0, fmt::format("there is no conversion '{}'; there are {}{}", name, fmt::join(known, ", "),
                                           did_you_mean(name, known))});
    } else if (open != std::string::npos && text.back() != ')') {
        mistakes.push_back({static_cast<std::uint32_t>(open), "this '(' is not closed at the end"});
    } else {
        std::string_view rest;
        if (open != std::string::npos) rest = std::string_view(text).substr(open + 1, text.size() - open - 2);
        while (!rest.empty()) {
            const std::size_t comma = rest.find(',');
            const std::string_view one = trimmed(rest.substr(0, comma));
            const auto offset = static_cast<std::uint32_t>(one.data() - text.data());
            arguments.push_back(binder.text_literal(std::string(one), offset));
            rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
        }
        SyntaxNode at;
        value = binder.call(name, std::move(arguments), at);
    }
    note(element, "as", mistakes);
    return mistakes.empty() ? value : no_id;
}

const Table* MapCompiler::table(ElementReader& element, const TypeNode& type) {
    const std::string name = element.required("table");
    if (name.empty()) return nullptr;
    const Table* const found = environment_.tables.find(name);
    if (found == nullptr) {
        element.mistake(
            "table", "map.unknown-table",
            fmt::format("there is no code table '{}'{}", name, did_you_mean(name, environment_.tables.names())));
        return nullptr;
    }
    const auto check = [&](std::string_view code, std::uint32_t line) {
        const std::string wrong = misfit(code, type);
        if (!wrong.empty())
            element.mistake("table", "map.does-not-fit",
                            fmt::format("line {} of the table '{}': {}", line, name, wrong));
    };
    for (const Table::Row& row : found->rows()) check(row.to, row.line);
    if (found->missing() == MissingCode::use_default) check(found->default_value(), 1);
    return found;
}

bool MapCompiler::fits(ElementReader& element, const char* attribute, ExpressionId value, const TypeNode& type) {
    const Instruction& from = plan_->program.instructions[value];
    const ValueType wanted = value_type(type.data_type);
    if (from.operation == Operation::literal && from.type == ValueType::text && type.data_type == DataType::text) {
        check_constant(element, attribute, plan_->program.literals[from.number].text, type);
        return true;
    }
    const bool written_as_text =
        wanted == ValueType::text && (from.type == ValueType::decimal || from.type == ValueType::boolean);
    if (from.type != wanted && !written_as_text) {
        element.mistake(attribute, "map.does-not-fit",
                        fmt::format("'{}' holds {}, this is {}; say how: {}", type.name, described(type.data_type),
                                    to_string(from.type), conversion_advice(type.data_type)));
        return false;
    }
    if (type.data_type == DataType::integer && !from.whole) {
        element.mistake(attribute, "map.does-not-fit",
                        fmt::format("'{}' holds a whole number, this may have a fraction; say how: | round(0), or "
                                    "as=\"integer\" where it never has one",
                                    type.name));
        return false;
    }
    return true;
}

bool MapCompiler::set_value(ElementReader& element, Context& context, const TargetPlace& place, Rule& rule) {
    const TypeNode& type = *place.type;
    rule.output = output_for(type.data_type);
    const auto bind_value = [](Binder& binder, const SyntaxNode& tree) { return binder.value(tree); };
    if (element.has("value")) {
        for (const char* other : {"as", "table", "default"})
            if (element.has(other))
                element.mistake(other, "map.constant", fmt::format("a constant value takes no {}", other));
        rule.value = constant(element, type, rule);
        return rule.value != no_id;
    }
    rule.value = bind(element, "from", context.source, bind_value);
    if (rule.value == no_id) {
        // Known, though they cannot be looked at without the value.
        for (const char* other : {"as", "table", "default"}) element.optional(other);
        return false;
    }
    bool good = true;
    if (element.has("as")) {
        rule.value = converted(element, rule.value);
        good = rule.value != no_id;
    }
    if (element.has("table")) {
        rule.table = table(element, type);
        rule.output = Output::text;
        good = good && rule.table != nullptr;
    } else if (good) {
        good = fits(element, element.has("as") ? "as" : "from", rule.value, type);
    }
    if (element.has("default")) {
        rule.fallback = bind(element, "default", context.source, bind_value);
        good = good && rule.fallback != no_id && fits(element, "default", rule.fallback, type);
    }
    return good;
}

void MapCompiler::set(ElementReader& element, Context& context, Body& body) {
    Placed placed;
    Rule& rule = placed.rule;
    placed.position = element.position();
    placed.source = element.optional("from");
    if (element.has("value") == element.has("from"))
        element.mistake("map.set", "a set has either 'from', an expression, or 'value', a constant");
    rule.required = element.yes_no("required", false);
    rule.when = when(element, context.source);
    if (element.has("value")) placed.source = "'" + element.optional("value") + "'";
    const auto target = place(element, context, false, placed.source);
    if (!element.all_children().empty()) element.mistake("map.set", "a set has no elements inside");
    if (!target) {
        for (const char* other : {"as", "table", "default"}) element.optional(other);
        if (!element.has("value"))
            bind(element, "from", context.source,
                 [](Binder& binder, const SyntaxNode& tree) { return binder.value(tree); });
        return;
    }
    rule.slot = target->slot;
    placed.order = target->order;
    if (rule.required) context.target.demand(rule.slot);
    if (!set_value(element, context, *target, rule)) return;
    body.push_back(std::move(placed));
}

}  // namespace crossdock::mapping
