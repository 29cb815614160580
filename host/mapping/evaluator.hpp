// Runs compiled expressions on documents.
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "host/mapping/binder.hpp"
#include "host/mapping/expression.hpp"
#include "host/mapping/node_table.hpp"
#include "host/mapping/program.hpp"
#include "host/mapping/scratch.hpp"

namespace crossdock::mapping {

// A node of one of the documents.
struct Place {
    const Document* document = nullptr;
    NodeIndex node = no_node;
    NodeIndex parent = no_node;  // where it is known without looking for it
};

// What the node says as a value; empty for a group, and for what is null.
inline std::string_view text_of(const Node& node) {
    return node.kind == NodeKind::value && (node.flags & node_flag::null) == 0 ? node.text : std::string_view{};
}

// Codes and qualifiers are short: to look at their bytes costs less than to call what compares texts.
inline bool same_code(std::string_view left, std::string_view right) {
    if (left.size() != right.size()) return false;
    for (std::size_t at = 0; at < left.size(); ++at)
        if (left[at] != right[at]) return false;
    return true;
}

// Why an expression could not be computed.
struct Problem {
    std::string code;  // `map.bad-value`, `map.code-missing`, `map.too-much-work`
    std::string text;
    NodeIndex node = no_node;  // of the main document, the value that was bad
};

// The qualifiers and values in a group, as several `pair` in turn ask for those of the same one.
struct GatheredPairs {
    struct Pair {
        std::string_view qualifier;
        NodeIndex value = no_node;
    };
    std::uint32_t symbols = no_id;  // of the program; no_id: nothing has been gathered yet
    Place group;
    std::vector<Pair> pairs;
};

// One run's state. Texts in values live as long as the documents, the program and the scratch. One thread.
// Every function returns false when it fails and leaves `problem()`. The root's context is entered before all else.
class Evaluator {
public:
    Evaluator(const Program& program, const ExpressionInput& input, Scratch& scratch);

    bool evaluate(ExpressionId id, Place here, Value& result) {
        const Instruction& instruction = program_.instructions[id];
        if (instruction.operation == Operation::reached)
            take({document_, reached_[instruction.number]}, instruction, result);
        else if (instruction.operation == Operation::literal)
            result = program_.literals[instruction.number];
        else
            return compute(instruction, here, result);
        return true;
    }
    // Missing is no.
    bool test(ExpressionId id, Place here, bool& result) {
        const Instruction& instruction = program_.instructions[id];
        return instruction.operation == Operation::matches ? matches(program_.matches[instruction.number], here, result)
                                                           : decide(instruction, here, result);
    }
    // The value's canonical text.
    bool write(const Value& value, std::string_view& text);
    // The whole text of a template; a missing value is written as nothing, and its piece reported in `missing`.
    bool text(const CompiledTemplate& pieces, Place here, std::string& text, const CompiledPiece** missing);

    // Goes on with the context's group at `node`: what its paths lead to from there, until the context is entered
    // again.
    bool enter(std::uint32_t context, NodeIndex node) {
        const PathIndex::Context& entered = program_.index.context(context);
        if (entered.slot_count == 0) return true;
        reached_.clear(entered.first_slot, entered.slot_count);
        return node == no_node || index_children(entered.level, node);
    }
    // The node that the index found for the slot, in the contexts as they were entered last.
    [[nodiscard]] NodeIndex reached(std::uint32_t slot) const { return reached_[slot]; }

    // The first node of the path, no_node when there is none.
    bool first(PathId id, Place here, Place& found) {
        const CompiledPath& path = program_.paths[id];
        if (path.slot == no_id)
            return path.plain && path.start == Start::here ? first_plain(path, here, found)
                                                           : first_walked(path, here, found);
        found = {document_, reached_[path.slot]};
        return true;
    }
    // Calls `visit(Place)` for each node of the path in document order until it returns false; false then, too.
    template <typename Visit>
    bool for_each(PathId id, Place here, Visit&& visit) {
        const CompiledPath& path = program_.paths[id];
        const Place start = start_of(path, here);
        if (start.node == no_node) return true;
        if (path.first_slot == no_id) return walk(path, 0, start, visit);
        if (path.slot != no_id && reached_[path.slot] == no_node) return true;
        return walk_indexed(path, start, visit);
    }

    // The node of the main document that `pair` finds; no_node when there is none.
    bool find_pair(std::uint32_t list, Place here, NodeIndex& found) {
        Place place;
        if (!find_pair(list, here, place)) return false;
        found = place.node;
        return true;
    }

    void bind(std::uint32_t number, Place place) { bindings_[number] = place; }
    void set_position(std::int64_t position) { position_ = position; }
    [[nodiscard]] std::int64_t position() const { return position_; }
    [[nodiscard]] const Problem& problem() const { return problem_; }
    bool fail(std::string code, std::string text, NodeIndex node = no_node);

private:
    // A text that a named document holds has no place in the main one.
    [[nodiscard]] NodeIndex origin(Place place) const { return place.document == document_ ? place.node : no_node; }

