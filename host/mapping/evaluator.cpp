#include "host/mapping/evaluator.hpp"

#include <fmt/format.h>

#include "host/mapping/function.hpp"

namespace crossdock::mapping {

Evaluator::Evaluator(const Program& program, const ExpressionInput& input, Scratch& scratch)
    : program_(program),
      document_(input.document),
      input_(input),
      scratch_(scratch),
      steps_left_(input.steps_max),
      reached_(program.index.slot_count()),
      last_(program.index.slot_count()) {}

bool Evaluator::fail(std::string code, std::string text, NodeIndex node) {
    problem_ = {std::move(code), std::move(text), node};
    return false;
}

bool Evaluator::exhausted() {
    steps_left_ = 0;
    return fail("map.too-much-work",
                fmt::format("more than {} nodes were looked at; the document is too large for this map, or a path "
                            "walks it for each of its parts",
                            input_.steps_max));
}

bool Evaluator::compute(const Instruction& instruction, Place here, Value& result) {
    switch (instruction.operation) {
        case Operation::literal: result = program_.literals[instruction.number]; return true;
        case Operation::value: {
            Place found;
            if (!first(instruction.number, here, found)) return false;
            take(found, instruction, result);
            return true;
        }
        case Operation::reached: take({document_, reached_[instruction.number]}, instruction, result); return true;
        case Operation::variable: {
            result = Value{};
            for (const Variable& variable : input_.variables)
                if (variable.name == program_.variables[instruction.number])
                    result = Value::of_text(variable.value, true);
            return true;
        }
        case Operation::read: return evaluate(argument(instruction, 0), here, result) && read(instruction, result);
        case Operation::write: {
            Value value;
            if (!evaluate(argument(instruction, 0), here, value)) return false;
            std::string_view text;
            if (!value.missing && !write(value, text)) return false;
            result = Value::of_text(text, true);
            result.node = value.node;
            return true;
        }
        case Operation::arithmetic: return arithmetic(instruction, here, result);
        case Operation::compare:
        case Operation::matches:
        case Operation::both:
        case Operation::either:
        case Operation::negation: {
            bool truth = false;
            if (!decide(instruction, here, truth)) return false;
            result = Value::of(truth);
            return true;
        }
        case Operation::call: return call(instruction, here, result);
        case Operation::choice: {
            bool truth = false;
            if (!test(argument(instruction, 0), here, truth)) return false;
            if (truth || instruction.argument_count == 3)
                return evaluate(argument(instruction, truth ? 1 : 2), here, result);
            result = Value{};
            return true;
        }
        case Operation::first_of:
            for (std::size_t i = 0; i < instruction.argument_count; ++i) {
                if (!evaluate(argument(instruction, i), here, result)) return false;
                if (!result.missing) return true;
            }
            return true;
        case Operation::exists:
        case Operation::count:
        case Operation::last: return over_nodes(instruction, here, result);
        case Operation::sum: return sum(instruction, here, result);
        case Operation::join: return join(instruction, here, result);
        case Operation::pair: {
            Place found;
            if (!find_pair(instruction.number, here, found)) return false;
            take(found, instruction, result);
            return true;
        }
        case Operation::lookup: return lookup(instruction, here, result);
        case Operation::position: result = Value::of(Decimal(position_)); return true;
        case Operation::now: result = Value::of(ValueType::date_time, input_.received_at_ms); return true;
    }
    return fail("map.bad-program", "this operation does not exist");
}

bool Evaluator::decide(const Instruction& instruction, Place here, bool& result) {
    switch (instruction.operation) {
        case Operation::compare: return compare(instruction, here, result);
        case Operation::matches: return matches(program_.matches[instruction.number], here, result);
        case Operation::both:
        case Operation::either: {
            const bool both = instruction.operation == Operation::both;
            if (!test(argument(instruction, 0), here, result)) return false;
            return result != both || test(argument(instruction, 1), here, result);
        }
        case Operation::negation:
            if (!test(argument(instruction, 0), here, result)) return false;
            result = !result;
            return true;
        default: {
            Value value;
            if (!compute(instruction, here, value)) return false;
            result = value.truth();
            return true;
        }
    }
}

bool Evaluator::read(const Instruction& instruction, Value& value) {
    if (value.missing || !value.lexical) return true;
    value.lexical = false;
    std::optional<std::int64_t> number;
    switch (instruction.type) {
        case ValueType::text: return true;
        case ValueType::decimal: {
            const auto decimal = Decimal::parse(value.text);
            if (!decimal.ok()) return fail("map.bad-value", decimal.error().text, value.node);
            value.decimal = *decimal;
            return true;
        }
        case ValueType::boolean:
            if (value.text == "true" || value.text == "1") number = 1;
            if (value.text == "false" || value.text == "0") number = 0;
            break;
        case ValueType::date: number = read_date(value.text); break;
        case ValueType::time: number = read_time(value.text); break;
        case ValueType::date_time: number = read_date_time(value.text); break;
    }
    if (!number)
        return fail("map.bad-value",
                    fmt::format("'{}' is not {}", value.text.substr(0, 60), to_string(instruction.type)), value.node);
    value.number = *number;
    return true;
}

bool Evaluator::write(const Value& value, std::string_view& text) {
    if (value.type == ValueType::text || value.lexical) {
        text = value.text;
        return true;
    }
    if (value.type == ValueType::boolean) {
        text = value.number != 0 ? "true" : "false";
        return true;
    }
    std::size_t length = 0;
    if (value.type == ValueType::decimal) {
        std::array<char, Decimal::text_max> buffer;
        length = value.decimal.format(buffer);
        text = scratch_.copy({buffer.data(), length});
        return true;
    }
    std::array<char, 32> buffer;
    if (value.type == ValueType::date) length = write_date(value.number, buffer);
    if (value.type == ValueType::time) length = write_time(value.number, buffer);
    if (value.type == ValueType::date_time) length = write_date_time(value.number, buffer);
    if (length == 0) return fail("map.bad-value", "a date outside the years 0 to 9999 cannot be written", value.node);
    text = scratch_.copy({buffer.data(), length});
    return true;
}

bool Evaluator::arithmetic(const Instruction& instruction, Place here, Value& result) {
    Value left;
    Value right;
    if (!evaluate(argument(instruction, 0), here, left) || !evaluate(argument(instruction, 1), here, right))
        return false;
    result = Value{};
    if (left.missing || right.missing) return true;
    const auto op = static_cast<Operator>(instruction.detail);
    const auto number = op == Operator::add        ? add(left.decimal, right.decimal)
                        : op == Operator::subtract ? subtract(left.decimal, right.decimal)
                                                   : multiply(left.decimal, right.decimal);
    const NodeIndex node = left.node != no_node ? left.node : right.node;
    if (!number.ok()) return fail("map.bad-value", number.error().text, node);
    result = Value::of(*number);
    result.node = node;
    return true;
}

bool Evaluator::compare(const Instruction& instruction, Place here, bool& result) {
    Value left;
    Value right;
    if (!evaluate(argument(instruction, 0), here, left) || !evaluate(argument(instruction, 1), here, right))
        return false;
    const auto op = static_cast<Operator>(instruction.detail);
    if (left.missing || right.missing) {
        result = op == Operator::not_equal;
        return true;
    }
    if (left.type == ValueType::text) {
        result = (left.text == right.text) == (op == Operator::equal);
        return true;
    }
    int order = left.number < right.number ? -1 : (left.number == right.number ? 0 : 1);
    if (left.type == ValueType::decimal) order = crossdock::compare(left.decimal, right.decimal);
    switch (op) {
        case Operator::equal: result = order == 0; break;
        case Operator::not_equal: result = order != 0; break;
        case Operator::less: result = order < 0; break;
        case Operator::less_equal: result = order <= 0; break;
        case Operator::greater: result = order > 0; break;
        case Operator::greater_equal: result = order >= 0; break;
        default: result = false;
    }
    return true;
}

bool Evaluator::call(const Instruction& instruction, Place here, Value& result) {
    const Function& function = *program_.functions[instruction.number];
    const std::size_t count = instruction.argument_count;
    std::array<Value, 4> few;
    std::vector<Value> many;
    if (count > few.size()) many.resize(count);
    const std::span<Value> values = count > few.size() ? std::span<Value>(many) : std::span<Value>(few.data(), count);
    for (std::size_t i = 0; i < count; ++i) {
        Value& value = values[i];
        if (!evaluate(argument(instruction, i), here, value)) return false;
        if (value.missing) {
            if (function.takes_missing) continue;
            result = Value{};
            return true;
        }
        if (i < function.parameters.size() && function.parameters[i] == Parameter::whole) {
            const auto whole = value.decimal.to_integer();
            if (!whole)
                return fail(
                    "map.bad-value",
                    fmt::format("'{}' takes a whole number, this is {}", function.name, value.decimal.to_string()),
                    value.node);
            value.number = *whole;
        }
    }
    const NodeIndex node = values[0].node;
    FunctionCall call{scratch_, program_.formats, {}};
    if (!function.body(call, values, result)) return fail("map.bad-value", std::move(call.problem), node);
    result.node = node;
    return true;
}

bool Evaluator::text(const CompiledTemplate& pieces, Place here, std::string& text, const CompiledPiece** missing) {
    for (const CompiledPiece& piece : pieces.pieces) {
        if (piece.expression == no_id) {
            text += piece.literal;
            continue;
        }
        Value value;
        std::string_view written;
        if (!evaluate(piece.expression, here, value)) return false;
        if (value.missing) {
            if (missing != nullptr && *missing == nullptr) *missing = &piece;
            continue;
        }
        if (!write(value, written)) return false;
        text += written;
    }
    return true;
}

}  // namespace crossdock::mapping
