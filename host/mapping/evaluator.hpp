// Runs compiled expressions on documents.
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "host/mapping/binder.hpp"
#include "host/mapping/expression.hpp"
#include "host/mapping/program.hpp"
#include "host/mapping/scratch.hpp"

namespace crossdock::mapping {

// A node of one of the documents.
struct Place {
    const Document* document = nullptr;
    NodeIndex node = no_node;
};

// Why an expression could not be computed.
struct Problem {
    std::string code;  // `map.bad-value`, `map.code-missing`, `map.too-much-work`
    std::string text;
    NodeIndex node = no_node;  // of the main document, the value that was bad
};

// One run's state. Texts in values live as long as the documents, the program and the scratch. One thread.
// Every function returns false when it fails and leaves `problem()`.
class Evaluator {
public:
    Evaluator(const Program& program, const ExpressionInput& input, Scratch& scratch);

    bool evaluate(ExpressionId id, Place here, Value& result);
    // Missing is no.
    bool test(ExpressionId id, Place here, bool& result);
    // The value's canonical text.
    bool write(const Value& value, std::string_view& text);
    // The whole text of a template; a missing value is written as nothing, and its piece reported in `missing`.
    bool text(const CompiledTemplate& pieces, Place here, std::string& text, const CompiledPiece** missing);

    // The first node of the path, no_node when there is none.
    bool first(PathId path, Place here, Place& found);
    // Calls `visit(Place)` for each node of the path in document order until it returns false; false then, too.
    template <typename Visit>
    bool for_each(PathId id, Place here, Visit&& visit) {
        const CompiledPath& path = program_.paths[id];
        const Place start = start_of(path, here);
        return start.node == no_node || walk(path, 0, start, visit);
    }

    void bind(std::uint32_t number, NodeIndex node) { bindings_[number] = node; }
    void set_position(std::int64_t position) { position_ = position; }
    [[nodiscard]] std::int64_t position() const { return position_; }
    [[nodiscard]] const Problem& problem() const { return problem_; }
    bool fail(std::string code, std::string text, NodeIndex node = no_node);

private:
    // A text that a named document holds has no place in the main one.
    [[nodiscard]] NodeIndex origin(Place place) const { return place.document == document_ ? place.node : no_node; }

    bool spend() { return steps_left_-- != 0 || exhausted(); }
    bool exhausted();
    Place start_of(const CompiledPath& path, Place here) const;
    bool first_plain(const CompiledPath& path, Place start, Place& found);
    NodeIndex descend(const PathStep* step, const PathStep* end, const Document& document, NodeIndex node);
    NodeIndex parent_of(NodeIndex node);

    // Counts the nodes that each index filter of a step has let through.
    using FilterCounts = std::array<std::uint32_t, 8>;
    bool passes(const PathStep& step, Place candidate, FilterCounts& counts, bool& result);

    template <typename Visit>
    bool walk(const CompiledPath& path, std::uint32_t number, Place at, Visit& visit) {
        if (number == path.step_count) return visit(at);
        const PathStep& step = program_.steps[path.first_step + number];
        if (step.kind == StepKind::parent) return walk(path, number + 1, {at.document, parent_of(at.node)}, visit);
        const Document& document = *at.document;
        FilterCounts counts{};
        for (NodeIndex child = document[at.node].first_child; child != no_node; child = document[child].next) {
            if (!spend()) return false;
            if (document[child].name != step.symbol) continue;
            const Place candidate{at.document, child};
            if (step.filter_count != 0) {
                bool passed = false;
                if (!passes(step, candidate, counts, passed)) return false;
                if (!passed) continue;
            }
            if (!walk(path, number + 1, candidate, visit)) return false;
        }
        return true;
    }

    void take(Place place, const Instruction& instruction, Value& result) const;
    bool read(const Instruction& instruction, Value& value);
    bool arithmetic(const Instruction& instruction, Place here, Value& result);
    bool compare(const Instruction& instruction, Place here, Value& result);
    bool call(const Instruction& instruction, Place here, Value& result);
    bool over_nodes(const Instruction& instruction, Place here, Value& result);
    bool sum(const Instruction& instruction, Place here, Value& result);
    bool join(const Instruction& instruction, Place here, Value& result);
    bool pair(const Instruction& instruction, Place here, Value& result);
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
    std::array<NodeIndex, bindings_max> bindings_{};
    std::vector<NodeIndex> memo_;     // of plain paths from the root: what they lead to, or not_walked
    std::vector<NodeIndex> parents_;  // of the main document's nodes, made when first needed
    Problem problem_;

    static constexpr NodeIndex not_walked = no_node - 1;
};

}  // namespace crossdock::mapping