    bool spend(std::uint64_t nodes = 1) {
        if (nodes > steps_left_) return exhausted();
        steps_left_ -= nodes;
        return true;
    }
    bool exhausted();
    Place start_of(const CompiledPath& path, Place here) const;
    bool index_children(std::uint32_t level, NodeIndex group);
    bool first_walked(const CompiledPath& path, Place here, Place& found);
    bool first_plain(const CompiledPath& path, Place start, Place& found);
    NodeIndex descend(const PathStep* step, const PathStep* last, const Document& document, NodeIndex node);
    NodeIndex parent_of(Place place);

    // Counts the nodes that each index filter of a step has let through.
    using FilterCounts = std::array<std::uint32_t, 8>;
    bool passes(const PathStep& step, Place candidate, FilterCounts& counts, bool& result) {
        result = true;
        for (std::size_t i = 0; i < step.filter_count && result; ++i) {
            const PathFilter& filter = program_.filters[step.first_filter + i];
            if (filter.test == no_id)
                result = ++counts[i] == filter.index;
            else if (!test(filter.test, candidate, result))
                return false;
        }
        return true;
    }

    template <typename Visit>
    bool walk(const CompiledPath& path, std::uint32_t number, Place at, Visit& visit) {
        if (number == path.step_count) return visit(at);
        if (program_.steps[path.first_step + number].kind == StepKind::parent)
            return walk(path, number + 1, {at.document, parent_of(at)}, visit);
        return walk_children(path, number, at, (*at.document)[at.node].first_child, no_node, visit);
    }
    // Of a path from a context: only what lies between the first and the last child of the first step's name.
    template <typename Visit>
    bool walk_indexed(const CompiledPath& path, Place start, Visit& visit) {
        const NodeIndex child = reached_[path.first_slot];
        if (child == no_node) return true;
        const NodeIndex end = (*start.document)[last_[path.first_slot]].next;
        return walk_children(path, 0, start, child, end, visit);
    }

    // Goes through the children of `at` from `child` on, up to `end`.
    template <typename Visit>
    bool walk_children(const CompiledPath& path, std::uint32_t number, Place at, NodeIndex child, NodeIndex end,
                       Visit& visit) {
        const PathStep& step = program_.steps[path.first_step + number];
        const Document& document = *at.document;
        FilterCounts counts{};
        for (; child != end; child = document[child].next) {
            if (!spend()) return false;
            if (document[child].name != step.symbol) continue;
            const Place candidate{at.document, child, at.node};
            if (step.filter_count != 0) {
                bool passed = false;
                if (!passes(step, candidate, counts, passed)) return false;
                if (!passed) continue;
            }
            if (!walk(path, number + 1, candidate, visit)) return false;
        }
        return true;
    }

    void take(Place place, const Instruction& instruction, Value& result) const {
        result.missing = true;
        result.transient = false;
        result.type = instruction.type;
        result.lexical = instruction.lexical;
        result.node = no_node;
        if (place.node == no_node) return;
        result.node = origin(place);
        result.text = text_of((*place.document)[place.node]);
        result.missing = result.text.empty();
    }
    bool compute(const Instruction& instruction, Place here, Value& result);
    bool decide(const Instruction& instruction, Place here, bool& result);
    bool read(const Instruction& instruction, Value& value);
    bool arithmetic(const Instruction& instruction, Place here, Value& result);
    bool compare(const Instruction& instruction, Place here, bool& result);
    bool matches(const TextMatch& match, Place here, bool& result) {
        Place found{document_, no_node};
        if (match.slot != no_id)
            found.node = reached_[match.slot];
        else if (!first(match.path, here, found))
            return false;
        result =
            (found.node != no_node && same_code(text_of((*found.document)[found.node]), match.text)) == match.equal;
        return true;
    }
    bool call(const Instruction& instruction, Place here, Value& result);
    bool over_nodes(const Instruction& instruction, Place here, Value& result);
    bool sum(const Instruction& instruction, Place here, Value& result);
    bool join(const Instruction& instruction, Place here, Value& result);
    bool find_pair(std::uint32_t list, Place here, Place& found);
    bool gather_pairs(std::uint32_t symbols, Place group);
    bool lookup(const Instruction& instruction, Place here, Value& result);
    [[nodiscard]] ExpressionId argument(const Instruction& instruction, std::size_t index) const {
        return program_.arguments[instruction.first_argument + index];
    }

    const Program& program_;
    const Document* document_;
    const ExpressionInput& input_;
    Scratch& scratch_;
    std::uint64_t steps_left_;
    std::int64_t position_ = 0;
    std::array<Place, bindings_max> bindings_{};
    NodeTable reached_;               // by the slots of the program's index: the first node
    NodeTable last_;                  // likewise: the last one, where there is a first
    std::vector<NodeIndex> parents_;  // of the main document's nodes, made when first needed
    GatheredPairs pairs_;
    Problem problem_;
};

}  // namespace crossdock::mapping
