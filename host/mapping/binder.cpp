// Literals, operators and functions: which types go together.
#include "host/mapping/binder.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "host/mapping/function.hpp"
#include "host/mapping/spelling.hpp"

namespace crossdock::mapping {

std::string_view to_string(ValueType type) {
    switch (type) {
        case ValueType::text: return "a text";
        case ValueType::decimal: return "a number";
        case ValueType::boolean: return "a yes-or-no";
        case ValueType::date: return "a date";
        case ValueType::time: return "a time";
        case ValueType::date_time: return "a date-time";
    }
    return "a value";
}

ValueType value_type(schema::DataType type) {
    switch (type) {
        case schema::DataType::text: return ValueType::text;
        case schema::DataType::decimal:
        case schema::DataType::integer: return ValueType::decimal;
        case schema::DataType::boolean: return ValueType::boolean;
        case schema::DataType::date: return ValueType::date;
        case schema::DataType::time: return ValueType::time;
        case schema::DataType::date_time: return ValueType::date_time;
    }
    return ValueType::text;
}

namespace {

std::string_view reading_advice(ValueType type) {
    switch (type) {
        case ValueType::decimal: return "; '| decimal' reads a text as a number";
        case ValueType::date: return "; '| date('CCYYMMDD')' reads a text as a date";
        case ValueType::time: return "; '| time('HHMM')' reads a text as a time";
        case ValueType::date_time: return "; '| date-time('CCYYMMDDHHMM')' reads a text as a date-time";
        case ValueType::boolean: return "; a comparison or exists(…) gives one";
        case ValueType::text: return "; '| text' writes a value as a text";
    }
    return "";
}

}  // namespace

ExpressionId Binder::fail(std::uint32_t offset, std::string text) {
    errors_.push_back({offset, std::move(text)});
    return no_id;
}

ExpressionId Binder::add(Instruction instruction, const std::vector<ExpressionId>& arguments) {
    instruction.first_argument = static_cast<std::uint32_t>(program_.arguments.size());
    instruction.argument_count = static_cast<std::uint8_t>(arguments.size());
    program_.arguments.insert(program_.arguments.end(), arguments.begin(), arguments.end());
    program_.instructions.push_back(instruction);
    return static_cast<ExpressionId>(program_.instructions.size() - 1);
}

ExpressionId Binder::literal(Value value, std::uint32_t offset) {
    Instruction made;
    made.type = value.type;
    made.whole = value.type == ValueType::decimal && value.decimal.scale() == 0;
    made.number = static_cast<std::uint32_t>(program_.literals.size());
    made.offset = offset;
    program_.literals.push_back(value);
    return add(made);
}

ExpressionId Binder::text_literal(std::string text, std::uint32_t offset) {
    program_.texts.push_back(std::move(text));
    return literal(Value::of_text(program_.texts.back()), offset);
}

ExpressionId Binder::value(const SyntaxNode& tree) {
    switch (tree.kind) {
        case SyntaxKind::number: {
            const auto number = Decimal::parse(tree.text);
            if (!number.ok()) return fail(tree.offset, "this number has more than 38 digits");
            return literal(Value::of(*number), tree.offset);
        }
        case SyntaxKind::string: return text_literal(tree.text, tree.offset);
        case SyntaxKind::path: return path_value(tree);
        case SyntaxKind::call: return function_call(tree);
        case SyntaxKind::operation: return operation(tree);
    }
    return no_id;
}

ExpressionId Binder::test(const SyntaxNode& tree) {
    const ExpressionId id = value(tree);
    return id == no_id ? no_id : truth(id, tree.offset);
}

ExpressionId Binder::truth(ExpressionId id, std::uint32_t offset) {
    if (instruction(id).type != ValueType::boolean)
        return fail(offset, fmt::format("a yes-or-no is needed here, this is {}; compare it, or ask exists(…)",
                                        to_string(instruction(id).type)));
    return read(id);
}

ExpressionId Binder::read(ExpressionId id) {
    const Instruction& from = instruction(id);
    if (!from.lexical) return id;
    Instruction made;
    made.operation = Operation::read;
    made.type = from.type;
    made.whole = from.whole;
    made.offset = from.offset;
    return add(made, {id});
}

ExpressionId Binder::written(ExpressionId id) {
    const Instruction& from = instruction(id);
    if (from.type == ValueType::text || from.lexical) return id;
    Instruction made;
    made.operation = Operation::write;
    made.offset = from.offset;
    return add(made, {id});
}

ExpressionId Binder::operation(const SyntaxNode& tree) {
    const ExpressionId left = value(*tree.arguments[0]);
    const ExpressionId right = value(*tree.arguments[1]);
    if (left == no_id || right == no_id) return no_id;
    switch (tree.operation) {
        case Operator::add:
        case Operator::subtract:
        case Operator::multiply: return arithmetic(tree, left, right);
        case Operator::both:
        case Operator::either: {
            const ExpressionId one = truth(left, tree.arguments[0]->offset);
            const ExpressionId other = truth(right, tree.arguments[1]->offset);
            if (one == no_id || other == no_id) return no_id;
            Instruction made;
            made.operation = tree.operation == Operator::both ? Operation::both : Operation::either;
            made.type = ValueType::boolean;
            made.offset = tree.offset;
            return add(made, {one, other});
        }
        default: return comparison(tree, left, right);
    }
}

ExpressionId Binder::arithmetic(const SyntaxNode& tree, ExpressionId left, ExpressionId right) {
    for (const ExpressionId id : {left, right}) {
        if (instruction(id).type == ValueType::decimal) continue;
        const std::string_view more =
            instruction(id).type == ValueType::date ? "; add-days adds to a date" : reading_advice(ValueType::decimal);
        return fail(tree.arguments[id == left ? 0 : 1]->offset,
                    fmt::format("this is {}, and only numbers are added, subtracted and multiplied{}",
                                to_string(instruction(id).type), more));
    }
    Instruction made;
    made.operation = Operation::arithmetic;
    made.type = ValueType::decimal;
    made.whole = instruction(left).whole && instruction(right).whole;
    made.detail = static_cast<std::uint8_t>(tree.operation);
    made.offset = tree.offset;
    const ExpressionId one = read(left);
    return add(made, {one, read(right)});
}

void Binder::check_code(const SyntaxNode& literal_side, ExpressionId literal_id, ExpressionId other) {
    const auto type = types_.find(other);
    if (literal_side.kind != SyntaxKind::string || type == types_.end()) return;
    const schema::TypeNode& node = *type->second;
    if (node.codes.empty() || node.codes_open) return;
    const std::string_view code = program_.literals[instruction(literal_id).number].text;
    if (std::find(node.codes.begin(), node.codes.end(), code) != node.codes.end()) return;
    const std::vector<std::string_view> known(node.codes.begin(), node.codes.end());
    fail(literal_side.offset,
         fmt::format("'{}' never has the code '{}'{}", node.name, code, did_you_mean(code, known)));
}

ExpressionId Binder::comparison(const SyntaxNode& tree, ExpressionId left, ExpressionId right) {
    const ValueType type = instruction(left).type;
    const ValueType other = instruction(right).type;
    if (type != other) {
        const bool left_is_text = type == ValueType::text;
        const bool right_is_text = other == ValueType::text;
        std::string advice;
        if (left_is_text || right_is_text) advice = reading_advice(left_is_text ? other : type);
        return fail(tree.arguments[0]->offset,
                    fmt::format("{} is compared with {}{}", to_string(type), to_string(other), advice));
    }
    const bool order = tree.operation != Operator::equal && tree.operation != Operator::not_equal;
    if (order && (type == ValueType::text || type == ValueType::boolean))
        return fail(tree.arguments[0]->offset,
                    fmt::format("{} is neither less nor greater than another{}", to_string(type),
                                type == ValueType::text ? reading_advice(ValueType::decimal) : ""));
    for (std::size_t side = 0; side < 2; ++side) {
        const SyntaxNode& argument = *tree.arguments[side];
        if (argument.kind == SyntaxKind::string && argument.text.empty())
            return fail(argument.offset,
                        "an empty text equals nothing: what is empty is missing; write exists(x) or not(exists(x))");
        check_code(argument, side == 0 ? left : right, side == 0 ? right : left);
    }
    if (!order && type == ValueType::text) {
        for (const auto& [one, literal] : {std::pair(left, right), std::pair(right, left)})
            if (instruction(one).operation == Operation::value && instruction(literal).operation == Operation::literal)
                return text_match(tree, one, literal);
    }
    Instruction made;
    made.operation = Operation::compare;
    made.type = ValueType::boolean;
    made.detail = static_cast<std::uint8_t>(tree.operation);
    made.offset = tree.offset;
    const ExpressionId one = read(left);
    return add(made, {one, read(right)});
}

ExpressionId Binder::text_match(const SyntaxNode& tree, ExpressionId value, ExpressionId literal) {
    Instruction made;
    made.operation = Operation::matches;
    made.type = ValueType::boolean;
    made.number = static_cast<std::uint32_t>(program_.matches.size());
    made.offset = tree.offset;
    program_.matches.push_back({.path = instruction(value).number,
                                .equal = tree.operation == Operator::equal,
                                .text = program_.literals[instruction(literal).number].text});
    return add(made);
}

ExpressionId Binder::function_call(const SyntaxNode& tree) {
    for (const SpecialForm& form : special_forms()) {
        if (form.name != tree.text) continue;
        if (tree.arguments.size() < form.required || tree.arguments.size() > form.allowed)
            return fail(tree.offset, fmt::format("'{}' is written {}", tree.text, form.signature));
        return special(form, tree);
    }
    if (find_function(tree.text) == nullptr)
        return fail(tree.offset,
                    fmt::format("there is no function '{}'{}", tree.text, did_you_mean(tree.text, function_names())));
    std::vector<ExpressionId> arguments;
    bool good = true;
    for (const SyntaxTree& argument : tree.arguments) {
        arguments.push_back(value(*argument));
        good = good && arguments.back() != no_id;
    }
    return good ? call(tree.text, std::move(arguments), tree) : no_id;
}

ExpressionId Binder::call(std::string_view name, std::vector<ExpressionId> arguments, const SyntaxNode& at) {
    const Function* const function = find_function(name);
    if (function == nullptr)
        return fail(at.offset, fmt::format("there is no function '{}'{}", name, did_you_mean(name, function_names())));
    if (arguments.size() < function->required || arguments.size() > function->allowed)
        return fail(at.offset, fmt::format("'{}' is written {}", name, function->signature));
    // What is of the wanted type already is not read again.
    if ((name == "decimal" || (name == "integer" && instruction(arguments[0]).whole)) && arguments.size() == 1 &&
        instruction(arguments[0]).type == ValueType::decimal)
        return arguments[0];
    const ValueType first = instruction(arguments[0]).type;
    if (first == function->result && (name == "date" || name == "time" || name == "date-time"))
        return fail(at.offset,
                    fmt::format("this is {} already; format(…) writes it in another form", to_string(first)));
    std::size_t declared = 0;
    while (declared < function->parameters.size() && function->parameters[declared] != Parameter::none) ++declared;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const Parameter parameter = function->parameters[std::min(i, declared - 1)];
        const std::uint32_t offset = i < at.arguments.size() ? at.arguments[i]->offset : at.offset;
        arguments[i] = argument(arguments[i], parameter, offset, name);
        if (arguments[i] == no_id) return no_id;
    }
    auto known = std::find(program_.functions.begin(), program_.functions.end(), function);
    if (known == program_.functions.end()) known = program_.functions.insert(known, function);
    Instruction made;
    made.operation = Operation::call;
    made.type = function->result_as_first ? instruction(arguments[0]).type : function->result;
    made.whole = function->whole;
    made.number = static_cast<std::uint32_t>(known - program_.functions.begin());
    made.offset = at.offset;
    if (name == "round" && arguments.size() > 1) {
        const Instruction& digits = instruction(arguments[1]);
        made.whole = digits.operation == Operation::literal && program_.literals[digits.number].decimal.is_zero();
    }
    return add(made, arguments);
}

