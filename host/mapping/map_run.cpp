// A map's run: its rules one after the other, in the order of the target's type.
#include <fmt/format.h>

#include <algorithm>

#include "host/mapping/evaluator.hpp"
#include "host/mapping/map.hpp"
#include "host/mapping/map_plan.hpp"
#include "host/mapping/table.hpp"

namespace crossdock::mapping {

namespace {

class Run {
public:
    Run(const MapPlan& plan, const Document& source, const MapContext& context, Document& target,
        std::vector<MapFailure>& failures)
        : plan_(plan),
          source_(source),
          context_(context),
          target_(target),
          failures_(failures),
          input_{&source, {}, context.variables, context.received_at_ms, context.steps_max},
          evaluator_(plan.program, input_, scratch_),
          explains_(context.explanations != nullptr),
          slots_(plan.slots.size()) {
        target.reserve(target.size() + std::min<std::size_t>(source.size(), 256));
        slots_.clear(0, plan.slots.size());
    }

    Status execute() {
        Frame frame{nullptr, &plan_.scopes[plan_.root_scope], no_id, Document::root, 0, Document::root, false};
        if (evaluator_.enter(PathIndex::root_context, Document::root))
            body(plan_.root_body, frame, {&source_, Document::root});
        else
            fail_by_problem({}, Document::root, {}, Position{plan_.file});
        check(frame);
        if (errors_ == 0) return {};
        return Error{"map.failed", ErrorClass::permanent,
                     fmt::format("{} of the map {} {}: {}", errors_, plan_.name,
                                 errors_ == 1 ? "rule failed" : "rules failed", first_error_)};
    }

private:
    // A slot that a required rule had no value for.
    static constexpr NodeIndex demanded = no_node - 1;
    // One whose value was bad, which has been reported.
    static constexpr NodeIndex failed = no_node - 2;
    static bool is_set(NodeIndex slot) { return slot < failed; }

    // A group of the target that is being filled.
    struct Frame {
        Frame* outer = nullptr;
        const TargetScope* scope = nullptr;
        std::uint32_t slot = no_id;  // in the outer scope
        NodeIndex base = no_node;    // made with its first value
        std::uint32_t item = 0;      // of a list, 1 first
        NodeIndex here = no_node;    // in the source
        bool eager = false;
    };

    NodeIndex base_of(Frame& frame) { return frame.base != no_node ? frame.base : make_base(frame); }
    NodeIndex make_base(Frame& frame) {
        const TargetSlot& place = plan_.slots[frame.slot];
        NodeIndex& written = slots_[frame.slot];
        if (is_set(written) && !place.repeats)
            frame.base = written;
        else
            frame.base = written = target_.add_group(group_of(*frame.outer, place), place.symbol, place.flags);
        return frame.base;
    }
    // The group that a slot's node goes into.
    NodeIndex group_of(Frame& frame, const TargetSlot& place) {
        if (place.parent == no_id) return base_of(frame);
        NodeIndex& parent = slots_[place.parent];
        if (!is_set(parent)) {
            const TargetSlot& above = plan_.slots[place.parent];
            parent = target_.add_group(group_of(frame, above), above.symbol, above.flags);
        }
        return parent;
    }

    void body(std::uint32_t number, Frame& frame, Place here) {
        for (const Rule& rule : plan_.bodies[number]) {
            if (stopped_) return;
            if (rule.idle_slot != no_id && evaluator_.reached(rule.idle_slot) == no_node && !explains_) continue;
            switch (rule.kind) {
                case RuleKind::set: set(rule, frame, here); break;
                case RuleKind::each: each(rule, frame, here); break;
                case RuleKind::group: group(rule, frame, here); break;
                case RuleKind::expect: expect(rule, frame, here); break;
            }
        }
    }

    [[nodiscard]] const RuleDescription& description(const Rule& rule) const {
        return plan_.descriptions[rule.description];
    }
    [[nodiscard]] const std::string& source_of(const Rule& rule) const { return description(rule).source; }

    // Goes on at another node than the rule stands at.
    bool enter(const Rule& rule, Place place) {
        if (rule.binding != no_id) evaluator_.bind(rule.binding, place);
        return evaluator_.enter(rule.context, place.node);
    }

