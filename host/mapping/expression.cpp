#include "host/mapping/expression.hpp"

#include <fmt/format.h>

#include "host/mapping/binder.hpp"
#include "host/mapping/evaluator.hpp"
#include "host/mapping/parser.hpp"

namespace crossdock::mapping {

namespace {

Error placed(const SyntaxError& mistake, const Position& at) {
    Position position = at;
    if (position.line == 0) position.line = 1;
    position.column = (position.column == 0 ? 1 : position.column) + mistake.offset;
    return {"map.bad-expression", ErrorClass::configuration, mistake.text, position};
}

BindingScope binding_scope(const ExpressionScope& scope) {
    BindingScope result;
    if (scope.type != nullptr) result.here = {&scope.type->root};
    result.documents = scope.documents;
    result.variables = scope.variables;
    result.tables = scope.tables;
    return result;
}

Place top_of(const ExpressionInput& input) {
    return {input.document, input.document == nullptr ? no_node : Document::root};
}

Error run_error(const Problem& problem) { return {problem.code, ErrorClass::permanent, problem.text}; }

}  // namespace

Expression::Expression(std::unique_ptr<const Program> program) : program_(std::move(program)) {}
Expression::Expression(Expression&&) noexcept = default;
Expression& Expression::operator=(Expression&&) noexcept = default;
Expression::~Expression() = default;

bool Expression::is_test() const { return program_->instructions[program_->root].type == ValueType::boolean; }

Result<std::optional<std::string>> Expression::text(const ExpressionInput& input) const {
    Scratch scratch;
    Evaluator evaluator(*program_, input, scratch);
    Value value;
    std::string_view text;
    if (!evaluator.enter(PathIndex::root_context, top_of(input).node) ||
        !evaluator.evaluate(program_->root, top_of(input), value))
        return run_error(evaluator.problem());
    if (value.missing) return std::optional<std::string>{};
    if (!evaluator.write(value, text)) return run_error(evaluator.problem());
    return std::optional<std::string>(text);
}

Result<bool> Expression::test(const ExpressionInput& input) const {
    if (!is_test()) return Error{"map.bad-expression", ErrorClass::configuration, "this expression is no yes-or-no"};
    Scratch scratch;
    Evaluator evaluator(*program_, input, scratch);
    bool truth = false;
    if (!evaluator.enter(PathIndex::root_context, top_of(input).node) ||
        !evaluator.test(program_->root, top_of(input), truth))
        return run_error(evaluator.problem());
    return truth;
}

Template::Template(std::unique_ptr<const Program> program) : program_(std::move(program)) {}
Template::Template(Template&&) noexcept = default;
Template& Template::operator=(Template&&) noexcept = default;
Template::~Template() = default;

Result<std::string> Template::text(const ExpressionInput& input) const {
    Scratch scratch;
    Evaluator evaluator(*program_, input, scratch);
    std::string text;
    const CompiledPiece* missing = nullptr;
    if (!evaluator.enter(PathIndex::root_context, top_of(input).node) ||
        !evaluator.text(program_->pieces, top_of(input), text, &missing))
        return run_error(evaluator.problem());
    if (missing != nullptr)
        return Error{"map.missing-value", ErrorClass::permanent,
                     fmt::format("'{{{}}}' has no value here; give it one with default(…)", missing->source)};
    return text;
}

Result<Expression> compile_expression(std::string_view text, const ExpressionScope& scope, const Position& at) {
    auto parsed = parse_expression(text);
    if (const auto* mistake = std::get_if<SyntaxError>(&parsed)) return placed(*mistake, at);
    auto program = std::make_unique<Program>();
    std::vector<SyntaxError> errors;
    Binder binder(*program, binding_scope(scope), errors);
    program->root = binder.value(*std::get<SyntaxTree>(parsed));
    if (!errors.empty()) return placed(errors.front(), at);
    program->root = binder.read(program->root);
    program->finish();
    return Expression(std::move(program));
}

Result<Template> compile_template(std::string_view text, const ExpressionScope& scope, const Position& at) {
    auto parsed = parse_template(text);
    if (const auto* mistake = std::get_if<SyntaxError>(&parsed)) return placed(*mistake, at);
    auto program = std::make_unique<Program>();
    std::vector<SyntaxError> errors;
    Binder binder(*program, binding_scope(scope), errors);
    for (TemplatePiece& piece : std::get<std::vector<TemplatePiece>>(parsed)) {
        CompiledPiece compiled{std::move(piece.literal), no_id, std::move(piece.source)};
        if (piece.expression) compiled.expression = binder.value(*piece.expression);
        program->pieces.pieces.push_back(std::move(compiled));
    }
    if (!errors.empty()) return placed(errors.front(), at);
    program->finish();
    return Template(std::move(program));
}

}  // namespace crossdock::mapping
