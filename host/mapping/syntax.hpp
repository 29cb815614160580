// What the parser makes of an expression's text: a tree that knows where each part stood, and nothing of types.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace crossdock::mapping {

// A mistake in an expression; `offset` in bytes from its beginning.
struct SyntaxError {
    std::uint32_t offset = 0;
    std::string text;
};

struct SyntaxNode;
using SyntaxTree = std::unique_ptr<SyntaxNode>;

enum class StepKind : std::uint8_t { child, self, parent };

struct SyntaxStep {
    StepKind kind = StepKind::child;
    std::string name;  // `BEG03`, `@id`, `#text`, without the quotes
    std::uint32_t offset = 0;
    std::vector<SyntaxTree> filters;
};

enum class PathHead : std::uint8_t {
    here,   // `BEG03`
    root,   // `/BEG03`
    bound,  // `$line/PO101`; the first step's name is the bound one
};

enum class Operator : std::uint8_t {
    none,
    add,
    subtract,
    multiply,
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal,
    both,
    either
};

enum class SyntaxKind : std::uint8_t { number, string, path, call, operation };

struct SyntaxNode {
    SyntaxKind kind = SyntaxKind::string;
    Operator operation = Operator::none;
    PathHead head = PathHead::here;
    std::uint32_t offset = 0;
    std::uint32_t end = 0;              // behind its last byte
    std::string text;                   // of a literal, or a function's name
    std::vector<SyntaxStep> steps;      // of a path
    std::vector<SyntaxTree> arguments;  // of a call or an operation
};

}  // namespace crossdock::mapping
