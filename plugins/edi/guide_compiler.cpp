#include "plugins/edi/guide_compiler.hpp"

#include "plugins/edi/dictionary_compiler.hpp"
#include "plugins/edi/guide_overlay.hpp"

#include <fmt/format.h>

namespace crossdock::edi {
namespace {

class RuleCompiler {
public:
    RuleCompiler(const GuideSource& source, const Transaction& transaction)
        : source_(source), transaction_(transaction), release_(*transaction.release) {
        guide_.name = source.name;
        guide_.of_elements.resize(release_.segments.size());
        guide_.of_nodes.resize(transaction.nodes.size());
        guide_.of_loops.resize(transaction.nodes.size());
    }

    Guide compile(const std::vector<GuideRuleSource>& sources) {
        for (const GuideRuleSource& source : sources) add(source);
        return std::move(guide_);
    }

private:
    void add(const GuideRuleSource& source) {
        GuideRule rule;
        rule.kind = source.kind;
        rule.origin = fmt::format("guide {}, line {}", source_.name, source.place.line);
        if (!source.reason.empty()) rule.origin += ": " + source.reason;
        place(source, rule);
        rule.max = source.max;
        rule.codes = source.codes;
        const Shape& shape = release_.segments[rule.segment];
        if (rule.kind == GuideRule::Kind::note)
            rule.note = compile_note(*release_.dialect, source.note, shape.use_count,
                                     fmt::format("{}:{}:{}", source_.file, source.place.line, source.place.column));
        if (rule.place.element > 0) {
            rule.use = release_.uses_of(shape)[rule.place.element - 1];
            if (rule.place.component > 0)
                rule.use = release_.uses_of(release_.composites[rule.use.composite])[rule.place.component - 1];
        }
        if (rule.kind == GuideRule::Kind::length) {
            rule.use.min = static_cast<std::uint16_t>(source.min);
            rule.use.max = static_cast<std::uint16_t>(source.max);
        }
        const auto index = static_cast<std::uint16_t>(guide_.rules.size());
        if (source.place.is_element()) {
            guide_.of_elements[rule.segment].push_back(index);
        } else {
            guide_.of_nodes[rule.node].push_back(index);
            if (rule.kind == GuideRule::Kind::required)
                guide_.of_loops[transaction_.nodes[rule.node].parent].push_back(index);
        }
        guide_.rules.push_back(std::move(rule));
    }

    void place(const GuideRuleSource& source, GuideRule& rule) {
        const auto& steps = source.place.steps;
        for (std::size_t at = 0; at < steps.size(); ++at) {
            rule.node = child(rule.node, steps[at].name);
            if (steps[at].codes.empty()) continue;
            GuideCondition condition = this->condition(source.place, steps[at], rule.node);
            if (at + 1 == steps.size()) {
                rule.own = std::move(condition);
            } else {
                rule.around.push_back(static_cast<std::uint16_t>(guide_.conditions.size()));
                guide_.conditions.push_back({rule.node, std::move(condition)});
            }
        }
        rule.segment = transaction_.nodes[rule.node].segment;
        if (!source.place.is_element()) return;
        rule.segment = release_.tags->find(source.place.element.tag);
        rule.place = source.place.element.place;
    }

    // The overlay has found every name before.
    [[nodiscard]] std::uint16_t child(std::uint16_t loop, std::string_view name) const {
        const auto& nodes = transaction_.nodes;
        for (auto child = static_cast<std::uint16_t>(loop + 1); child < nodes[loop].end; child = nodes[child].end)
            if (transaction_.names[nodes[child].name] == name) return child;
        return 0;
    }

    [[nodiscard]] GuideCondition condition(const GuidePlace& place, const GuideStep& step, std::uint16_t node) const {
        const std::string& tag = release_.segments[transaction_.nodes[node].segment].id;
        if (step.condition.tag != tag)
            source_.fail(place.line, step.column,
                         fmt::format("the condition of `{}` names an element of {}, `{}01`", step.name, tag, tag));
        return {step.condition.place, step.codes};
    }

    const GuideSource& source_;
    const Transaction& transaction_;
    const Release& release_;
    Guide guide_;
};

}  // namespace

GuidedSet compile_guide(const GuideSource& guide, const ReleaseSource& release, const TransactionSource& set,
                        std::uint64_t names_id) {
    const GuideOverlay overlay = lay_over(guide, release, set);
    GuidedSet made;
    made.release = compile_release(overlay.release);
    auto transaction = compile_transaction(overlay.set, *made.release, names_id);
    transaction->guide = std::make_shared<const Guide>(RuleCompiler(guide, *transaction).compile(overlay.rules));
    made.transaction = std::move(transaction);
    return made;
}

}  // namespace crossdock::edi
