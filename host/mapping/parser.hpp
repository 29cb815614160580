// Parses expressions and templates (docs/reference/map-language.md, Grammar).
#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include "host/mapping/syntax.hpp"

namespace crossdock::mapping {

inline constexpr std::size_t expression_length_max = 10'000;
inline constexpr unsigned expression_depth_max = 64;
inline constexpr unsigned expression_operators_max = 500;

// Total: any text gives a tree or an error.
std::variant<SyntaxTree, SyntaxError> parse_expression(std::string_view text);

// A path alone, without operators or calls outside its filters.
std::variant<SyntaxTree, SyntaxError> parse_path(std::string_view text);

// One piece of a template: literal text, or an expression.
struct TemplatePiece {
    std::string literal;
    SyntaxTree expression;  // null: a literal
    std::string source;     // the expression's text
};

std::variant<std::vector<TemplatePiece>, SyntaxError> parse_template(std::string_view text);

}  // namespace crossdock::mapping
