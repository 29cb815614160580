#include "host/mapping/shortcut.hpp"

#include "host/mapping/function.hpp"

namespace crossdock::mapping {

namespace {

// The slot of the index without whose node the expression is missing and nothing else; no_id: there is none.
std::uint32_t needed_slot(const Program& program, ExpressionId id) {
    const Instruction& instruction = program.instructions[id];
    switch (instruction.operation) {
        case Operation::value: {
            const CompiledPath& path = program.paths[instruction.number];
            return path.slot != no_id ? path.slot : path.first_slot;
        }
        case Operation::call:
            if (program.functions[instruction.number]->takes_missing) return no_id;
            break;
        case Operation::read:
        case Operation::write:
        case Operation::lookup: break;
        default: return no_id;
    }
    return needed_slot(program, program.arguments[instruction.first_argument]);
}

}  // namespace

void shorten(const Program& program, Rule& rule) {
    if (rule.when != no_id) {
        const Instruction& when = program.instructions[rule.when];
        if (when.operation == Operation::exists && when.number != no_id)
            rule.when_slot = program.paths[when.number].slot;
    }
    if (rule.kind != RuleKind::set) return;
    const Instruction& value = program.instructions[rule.value];
    if (value.operation == Operation::literal && value.type == ValueType::text && rule.table == nullptr) {
        rule.constant = program.literals[value.number].text;
        rule.shortcut = rule.output == Output::text && !rule.constant.empty() ? Shortcut::constant : Shortcut::none;
        return;
    }
    rule.source_slot = needed_slot(program, rule.value);
    if (value.operation != Operation::value || program.paths[value.number].slot == no_id) return;
    rule.shortcut = Shortcut::copied;
    rule.lexical = rule.table == nullptr && (value.lexical || rule.output == Output::integer);
}

}  // namespace crossdock::mapping