    // Whether `when` lets the rule go on; a failure is noted, and it does not.
    bool applies(const Rule& rule, Frame& frame, Place here) {
        if (rule.when == no_id) return true;
        if (rule.when_slot != no_id) {
            const NodeIndex node = evaluator_.reached(rule.when_slot);
            if (node == no_node) return false;
            if (!text_of(source_[node]).empty()) return true;
        }
        bool truth = false;
        if (!evaluator_.test(rule.when, here, truth)) {
            fail_by_problem(rule, frame, here);
            return false;
        }
        return truth;
    }

    void set(const Rule& rule, Frame& frame, Place here) {
        const TargetSlot& place = plan_.slots[rule.slot];
        const bool taken = is_set(slots_[rule.slot]) && !place.repeats;
        if (explains_ || (!taken && !set_directly(rule, frame, place, here)))
            set_evaluated(rule, frame, place, here, taken);
    }

    // The whole of it. Not part of `set`, which has little to do mostly and keeps little in hand for it.
    [[gnu::noinline]] void set_evaluated(const Rule& rule, Frame& frame, const TargetSlot& place, Place here,
                                         bool taken) {
        if (taken || !applies(rule, frame, here)) {
            if (explains_)
                explain(rule, frame, here.node, {}, taken ? "an earlier rule has set it" : "its 'when' is not met");
            return;
        }
        Value value;
        std::string_view text;
        if (!evaluate(rule, here, value, text)) {
            fail_by_problem(rule, frame, value.node == no_node ? here.node : value.node);
            if (!is_set(slots_[rule.slot])) slots_[rule.slot] = failed;
            return;
        }
        if (value.missing) {
            if (rule.required && slots_[rule.slot] == no_node) slots_[rule.slot] = demanded;
            if (explains_)
                explain(rule, frame, here.node, {}, fmt::format("{} is not there or empty", source_of(rule)));
            return;
        }
        if (value.transient) text = target_.copy_text(text);
        add(rule, frame, place, text, value.node);
        if (value.transient) scratch_.reset();
        if (explains_) explain(rule, frame, value.node == no_node ? here.node : value.node, text, {});
    }

    void add(const Rule& rule, Frame& frame, const TargetSlot& place, std::string_view text, NodeIndex from) {
        const NodePosition position = from == no_node ? NodePosition{} : source_[from].position;
        slots_[rule.slot] = target_.add_value(group_of(frame, place), place.symbol, text, place.flags, position);
    }

    // What most sets come to: nothing is there, or a text goes over as it is. False: the rule has to be evaluated.
    bool set_directly(const Rule& rule, Frame& frame, const TargetSlot& place, Place here) {
        if (rule.source_slot != no_id && evaluator_.reached(rule.source_slot) == no_node) return rule.may_lack;
        if (rule.shortcut == Shortcut::none) return false;
        std::string_view text = rule.constant;
        NodeIndex from = no_node;
        if (rule.shortcut != Shortcut::constant) {
            if (!find_text(rule, here, from)) return false;
            if (from != no_node) text = text_of(source_[from]);
            if (text.empty()) return rule.may_lack;
            if (rule.table != nullptr) {
                const auto found = rule.table->find(text);
                if (!found) return false;
                text = *found;
            } else if (rule.lexical && !has_form(rule.output, text)) {
                return false;
            }
        }
        if (rule.when == no_id || applies(rule, frame, here)) add(rule, frame, place, text, from);
        return true;
    }

    // The node whose text is copied; false when that could not be found out.
    bool find_text(const Rule& rule, Place here, NodeIndex& from) {
        if (rule.shortcut == Shortcut::paired)
            return evaluator_.find_pair(plan_.program.instructions[rule.value].number, here, from);
        const Choice* choice = &plan_.choices[rule.first_choice];
        for (const Choice* const end = choice + rule.choice_count; choice != end; ++choice) {
            bool chosen = choice->test == no_id;
            if (!chosen && !evaluator_.test(choice->test, here, chosen)) return false;
            if (!chosen) continue;
            from = evaluator_.reached(choice->slot);
            return true;
        }
        return true;
    }