ExpressionId Binder::argument(ExpressionId id, Parameter parameter, std::uint32_t offset, std::string_view function) {
    const ValueType type = instruction(id).type;
    const auto needs = [&](ValueType wanted) {
        if (type == wanted) return read(id);
        return fail(offset, fmt::format("'{}' takes {} here, this is {}{}", function, to_string(wanted),
                                        to_string(type), type == ValueType::text ? reading_advice(wanted) : ""));
    };
    switch (parameter) {
        case Parameter::text: return written(id);
        case Parameter::decimal:
        case Parameter::whole: return needs(ValueType::decimal);
        case Parameter::boolean: return needs(ValueType::boolean);
        case Parameter::date: return needs(ValueType::date);
        case Parameter::time: return needs(ValueType::time);
        case Parameter::date_time: return needs(ValueType::date_time);
        case Parameter::moment:
        case Parameter::day: {
            if (type == ValueType::date || type == ValueType::date_time ||
                (type == ValueType::time && parameter == Parameter::moment))
                return read(id);
            return fail(offset,
                        fmt::format("'{}' takes a date or a date-time here, this is {}{}", function, to_string(type),
                                    type == ValueType::text ? reading_advice(ValueType::date) : ""));
        }
        case Parameter::any:
        case Parameter::none: return read(id);
        case Parameter::format:
        case Parameter::zone:
        case Parameter::rounding:
        case Parameter::character: return literal_argument(id, parameter, offset);
    }
    return no_id;
}

