// Paths: which names exist where, and which symbols lead there.
#include <fmt/format.h>

#include <algorithm>

#include "host/mapping/binder.hpp"
#include "host/mapping/spelling.hpp"

namespace crossdock::mapping {

namespace {

using schema::Shape;
using schema::TypeNode;

const TypeNode* text_child(const TypeNode& group) {
    for (const auto& child : group.children)
        if (child->name == "#text") return child.get();
    return nullptr;
}

template <typename Items>
auto find_named(Items& items, std::string_view name) {
    return std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.name == name; });
}

}  // namespace

void Binder::report_unknown_name(const SyntaxStep& step, const TypeChain& chain) {
    const TypeNode& group = *chain.back();
    const std::string where = chain.size() == 1 ? "the document" : "'" + group.name + "'";
    if (group.shape == Shape::value) {
        fail(step.offset, fmt::format("'{}' is a value and has nothing below it, so no '{}'", group.name, step.name));
        return;
    }
    std::string hint = did_you_mean(step.name, names_below(group));
    for (std::size_t up = chain.size() - 1; up-- > 0 && chain.size() > 1;) {
        if (look_up(*chain[up], step.name).empty()) continue;
        std::string path = up == 0 ? "/" : "";
        for (std::size_t i = up + 1; up != 0 && i < chain.size(); ++i) path += "../";
        hint = fmt::format("; did you mean '{}{}'?", path, step.name);
        break;
    }
    if (hint.empty()) {
        const std::string anywhere = path_anywhere(*chain.front(), step.name);
        if (!anywhere.empty()) hint = fmt::format("; it is found at '/{}'", anywhere);
    }
    if (hint.empty()) {
        std::string names;
        for (const std::string_view name : names_below(group)) {
            if (names.size() > 120) {
                names += ", …";
                break;
            }
            names += names.empty() ? "" : ", ";
            names += name;
        }
        hint = names.empty() ? "; nothing is below it" : "; there are " + names;
    }
    fail(step.offset, fmt::format("there is no '{}' in {}{}", step.name, where, hint));
}

// Settles what the path starts at, and returns the number of the first step that is left.
std::optional<std::size_t> Binder::start_of(const SyntaxNode& tree, ResolvedPath& resolved) {
    const SyntaxStep& first = tree.steps.front();
    if (tree.head == PathHead::root) {
        if (scope_.here.empty()) {
            fail(tree.offset, "there is no document here that a path could start in");
            return std::nullopt;
        }
        resolved.compiled.start = Start::root;
        resolved.context = PathIndex::root_context;
        resolved.chain = {scope_.here.front()};
        return 0;
    }
    const auto binding = find_named(scope_.bindings, first.name);
    const auto document = find_named(scope_.documents, first.name);
    const bool named = first.kind == StepKind::child && first.filters.empty() &&
                       (binding != scope_.bindings.end() || document != scope_.documents.end());
    const bool child = tree.head == PathHead::here && first.kind == StepKind::child && !scope_.here.empty() &&
                       !look_up(*scope_.here.back(), first.name).empty();
    if (named && child) {
        fail(first.offset,
             fmt::format("'{0}' is both a field here and a bound name; write './{0}' or '${0}'", first.name));
        return std::nullopt;
    }
    if (named && binding != scope_.bindings.end()) {
        resolved.compiled.start = Start::binding;
        resolved.compiled.number = binding->number;
        resolved.context = binding->context;
        resolved.chain = binding->chain;
        return 1;
    }
    if (named) {
        if (document->type == nullptr) {
            fail(first.offset, fmt::format("nothing is known of what '{}' holds; give it a type", first.name));
            return std::nullopt;
        }
        resolved.compiled.start = Start::document;
        resolved.compiled.number = static_cast<std::uint16_t>(document - scope_.documents.begin());
        resolved.chain = {&document->type->root};
        return 1;
    }
    if (tree.head == PathHead::bound || scope_.here.empty()) {
        std::vector<std::string_view> known(scope_.variables.begin(), scope_.variables.end());
        for (const auto& each : scope_.bindings) known.push_back(each.name);
        for (const auto& each : scope_.documents) known.push_back(each.name);
        std::string hint = did_you_mean(first.name, known);
        if (hint.empty() && !known.empty()) hint = fmt::format("; there are {}", fmt::join(known, ", "));
        fail(first.offset, fmt::format("nothing is bound to the name '{}'{}", first.name, hint));
        return std::nullopt;
    }
    resolved.context = scope_.context;
    resolved.chain = scope_.here;
    return 0;
}