    // The value of a set as text in its target's form.
    bool evaluate(const Rule& rule, Place here, Value& value, std::string_view& text) {
        if (!evaluator_.evaluate(rule.value, here, value)) return false;
        if (rule.table != nullptr && !value.missing) {
            if (!evaluator_.write(value, text)) return false;
            const auto found = rule.table->find(text);
            if (!found)
                return evaluator_.fail(
                    "map.code-missing",
                    fmt::format("the code '{}' is not in the table '{}'; add it, or give the table a "
                                "policy for what is missing",
                                text.substr(0, 60), rule.table->name()),
                    value.node);
            const NodeIndex node = value.node;
            const bool transient = found->data() == text.data() && is_transient(value);
            value = Value::of_text(*found, transient);
            value.node = node;
        }
        if (value.missing && rule.fallback != no_id && !evaluator_.evaluate(rule.fallback, here, value)) return false;
        return value.missing || write(rule.output, value, text);
    }

    static bool is_transient(const Value& value) {
        return value.transient || (!value.lexical && value.type != ValueType::text);
    }

    bool write(Output output, Value& value, std::string_view& text) {
        if (!evaluator_.write(value, text)) return false;
        value.transient = is_transient(value);
        if ((!value.lexical && output != Output::integer) || has_form(output, text)) return true;
        switch (output) {
            case Output::text: return true;
            case Output::decimal:
            case Output::integer: return write_number(output == Output::integer, value, text);
            case Output::boolean:
                if (text != "1" && text != "0") return bad(value, text, "true or false");
                text = text == "1" ? "true" : "false";
                return true;
            case Output::date: return bad(value, text, "a date such as 2026-11-23");
            case Output::time: return bad(value, text, "a time such as 14:30:00");
            case Output::date_time: return bad(value, text, "a date-time such as 2026-11-23T14:30:00Z");
        }
        return true;
    }

    bool write_number(bool whole, Value& value, std::string_view& text) {
        const auto number = Decimal::parse(text);
        if (!number.ok()) return evaluator_.fail("map.bad-value", number.error().text, value.node);
        value.decimal = *number;
        if (whole) {
            if (!number->to_integer()) return bad(value, text, "a whole number");
            value.decimal = *round(*number, 0, Rounding::down);
        }
        value.lexical = false;
        value.type = ValueType::decimal;
        value.transient = true;
        return evaluator_.write(value, text);
    }

    bool bad(const Value& value, std::string_view text, std::string_view wanted) {
        return evaluator_.fail("map.bad-value", fmt::format("'{}' is not {}", text.substr(0, 60), wanted), value.node);
    }

    void each(const Rule& rule, Frame& frame, Place here) {
        const std::int64_t outer_position = evaluator_.position();
        std::uint32_t count = 0;
        const bool walked = evaluator_.for_each(rule.in, here, [&](Place place) {
            if (!enter(rule, place)) return false;
            evaluator_.set_position(++count);
            if (applies(rule, frame, place)) item(rule, frame, place, count);
            return !stopped_;
        });
        evaluator_.set_position(outer_position);
        if (!walked && !stopped_) fail_by_problem(rule, frame, here);
    }

    void item(const Rule& rule, Frame& frame, Place here, std::uint32_t count) {
        if (rule.scope == no_id) {
            body(rule.body, frame, here);
            return;
        }
        Frame inner{&frame,    &plan_.scopes[rule.scope],  rule.slot, no_node, count,
                    here.node, rule.kind == RuleKind::each};
        slots_.clear(inner.scope->first_slot, inner.scope->slot_count);
        if (inner.eager) base_of(inner);
        body(rule.body, inner, here);
        check(inner);
    }

    void group(const Rule& rule, Frame& frame, Place here) {
        Place inside = here;
        if (rule.in != no_id) {
            if (!evaluator_.first(rule.in, here, inside) || (inside.node != no_node && !enter(rule, inside))) {
                fail_by_problem(rule, frame, here);
                return;
            }
            if (inside.node == no_node) return;
        }
        if (applies(rule, frame, inside)) item(rule, frame, inside, 0);
    }