ExpressionId Binder::literal_argument(ExpressionId id, Parameter parameter, std::uint32_t offset) {
    if (instruction(id).operation != Operation::literal || instruction(id).type != ValueType::text)
        return fail(offset, "this has to be written out as a text, such as 'CCYYMMDD', '+01:00' or 'half-up'");
    Value value = program_.literals[instruction(id).number];
    if (parameter == Parameter::format) {
        std::string why;
        auto format = DateFormat::parse(value.text, why);
        if (!format) return fail(offset, std::move(why));
        value.number = static_cast<std::int64_t>(program_.formats.size());
        program_.formats.push_back(std::move(*format));
    } else if (parameter == Parameter::zone) {
        const auto minutes = zone_offset_minutes(value.text);
        if (!minutes)
            return fail(offset, fmt::format("'{}' is no zone; write 'UTC' or an offset such as '+02:00'", value.text));
        value.number = *minutes;
    } else if (parameter == Parameter::rounding) {
        const auto rounding = rounding_named(value.text);
        if (!rounding)
            return fail(offset, fmt::format("'{}' is no rounding; there are half-even, half-up, half-down, up, down, "
                                            "ceiling and floor",
                                            value.text));
        value.number = static_cast<std::int64_t>(*rounding);
    } else if (value.text.size() != 1) {
        return fail(offset, "one character is needed here, such as '0'");
    }
    return literal(value, offset);
}

}  // namespace crossdock::mapping
