// Turns parsed expressions into a Program: paths to symbols, names to functions, with every type checked.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "host/mapping/binder_forms.hpp"
#include "host/mapping/expression.hpp"
#include "host/mapping/program.hpp"
#include "host/mapping/syntax.hpp"
#include "host/mapping/type_lookup.hpp"

namespace crossdock::mapping {

class TableSet;
enum class Parameter : std::uint8_t;

inline constexpr std::uint32_t bindings_max = 16;  // names that `as` binds, within each other

// A name that an enclosing rule bound with `as`.
struct NamedBinding {
    std::string name;
    std::uint16_t number = 0;
    TypeChain chain;
    std::uint32_t context = no_id;  // of the PathIndex
};

// What the names in an expression may mean at the place where it stands.
struct BindingScope {
    TypeChain here;                 // from the document's top to where plain paths start; empty: there is no document
    std::uint32_t context = no_id;  // of the PathIndex; no_id: paths from here are walked each time
    std::vector<NamedBinding> bindings;
    std::span<const ExpressionScope::NamedDocument> documents{};
    std::span<const std::string_view> variables{};
    const TableSet* tables = nullptr;
};

// Nodes that a path leads to.
struct BoundPath {
    PathId path = no_id;
    TypeChain chain;
};

// Binds any number of expressions of one place into one program. Mistakes go to `errors`; what had one comes as no_id.
// One thread.
class Binder {
public:
    Binder(Program& program, BindingScope scope, std::vector<SyntaxError>& errors)
        : program_(program), scope_(std::move(scope)), errors_(errors) {}

    // A value, or for `test` a yes-or-no.
    ExpressionId value(const SyntaxNode& tree);
    ExpressionId test(const SyntaxNode& tree);
    // What `each` and `group` go through.
    std::optional<BoundPath> nodes(const SyntaxNode& tree);

    [[nodiscard]] const Instruction& instruction(ExpressionId id) const { return program_.instructions[id]; }
    // The value read from its lexical text; for a text itself.
    ExpressionId read(ExpressionId id);
    // A call of a function as a rule's attribute writes it, `decimal` or `date(CCYYMMDD)`, on a bound value.
    ExpressionId call(std::string_view name, std::vector<ExpressionId> arguments, const SyntaxNode& at);
    ExpressionId text_literal(std::string text, std::uint32_t offset);

private:
    struct ResolvedPath {
        CompiledPath compiled;
        std::vector<PathStep> steps;
        TypeChain chain;
        std::uint32_t context = no_id;
        std::string text;  // as written
    };

    ExpressionId fail(std::uint32_t offset, std::string text);
    ExpressionId add(Instruction instruction, const std::vector<ExpressionId>& arguments = {});
    ExpressionId literal(Value value, std::uint32_t offset);

    ExpressionId path_value(const SyntaxNode& tree);
    ExpressionId value_of(ResolvedPath resolved, const SyntaxNode& tree, Operation operation);
    ExpressionId variable(std::string_view name, std::uint32_t offset);
    [[nodiscard]] bool is_variable(const SyntaxNode& tree) const;
    std::optional<ResolvedPath> resolve(const SyntaxNode& tree);
    std::optional<std::size_t> start_of(const SyntaxNode& tree, ResolvedPath& resolved);
    bool child_step(const SyntaxStep& step, ResolvedPath& resolved);
    bool filters(const SyntaxStep& step, const ResolvedPath& resolved, PathStep& made);
    void report_unknown_name(const SyntaxStep& step, const TypeChain& chain);
    PathId commit(ResolvedPath resolved);

    ExpressionId operation(const SyntaxNode& tree);
    ExpressionId arithmetic(const SyntaxNode& tree, ExpressionId left, ExpressionId right);
    ExpressionId comparison(const SyntaxNode& tree, ExpressionId left, ExpressionId right);
    ExpressionId text_match(const SyntaxNode& tree, ExpressionId value, ExpressionId literal);
    void check_code(const SyntaxNode& literal_side, ExpressionId literal_id, ExpressionId other);
    ExpressionId truth(ExpressionId id, std::uint32_t offset);

    ExpressionId function_call(const SyntaxNode& tree);
    ExpressionId argument(ExpressionId id, Parameter parameter, std::uint32_t offset, std::string_view function);
    ExpressionId literal_argument(ExpressionId id, Parameter parameter, std::uint32_t offset);
    ExpressionId written(ExpressionId id);

    ExpressionId special(const SpecialForm& form, const SyntaxNode& tree);
    ExpressionId choice(const SyntaxNode& tree);
    ExpressionId first_of(const SyntaxNode& tree);
    ExpressionId over_nodes(const SpecialForm& form, const SyntaxNode& tree);
    ExpressionId pair(const SyntaxNode& tree);
    ExpressionId lookup(const SyntaxNode& tree);
    // One type for all; true when they have one.
    bool unify(std::vector<ExpressionId>& ids, const SyntaxNode& tree);

    Program& program_;
    BindingScope scope_;
    std::vector<SyntaxError>& errors_;
    std::unordered_map<ExpressionId, const schema::TypeNode*> types_;  // of values that come from a path
};

}  // namespace crossdock::mapping
