// Expressions and templates on their own, as flows use them: `test="reservation/status = 'short'"`,
// `key="{partner}/{number}"`. The language: docs/reference/map-language.md.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/clock.hpp"
#include "host/base/result.hpp"
#include "host/document/document.hpp"
#include "host/schema/type.hpp"

namespace crossdock::mapping {

class TableSet;
struct Program;

// A text that a message's surroundings give: `$partner`.
struct Variable {
    std::string_view name;
    std::string_view value;
};

// The variables that every map and flow may use. One that is not given at run time is missing, not an error.
inline constexpr std::string_view standard_variables[] = {"partner", "channel", "agreement", "message"};

// What an expression may mention. Types and tables must live as long as what is compiled from them: tables only.
struct ExpressionScope {
    // Of the document that plain paths start in; null: there is none, only variables and named documents.
    const schema::Type* type = nullptr;
    // Further documents by name, such as a service's answer: `reservation/status`.
    struct NamedDocument {
        std::string_view name;
        const schema::Type* type = nullptr;
    };
    std::span<const NamedDocument> documents{};
    std::span<const std::string_view> variables{standard_variables};
    const TableSet* tables = nullptr;
};

// What an expression works on. Nothing is kept after the call.
struct ExpressionInput {
    const Document* document = nullptr;            // may be null when the scope has no type
    std::span<const Document* const> documents{};  // as in ExpressionScope::documents; null: missing
    std::span<const Variable> variables{};
    WallTimeMs received_at_ms = 0;  // now()
    std::uint64_t steps_max = 10'000'000;
};

// A compiled expression; immutable, thread-safe. Movable.
class Expression {
public:
    Expression(Expression&&) noexcept;
    Expression& operator=(Expression&&) noexcept;
    ~Expression();

    // Whether it is a yes-or-no, as `when` and `test` need.
    [[nodiscard]] bool is_test() const;
    // The value as canonical text; nothing when it is missing.
    [[nodiscard]] Result<std::optional<std::string>> text(const ExpressionInput& input) const;
    // Of a yes-or-no expression; missing is no.
    [[nodiscard]] Result<bool> test(const ExpressionInput& input) const;

private:
    friend Result<Expression> compile_expression(std::string_view, const ExpressionScope&, const Position&);
    explicit Expression(std::unique_ptr<const Program> program);
    std::unique_ptr<const Program> program_;
};

// Text with expressions in braces: `{partner}/{number}`; `{{` and `}}` are the braces themselves. Immutable,
// thread-safe. Movable.
class Template {
public:
    Template(Template&&) noexcept;
    Template& operator=(Template&&) noexcept;
    ~Template();

    // A missing value makes the error `map.missing-value` that names the expression: a key with a hole is no key.
    [[nodiscard]] Result<std::string> text(const ExpressionInput& input) const;

private:
    friend Result<Template> compile_template(std::string_view, const ExpressionScope&, const Position&);
    explicit Template(std::unique_ptr<const Program> program);
    std::unique_ptr<const Program> program_;
};

// `at` is where the text begins in its file; errors count from there, on the same line. Error code
// `map.bad-expression`, class configuration.
Result<Expression> compile_expression(std::string_view text, const ExpressionScope& scope, const Position& at = {});
Result<Template> compile_template(std::string_view text, const ExpressionScope& scope, const Position& at = {});

}  // namespace crossdock::mapping