bool Binder::filters(const SyntaxStep& step, const ResolvedPath& resolved, PathStep& made) {
    if (step.filters.size() > 8) {
        fail(step.offset, "a step has 8 filters at most; join them with 'and'");
        return false;
    }
    std::vector<PathFilter> bound;
    TypeChain outer = std::exchange(scope_.here, resolved.chain);
    const std::uint32_t context = std::exchange(scope_.context, no_id);
    bool good = true;
    for (const SyntaxTree& filter : step.filters) {
        PathFilter one;
        if (filter->kind == SyntaxKind::number) {
            const auto number = Decimal::parse(filter->text);
            const auto index = number.ok() ? number->to_integer() : std::nullopt;
            if (!index || *index < 1 || *index > 1'000'000'000) {
                fail(filter->offset, "an index is a whole number from 1 on");
                good = false;
                continue;
            }
            one.index = static_cast<std::uint32_t>(*index);
        } else {
            one.test = test(*filter);
            good = good && one.test != no_id;
        }
        bound.push_back(one);
    }
    scope_.here = std::move(outer);
    scope_.context = context;
    made.first_filter = static_cast<std::uint32_t>(program_.filters.size());
    made.filter_count = static_cast<std::uint8_t>(bound.size());
    program_.filters.insert(program_.filters.end(), bound.begin(), bound.end());
    return good;
}

bool Binder::child_step(const SyntaxStep& step, ResolvedPath& resolved) {
    const std::vector<TypeChain> found = look_up(*resolved.chain.back(), step.name);
    if (found.empty()) {
        report_unknown_name(step, resolved.chain);
        return false;
    }
    if (found.size() > 1) {
        std::string ways;
        for (const TypeChain& way : found) {
            if (!ways.empty()) ways += " or ";
            for (std::size_t i = 0; i < way.size(); ++i) ways += (i == 0 ? "" : "/") + way[i]->name;
        }
        fail(step.offset, fmt::format("'{}' may mean {}; write which", step.name, ways));
        return false;
    }
    for (const TypeNode* node : found.front()) {
        PathStep made;
        made.symbol = node->symbol;
        resolved.chain.push_back(node);
        if (node == found.front().back() && !step.filters.empty()) {
            resolved.compiled.plain = false;
            if (!filters(step, resolved, made)) return false;
        }
        resolved.steps.push_back(made);
    }
    return true;
}

std::optional<Binder::ResolvedPath> Binder::resolve(const SyntaxNode& tree) {
    ResolvedPath resolved;
    const auto first = start_of(tree, resolved);
    if (!first) return std::nullopt;
    for (std::size_t i = *first; i < tree.steps.size(); ++i) {
        const SyntaxStep& step = tree.steps[i];
        if (step.kind == StepKind::self) continue;
        if (step.kind == StepKind::child) {
            if (!child_step(step, resolved)) return std::nullopt;
            continue;
        }
        if (resolved.compiled.start == Start::document) {
            fail(step.offset, "'..' is not possible in a named document; start at its name");
            return std::nullopt;
        }
        if (resolved.chain.size() < 2) {
            fail(step.offset, "'..' leads out of the document; this is its top already");
            return std::nullopt;
        }
        resolved.chain.pop_back();
        resolved.compiled.plain = false;
        resolved.steps.push_back({.kind = StepKind::parent});
    }
    std::string& text = resolved.text;
    if (tree.head == PathHead::root) text = "/";
    if (tree.head == PathHead::bound) text = "$";
    for (const SyntaxStep& step : tree.steps) {
        if (&step != &tree.steps.front()) text += '/';
        text += step.kind == StepKind::parent ? ".." : (step.kind == StepKind::self ? "." : step.name);
    }
    return resolved;
}

