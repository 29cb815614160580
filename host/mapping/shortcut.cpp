#include "host/mapping/shortcut.hpp"

#include "host/mapping/function.hpp"

namespace crossdock::mapping {

namespace {

// The slot of the index without whose node the path leads nowhere; no_id: there is none.
std::uint32_t needed_slot(const CompiledPath& path) { return path.slot != no_id ? path.slot : path.first_slot; }

// The slot of the index without whose node the expression is missing and nothing else; no_id: there is none.
std::uint32_t needed_slot(const Program& program, ExpressionId id) {
    const Instruction& instruction = program.instructions[id];
    switch (instruction.operation) {
        case Operation::reached: return instruction.number;
        case Operation::value: return needed_slot(program.paths[instruction.number]);
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
    if (rule.in != no_id) rule.idle_slot = needed_slot(program.paths[rule.in]);
    if (rule.kind != RuleKind::set) return;
    const Instruction& value = program.instructions[rule.value];
    if (value.operation == Operation::literal && value.type == ValueType::text && rule.table == nullptr) {
        rule.constant = program.literals[value.number].text;
        rule.shortcut = rule.output == Output::text && !rule.constant.empty() ? Shortcut::constant : Shortcut::none;
        return;
    }
    rule.source_slot = needed_slot(program, rule.value);
    if (!rule.required && rule.when == no_id && rule.fallback == no_id) rule.idle_slot = rule.source_slot;
    if (value.operation != Operation::reached) return;
    rule.shortcut = Shortcut::copied;
    rule.lexical = rule.table == nullptr && (value.lexical || rule.output == Output::integer);
}

}  // namespace crossdock::mapping
