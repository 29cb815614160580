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

// The texts that `if(test, path, if(test, path, …))`, or a path alone, comes to. Empty: it may come to something else.
// `as_read`: the text is looked at whether it has the form in which a value that was read is written.
std::vector<Choice> choices_of(const Program& program, ExpressionId id, bool as_read) {
    constexpr std::size_t choices_max = 8;
    const auto source = [&](ExpressionId of) -> const Instruction& {
        const Instruction& instruction = program.instructions[of];
        const bool passed_over = as_read && instruction.operation == Operation::read;
        return passed_over ? program.instructions[program.arguments[instruction.first_argument]] : instruction;
    };
    std::vector<Choice> choices;
    for (;;) {
        const Instruction& instruction = source(id);
        if (instruction.operation == Operation::reached) {
            choices.push_back({no_id, instruction.number});
            return choices;
        }
        if (instruction.operation != Operation::choice || choices.size() == choices_max) return {};
        const ExpressionId* const arguments = &program.arguments[instruction.first_argument];
        const Instruction& chosen = source(arguments[1]);
        if (chosen.operation != Operation::reached) return {};
        choices.push_back({arguments[0], chosen.number});
        if (instruction.argument_count < 3) return choices;
        id = arguments[2];
    }
}

}  // namespace

void shorten(MapPlan& plan, Rule& rule) {
    const Program& program = plan.program;
    if (rule.when != no_id) {
        const Instruction& when = program.instructions[rule.when];
        if (when.operation == Operation::exists && when.number != no_id)
            rule.when_slot = program.paths[when.number].slot;
    }
    if (rule.in != no_id) rule.idle_slot = needed_slot(program.paths[rule.in]);
    if (rule.kind != RuleKind::set) return;
    rule.may_lack = !rule.required && rule.when == no_id && rule.fallback == no_id;
    const Instruction& value = program.instructions[rule.value];
    if (value.operation == Operation::literal && value.type == ValueType::text && rule.table == nullptr) {
        rule.constant = program.literals[value.number].text;
        rule.shortcut = rule.output == Output::text && !rule.constant.empty() ? Shortcut::constant : Shortcut::none;
        return;
    }
    rule.source_slot = needed_slot(program, rule.value);
    if (rule.may_lack) rule.idle_slot = rule.source_slot;
    rule.lexical = rule.table == nullptr && rule.output != Output::text;
    const std::vector<Choice> choices = choices_of(program, rule.value, rule.lexical);
    if (value.operation == Operation::pair) {
        rule.shortcut = Shortcut::paired;
    } else if (!choices.empty()) {
        rule.shortcut = Shortcut::copied;
        rule.first_choice = static_cast<std::uint32_t>(plan.choices.size());
        rule.choice_count = static_cast<std::uint8_t>(choices.size());
        plan.choices.insert(plan.choices.end(), choices.begin(), choices.end());
    }
}

}  // namespace crossdock::mapping