PathId Binder::commit(ResolvedPath resolved) {
    CompiledPath& path = resolved.compiled;
    path.first_step = static_cast<std::uint32_t>(program_.steps.size());
    path.step_count = static_cast<std::uint16_t>(resolved.steps.size());
    program_.steps.insert(program_.steps.end(), resolved.steps.begin(), resolved.steps.end());
    if (resolved.context != no_id && !resolved.steps.empty() && resolved.steps.front().kind == StepKind::child) {
        std::vector<Symbol> way;
        for (const PathStep& step : resolved.steps) way.push_back(step.symbol);
        path.context = resolved.context;
        path.first_slot = program_.index.slot(path.context, std::span(way).first(1));
        if (path.plain) path.slot = program_.index.slot(path.context, way);
    }
    program_.paths.push_back(path);
    return static_cast<PathId>(program_.paths.size() - 1);
}

std::optional<BoundPath> Binder::nodes(const SyntaxNode& tree) {
    if (tree.kind != SyntaxKind::path) {
        fail(tree.offset, "a path is needed here, such as N1-loop[N101='ST']");
        return std::nullopt;
    }
    if (is_variable(tree)) {
        fail(tree.offset, "a path is needed here; this is a variable's text");
        return std::nullopt;
    }
    auto resolved = resolve(tree);
    if (!resolved) return std::nullopt;
    BoundPath bound;
    bound.chain = resolved->chain;
    bound.path = commit(std::move(*resolved));
    return bound;
}

bool Binder::is_variable(const SyntaxNode& tree) const {
    if (tree.kind != SyntaxKind::path || tree.head == PathHead::root || tree.steps.size() != 1) return false;
    const SyntaxStep& step = tree.steps.front();
    if (step.kind != StepKind::child || !step.filters.empty()) return false;
    if (std::find(scope_.variables.begin(), scope_.variables.end(), step.name) == scope_.variables.end()) return false;
    // A field of that name goes first; `$` means the variable then.
    if (tree.head == PathHead::here && !scope_.here.empty() && !look_up(*scope_.here.back(), step.name).empty())
        return false;
    return find_named(scope_.bindings, step.name) == scope_.bindings.end() &&
           find_named(scope_.documents, step.name) == scope_.documents.end();
}

ExpressionId Binder::variable(std::string_view name, std::uint32_t offset) {
    auto known = std::find(program_.variables.begin(), program_.variables.end(), name);
    if (known == program_.variables.end()) known = program_.variables.insert(known, std::string(name));
    Instruction made;
    made.operation = Operation::variable;
    made.number = static_cast<std::uint32_t>(known - program_.variables.begin());
    made.offset = offset;
    return add(made);
}

ExpressionId Binder::path_value(const SyntaxNode& tree) {
    if (is_variable(tree)) {
        return variable(tree.steps.front().name, tree.offset);
    }
    auto resolved = resolve(tree);
    if (!resolved) return no_id;
    return value_of(std::move(*resolved), tree, Operation::value);
}

ExpressionId Binder::value_of(ResolvedPath resolved, const SyntaxNode& tree, Operation operation) {
    const TypeNode* node = resolved.chain.back();
    if (node->shape != Shape::value) {
        const TypeNode* text = resolved.chain.size() > 1 ? text_child(*node) : nullptr;
        if (text == nullptr) {
            const auto names = names_below(*node);
            const std::string example = names.empty() ? std::string{} : fmt::format(", such as '{}'", names.front());
            return fail(tree.offset,
                        fmt::format("'{}' is a group, not a value; name a value in it{}", resolved.text, example));
        }
        resolved.steps.push_back({.symbol = text->symbol});
        node = text;
    }
    Instruction made;
    made.operation = operation;
    made.type = value_type(node->data_type);
    made.lexical = made.type != ValueType::text;
    made.whole = node->data_type == schema::DataType::integer;
    made.offset = tree.offset;
    made.number = commit(std::move(resolved));
    const ExpressionId id = add(made);
    types_[id] = node;
    return id;
}

}  // namespace crossdock::mapping
