// Paths, and what is computed over many nodes.
#include <fmt/format.h>

#include "host/mapping/evaluator.hpp"
#include "host/mapping/table.hpp"

namespace crossdock::mapping {

Place Evaluator::start_of(const CompiledPath& path, Place here) const {
    switch (path.start) {
        case Start::here: return here;
        case Start::root: return {document_, document_ == nullptr ? no_node : Document::root};
        case Start::binding: return bindings_[path.number];
        case Start::document: {
            const Document* const document =
                path.number < input_.documents.size() ? input_.documents[path.number] : nullptr;
            return {document, document == nullptr ? no_node : Document::root};
        }
    }
    return {};
}

NodeIndex Evaluator::parent_of(Place place) {
    if (place.parent != no_node) return place.parent;
    if (parents_.empty()) {
        const Document& document = *document_;
        parents_.assign(document.size(), no_node);
        for (NodeIndex above = 0; above < document.size(); ++above)
            for (NodeIndex child = document[above].first_child; child != no_node; child = document[child].next)
                parents_[child] = above;
    }
    return parents_[place.node];
}

// A group that comes more than once gives what the ones before it do not have: the first node in document order.
bool Evaluator::index_children(std::uint32_t level_number, NodeIndex group) {
    const Node* const nodes = &(*document_)[Document::root];
    const PathIndex& index = program_.index;
    const PathIndex::Level& level = index.level(level_number);
    std::uint64_t looked_at = 0;
    for (NodeIndex child = nodes[group].first_child; child != no_node; ++looked_at) {
        const Node& node = nodes[child];
        const PathIndex::Entry& entry = index.find(level, node.name);
        if (entry.slot != no_id) {
            if (reached_[entry.slot] == no_node) reached_[entry.slot] = child;
            last_[entry.slot] = child;
            if (entry.level != no_id && !index_children(entry.level, child)) return false;
        }
        child = node.next;
    }
    return spend(looked_at);
}

// Depth first; comes back to the next sibling when a way ends. no_node also when the work is exhausted.
NodeIndex Evaluator::descend(const PathStep* step, const PathStep* last, const Document& document, NodeIndex node) {
    for (NodeIndex child = document[node].first_child; child != no_node; child = document[child].next) {
        if (!spend()) return no_node;
        if (document[child].name != step->symbol) continue;
        if (step == last) return child;
        const NodeIndex found = descend(step + 1, last, document, child);
        if (found != no_node) return found;
    }
    return no_node;
}

bool Evaluator::first_plain(const CompiledPath& path, Place start, Place& found) {
    found = start;
    if (path.step_count == 0) return true;
    const PathStep* const step = &program_.steps[path.first_step];
    found = {start.document, descend(step, step + path.step_count - 1, *start.document, start.node)};
    return found.node != no_node || steps_left_ != 0 || exhausted();
}

bool Evaluator::first_walked(const CompiledPath& path, Place here, Place& found) {
    const Place start = start_of(path, here);
    found = {start.document, no_node};
    if (start.node == no_node) return true;
    if (path.plain) return first_plain(path, start, found);
    bool stopped = false;
    const auto take_it = [&](Place place) {
        found = place;
        stopped = true;
        return false;
    };
    if (path.first_slot == no_id) return walk(path, 0, start, take_it) || stopped;
    return walk_indexed(path, start, take_it) || stopped;
}

bool Evaluator::over_nodes(const Instruction& instruction, Place here, Value& result) {
    if (instruction.number == no_id) {  // exists of a variable
        Value value;
        if (!evaluate(argument(instruction, 0), here, value)) return false;
        result = Value::of(!value.missing);
        return true;
    }
    std::int64_t count = 0;
    bool exists = false;
    Place last{document_, no_node};
    const bool walked = for_each(instruction.number, here, [&](Place place) {
        ++count;
        last = place;
        const Node& node = (*place.document)[place.node];
        exists = node.kind == NodeKind::group || !text_of(node).empty();
        return instruction.operation != Operation::exists || !exists;
    });
    if (!walked && !exists) return false;
    if (!walked && instruction.operation != Operation::exists) return false;
    if (instruction.operation == Operation::exists)
        result = Value::of(exists);
    else if (instruction.operation == Operation::count)
        result = Value::of(Decimal(count));
    else
        take(last, instruction, result);
    return true;
}

bool Evaluator::sum(const Instruction& instruction, Place here, Value& result) {
    Decimal total;
    const bool walked = for_each(instruction.number, here, [&](Place place) {
        Value value;
        if (instruction.argument_count != 0) {
            if (!evaluate(argument(instruction, 0), place, value)) return false;
        } else {
            Instruction number = instruction;
            number.lexical = true;
            take(place, number, value);
            if (!read(number, value)) return false;
        }
        if (value.missing) return true;
        const auto more = add(total, value.decimal);
        if (!more.ok()) return fail("map.bad-value", more.error().text, value.node);
        total = *more;
        return true;
    });
    if (!walked) return false;
    result = Value::of(total);
    return true;
}

bool Evaluator::join(const Instruction& instruction, Place here, Value& result) {
    Value separator;
    if (!evaluate(argument(instruction, 0), here, separator)) return false;
    std::string joined;
    NodeIndex node = no_node;
    const bool walked = for_each(instruction.number, here, [&](Place place) {
        const std::string_view text = (*place.document)[place.node].text;
        if (text.empty()) return true;
        if (joined.size() + text.size() > 1'000'000)
            return fail("map.bad-value", "the joined text would be longer than 1,000,000 bytes", origin(place));
        if (joined.empty())
            node = origin(place);
        else
            joined += separator.text;
        joined += text;
        return true;
    });
    if (!walked) return false;
    result = Value::of_text(scratch_.copy(joined), true);
    result.node = node;
    return true;
}

// The pairs that stand in the group, in document order. A qualifier that has no value is left out.
bool Evaluator::gather_pairs(std::uint32_t symbols, Place group) {
    if (pairs_.symbols == symbols && pairs_.group.node == group.node && pairs_.group.document == group.document)
        return true;
    pairs_.symbols = no_id;
    pairs_.pairs.clear();
    const Document& document = *group.document;
    const PairSymbols& asked = program_.pair_symbols[symbols];
    const std::vector<Symbol>& names = asked.names;
    std::size_t next = 0;  // elements mostly stand in the order of their names
    for (NodeIndex child = document[group.node].first_child; child != no_node; child = document[child].next) {
        if (!spend()) return false;
        if (!asked.may_have(document[child].name)) continue;
        for (std::size_t tried = 0; tried < names.size(); tried += 2, next = (next + 2) % names.size()) {
            if (document[child].name != names[next]) continue;
            NodeIndex value = document[child].next;
            if (value == no_node || document[value].name != names[next + 1])
                value = document.child(group.node, names[next + 1]);
            if (value != no_node && !document[value].text.empty())
                pairs_.pairs.push_back({document[child].text, value});
            if (value == document[child].next && value != no_node) child = value;
            break;
        }
    }
    pairs_.symbols = symbols;
    pairs_.group = group;
    return true;
}

bool Evaluator::find_pair(std::uint32_t number, Place here, Place& found) {
    const PairList& list = program_.pairs[number];
    Place group;
    if (!first(list.group, here, group)) return false;
    found = {group.document, no_node};
    if (group.node == no_node) return true;
    if (!gather_pairs(list.symbols, group)) return false;
    for (const std::string_view wanted : list.qualifiers) {
        for (const GatheredPairs::Pair& pair : pairs_.pairs) {
            if (!same_code(pair.qualifier, wanted)) continue;
            found.node = pair.value;
            return true;
        }
    }
    return true;
}

bool Evaluator::lookup(const Instruction& instruction, Place here, Value& result) {
    Value code;
    if (!evaluate(argument(instruction, 0), here, code)) return false;
    result = Value{};
    if (code.missing) return true;
    const Table& table = *program_.tables[instruction.number];
    const auto found = table.find(code.text);
    if (!found)
        return fail(
            "map.code-missing",
            fmt::format("the code '{}' is not in the table '{}'; add it, or give the table a policy for what is "
                        "missing",
                        code.text.substr(0, 60), table.name()),
            code.node);
    result = Value::of_text(*found, code.transient && found->data() == code.text.data());
    result.node = code.node;
    return true;
}

}  // namespace crossdock::mapping