    void expect(const Rule& rule, Frame& frame, Place here) {
        if (!applies(rule, frame, here)) return;
        bool truth = false;
        if (!evaluator_.test(rule.value, here, truth)) {
            fail_by_problem(rule, frame, here);
            return;
        }
        if (truth) return;
        std::string text;
        if (rule.otherwise == no_id) {
            text = fmt::format("it was expected that {}", source_of(rule));
        } else if (!evaluator_.text(plan_.templates[rule.otherwise], here, text, nullptr)) {
            fail_by_problem(rule, frame, here);
            return;
        }
        add_failure({rule.severity, "map.expectation", std::move(text), path_of(frame), source_of(rule),
                     source_[here.node].position, description(rule).position});
    }

    // Looks at what a finished group has to have.
    void check(Frame& frame) {
        if (stopped_) return;
        for (const std::uint32_t number : frame.scope->checked) {
            const NodeIndex written = slots_[number];
            if (is_set(written) || written == failed) continue;
            const TargetSlot& place = plan_.slots[number];
            const bool around = place.parent == no_id ? frame.base != no_node : is_set(slots_[place.parent]);
            if (written != demanded && !around) continue;
            const SlotDescription& told = plan_.slot_descriptions[number];
            const std::string reason =
                place.group ? "nothing in it has a value"
                            : fmt::format("{} is not there or empty",
                                          told.source.empty() ? std::string("what it is set from") : told.source);
            add_failure({Severity::error, "map.required-missing", fmt::format("it is required, and {}", reason),
                         path_of(frame, number), told.source, source_[frame.here].position, told.rule});
        }
    }

    [[nodiscard]] std::string path_of(const Frame& frame) const {
        if (frame.outer == nullptr) return {};
        std::string path = path_of(*frame.outer, frame.slot);
        if (frame.item != 0) path += fmt::format("[{}]", frame.item);
        return path;
    }
    [[nodiscard]] std::string path_of(const Frame& frame, std::uint32_t number) const {
        const std::string& path = plan_.slot_descriptions[number].path;
        const std::string above = path_of(frame);
        return above.empty() ? path : above + "/" + path;
    }

    void fail_by_problem(const Rule& rule, Frame& frame, Place here) { fail_by_problem(rule, frame, here.node); }
    void fail_by_problem(const Rule& rule, Frame& frame, NodeIndex here) {
        const Problem& problem = evaluator_.problem();
        if (explains_ && rule.kind == RuleKind::set)
            explain(rule, frame, problem.node != no_node ? problem.node : here, {}, problem.text);
        std::string target = rule.slot == no_id ? path_of(frame) : path_of(frame, rule.slot);
        fail_by_problem(std::move(target), here, source_of(rule), description(rule).position);
    }
    void fail_by_problem(std::string target, NodeIndex here, const std::string& source, const Position& rule) {
        const Problem& problem = evaluator_.problem();
        const NodeIndex node = problem.node != no_node ? problem.node : here;
        stopped_ = problem.code == "map.too-much-work";
        add_failure(
            {Severity::error, problem.code, problem.text, std::move(target), source, source_[node].position, rule});
    }

    void add_failure(MapFailure failure) {
        if (failure.severity == Severity::error) {
            if (errors_ == 0) first_error_ = describe(failure);
            ++errors_;
        }
        if (++noted_ <= context_.failures_max) failures_.push_back(std::move(failure));
    }

    void explain(const Rule& rule, const Frame& frame, NodeIndex node, std::string_view value, std::string reason) {
        context_.explanations->push_back({path_of(frame, rule.slot), source_of(rule), std::string(value),
                                          std::move(reason), source_[node].position, description(rule).position});
    }

    const MapPlan& plan_;
    const Document& source_;
    const MapContext& context_;
    Document& target_;
    std::vector<MapFailure>& failures_;
    ExpressionInput input_;
    Scratch scratch_;
    Evaluator evaluator_;
    const bool explains_;
    NodeTable slots_;  // of the target: what has been written there
    std::size_t errors_ = 0;
    std::size_t noted_ = 0;
    std::string first_error_;
    bool stopped_ = false;
};

}  // namespace

Status run(const Map& map, const Document& source, const MapContext& context, Document& target,
           std::vector<MapFailure>& failures) {
    return Run(map.plan(), source, context, target, failures).execute();
}

}  // namespace crossdock::mapping
