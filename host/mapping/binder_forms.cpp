#include "host/mapping/binder_forms.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "host/mapping/binder.hpp"
#include "host/mapping/spelling.hpp"
#include "host/mapping/table.hpp"

namespace crossdock::mapping {

namespace {

constexpr SpecialForm forms[] = {
    {"if", Form::choice, 2, 3, "if(test, then[, otherwise])"},
    {"default", Form::first_of, 2, 255, "default(value, instead, …)"},
    {"coalesce", Form::first_of, 1, 255, "coalesce(value, …)"},
    {"not", Form::negation, 1, 1, "not(test)"},
    {"exists", Form::exists, 1, 1, "exists(path)"},
    {"count", Form::count, 1, 1, "count(path)"},
    {"first", Form::first, 1, 1, "first(path)"},
    {"last", Form::last, 1, 1, "last(path)"},
    {"sum", Form::sum, 1, 2, "sum(path) or sum(path, number)"},
    {"join", Form::join, 2, 2, "join(path, 'separator')"},
    {"pair", Form::pair, 3, 255, "pair(first, last, 'qualifier', …)"},
    {"lookup", Form::lookup, 2, 2, "lookup(code, 'table')"},
    {"position", Form::position, 0, 0, "position()"},
    {"now", Form::now, 0, 0, "now()"},
};

}  // namespace

std::span<const SpecialForm> special_forms() { return forms; }

ExpressionId Binder::special(const SpecialForm& form, const SyntaxNode& tree) {
    Instruction made;
    made.offset = tree.offset;
    switch (form.form) {
        case Form::choice: return choice(tree);
        case Form::first_of: return first_of(tree);
        case Form::pair: return pair(tree);
        case Form::lookup: return lookup(tree);
        case Form::negation: {
            const ExpressionId id = test(*tree.arguments[0]);
            made.operation = Operation::negation;
            made.type = ValueType::boolean;
            return id == no_id ? no_id : add(made, {id});
        }
        case Form::position:
            made.operation = Operation::position;
            made.type = ValueType::decimal;
            made.whole = true;
            return add(made);
        case Form::now:
            made.operation = Operation::now;
            made.type = ValueType::date_time;
            return add(made);
        default: return over_nodes(form, tree);
    }
}

bool Binder::unify(std::vector<ExpressionId>& ids, const SyntaxNode& tree) {
    const ValueType type = instruction(ids.front()).type;
    for (std::size_t i = 1; i < ids.size(); ++i) {
        if (instruction(ids[i]).type == type) continue;
        fail(tree.offset, fmt::format("'{}' would give {} or {}; both have to be of one type", tree.text,
                                      to_string(type), to_string(instruction(ids[i]).type)));
        return false;
    }
    for (ExpressionId& id : ids) id = read(id);
    return true;
}

ExpressionId Binder::choice(const SyntaxNode& tree) {
    const ExpressionId condition = test(*tree.arguments[0]);
    std::vector<ExpressionId> branches;
    bool good = condition != no_id;
    for (std::size_t i = 1; i < tree.arguments.size(); ++i) {
        branches.push_back(value(*tree.arguments[i]));
        good = good && branches.back() != no_id;
    }
    if (!good || !unify(branches, tree)) return no_id;
    Instruction made;
    made.operation = Operation::choice;
    made.type = instruction(branches.front()).type;
    made.whole = instruction(branches.front()).whole && instruction(branches.back()).whole;
    made.offset = tree.offset;
    branches.insert(branches.begin(), condition);
    return add(made, branches);
}

ExpressionId Binder::first_of(const SyntaxNode& tree) {
    std::vector<ExpressionId> values;
    bool good = true;
    for (const SyntaxTree& argument : tree.arguments) {
        values.push_back(value(*argument));
        good = good && values.back() != no_id;
    }
    if (!good || !unify(values, tree)) return no_id;
    Instruction made;
    made.operation = Operation::first_of;
    made.type = instruction(values.front()).type;
    made.whole = true;
    for (const ExpressionId id : values) made.whole = made.whole && instruction(id).whole;
    made.offset = tree.offset;
    return add(made, values);
}

ExpressionId Binder::over_nodes(const SpecialForm& form, const SyntaxNode& tree) {
    const SyntaxNode& path = *tree.arguments[0];
    if (path.kind != SyntaxKind::path)
        return fail(path.offset, fmt::format("'{}' takes a path here: {}", form.name, form.signature));
    if (is_variable(path)) {
        if (form.form != Form::exists)
            return fail(path.offset, fmt::format("'{}' takes a path here, this is a variable's text", form.name));
        Instruction made;
        made.operation = Operation::exists;
        made.type = ValueType::boolean;
        made.number = no_id;
        made.offset = tree.offset;
        return add(made, {path_value(path)});
    }
    auto resolved = resolve(path);
    if (!resolved) return no_id;
    if (form.form == Form::first) return value_of(std::move(*resolved), path, Operation::value);
    if (form.form == Form::last) return value_of(std::move(*resolved), path, Operation::last);

    const TypeChain chain = resolved->chain;
    const bool group = chain.back()->shape != schema::Shape::value;
    Instruction made;
    made.offset = tree.offset;
    std::vector<ExpressionId> arguments;
    switch (form.form) {
        case Form::exists:
        case Form::count:
            made.operation = form.form == Form::exists ? Operation::exists : Operation::count;
            made.type = form.form == Form::exists ? ValueType::boolean : ValueType::decimal;
            made.whole = form.form == Form::count;
            break;
        case Form::sum: {
            made.operation = Operation::sum;
            made.type = ValueType::decimal;
            if (tree.arguments.size() == 1) {
                if (group || value_type(chain.back()->data_type) != ValueType::decimal)
                    return fail(path.offset,
                                "sum(path) adds up numbers; for others write sum(path, number), such as "
                                "sum(PO1-loop, PO102 | decimal)");
                made.whole = chain.back()->data_type == schema::DataType::integer;
                break;
            }
            TypeChain outer = std::exchange(scope_.here, chain);
            const std::uint32_t context = std::exchange(scope_.context, no_id);
            ExpressionId added = value(*tree.arguments[1]);
            scope_.here = std::move(outer);
            scope_.context = context;
            if (added == no_id) return no_id;
            if (instruction(added).type != ValueType::decimal)
                return fail(tree.arguments[1]->offset, "sum adds up numbers; '| decimal' reads a text as one");
            made.whole = instruction(added).whole;
            arguments.push_back(read(added));
            break;
        }
        default: {
            made.operation = Operation::join;
            if (group) return fail(path.offset, "join takes a path to values");
            const ExpressionId separator = value(*tree.arguments[1]);
            if (separator == no_id) return no_id;
            if (instruction(separator).type != ValueType::text)
                return fail(tree.arguments[1]->offset, "the separator is a text, such as ', '");
            arguments.push_back(separator);
        }
    }
    made.number = commit(std::move(*resolved));
    return add(made, arguments);
}

ExpressionId Binder::pair(const SyntaxNode& tree) {
    const std::string_view usage = "pair(first, last, 'qualifier', …), such as pair(PO106, PO125, 'VN')";
    for (std::size_t i = 0; i < 2; ++i) {
        if (tree.arguments[i]->kind != SyntaxKind::path || is_variable(*tree.arguments[i]))
            return fail(tree.arguments[i]->offset, fmt::format("a path is needed here: {}", usage));
    }
    auto first = resolve(*tree.arguments[0]);
    const auto last = resolve(*tree.arguments[1]);
    if (!first || !last) return no_id;
    if (first->chain.size() < 2 || last->chain.size() != first->chain.size() ||
        !std::equal(first->chain.begin(), first->chain.end() - 1, last->chain.begin()) || first->steps.empty())
        return fail(tree.offset, fmt::format("the first and the last element have to be of the same group: {}", usage));
    std::vector<Symbol> symbols;
    bool within = false;
    for (const auto& child : first->chain[first->chain.size() - 2]->children) {
        within = within || child.get() == first->chain.back();
        if (!within) continue;
        if (child->shape != schema::Shape::value)
            return fail(tree.offset, fmt::format("'{}' between them is a group, not an element", child->name));
        symbols.push_back(child->symbol);
        if (child.get() == last->chain.back()) {
            within = false;
            break;
        }
    }
    if (within || symbols.size() % 2 != 0 || symbols.empty())
        return fail(tree.offset,
                    fmt::format("from the first to the last element there have to be qualifiers and values "
                                "in turn, an even number: {}",
                                usage));
    std::vector<std::string_view> qualifiers;
    for (std::size_t i = 2; i < tree.arguments.size(); ++i) {
        if (tree.arguments[i]->kind != SyntaxKind::string || tree.arguments[i]->text.empty())
            return fail(tree.arguments[i]->offset, fmt::format("a qualifier is a text in quotes: {}", usage));
        program_.texts.push_back(tree.arguments[i]->text);
        qualifiers.emplace_back(program_.texts.back());
    }
    first->steps.pop_back();
    auto& lists = program_.pair_symbols;
    const auto known =
        std::find_if(lists.begin(), lists.end(), [&](const PairSymbols& list) { return list.names == symbols; });
    PairList list{commit(std::move(*first)), static_cast<std::uint32_t>(known - lists.begin()), std::move(qualifiers)};
    if (known == lists.end()) {
        const auto [lowest, highest] = std::minmax_element(symbols.begin(), symbols.end());
        lists.push_back({symbols, *lowest, *highest});
    }
    Instruction made;
    made.operation = Operation::pair;
    made.number = static_cast<std::uint32_t>(program_.pairs.size());
    made.offset = tree.offset;
    program_.pairs.push_back(std::move(list));
    return add(made);
}

ExpressionId Binder::lookup(const SyntaxNode& tree) {
    const SyntaxNode& name = *tree.arguments[1];
    const ExpressionId code = value(*tree.arguments[0]);
    if (code == no_id) return no_id;
    if (name.kind != SyntaxKind::string)
        return fail(name.offset, "a table's name is a text in quotes: lookup(PO103, 'unit')");
    const Table* const table = scope_.tables == nullptr ? nullptr : scope_.tables->find(name.text);
    if (table == nullptr) {
        const auto known = scope_.tables == nullptr ? std::vector<std::string_view>{} : scope_.tables->names();
        return fail(name.offset,
                    fmt::format("there is no code table '{}'{}", name.text, did_you_mean(name.text, known)));
    }
    Instruction made;
    made.operation = Operation::lookup;
    made.number = static_cast<std::uint32_t>(program_.tables.size());
    made.offset = tree.offset;
    program_.tables.push_back(table);
    return add(made, {written(code)});
}

}  // namespace crossdock::mapping
