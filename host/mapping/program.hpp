// Compiled expressions: flat arrays of symbols and operations, with nothing left to look up by name.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "host/document/names.hpp"
#include "host/mapping/calendar.hpp"
#include "host/mapping/path_index.hpp"
#include "host/mapping/syntax.hpp"
#include "host/mapping/value.hpp"

namespace crossdock::mapping {

class Table;
struct Function;

// Places in a Program's arrays; no_id is none of them.
using ExpressionId = std::uint32_t;
using PathId = std::uint32_t;

// One filter behind a step: by a yes-or-no expression, or by the number of the node.
struct PathFilter {
    ExpressionId test = no_id;
    std::uint32_t index = 0;  // counted from 1; of a filter without a test
};

struct PathStep {
    StepKind kind = StepKind::child;
    std::uint8_t filter_count = 0;
    Symbol symbol = no_symbol;
    std::uint32_t first_filter = 0;
};

// Where a compiled path starts.
enum class Start : std::uint8_t {
    here,      // the node in whose context the expression stands
    root,      // the document's top
    binding,   // the node that an enclosing `as` bound; `number` says which
    document,  // the top of a further document; `number` says which
};

struct CompiledPath {
    Start start = Start::here;
    std::uint16_t number = 0;
    std::uint16_t step_count = 0;
    bool plain = true;  // child steps without filters only
    std::uint32_t first_step = 0;
    // Of a path whose first step goes from a context's group to its children; no_id for others.
    std::uint32_t context = no_id;
    std::uint32_t first_slot = no_id;  // of the first node that the first step's name leads to
    std::uint32_t slot = no_id;        // of a plain path: of the first node that all of it leads to
};

enum class Operation : std::uint8_t {
    literal,     // `number`: the literal
    value,       // `number`: the path; the text of its first node, of the operation's type
    reached,     // likewise of a plain path from a context; `number`: the slot of the index
    variable,    // `number`: which
    read,        // reads the lexical text of its argument as the operation's type
    write,       // the argument's canonical text
    arithmetic,  // `detail`: the Operator
    compare,     // likewise
    matches,     // `number`: the TextMatch
    both,
    either,
    negation,
    call,      // `number`: the function
    choice,    // if(test, then[, otherwise])
    first_of,  // the first argument that is not missing
    exists,    // `number`: the path
    count,     // likewise
    sum,       // likewise, and one argument: what is added up at each node, or none: the node's own value
    last,      // the value of the path's last node
    join,      // the path's values with the argument between them
    pair,      // `number`: the PairList
    lookup,    // `number`: the table
    position,
    now,
};

struct Instruction {
    Operation operation = Operation::literal;
    ValueType type = ValueType::text;
    bool lexical = false;  // the result is text as a document wrote it, though the type is another
    bool whole = false;    // a decimal with nothing behind its point
    std::uint8_t detail = 0;
    std::uint8_t argument_count = 0;
    std::uint32_t first_argument = 0;  // into Program::arguments
    std::uint32_t number = 0;
    std::uint32_t offset = 0;  // in the expression's text
};

// `REF01 = 'DP'`: whether the text of a path's first node is, or is not, one that is written out.
struct TextMatch {
    PathId path = no_id;
    std::uint32_t slot = no_id;  // of a path that the index finds
    bool equal = true;           // else a node that is not there matches, too
    std::string_view text{};
};

// pair(first, last, …): the group that holds the elements, and which of the Program's pair_symbols are theirs.
struct PairSymbols {
    std::vector<Symbol> names;  // qualifier and value in turn
    Symbol lowest = 0;          // of them
    Symbol highest = 0;

    [[nodiscard]] bool may_have(Symbol name) const { return name >= lowest && name <= highest; }
};
struct PairList {
    PathId group = no_id;
    std::uint32_t symbols = 0;
    std::vector<std::string_view> qualifiers;  // the first that is there counts
};

// One piece of a template.
struct CompiledPiece {
    std::string literal;
    ExpressionId expression = no_id;
    std::string source;
};

struct CompiledTemplate {
    std::vector<CompiledPiece> pieces;
};

// Everything that a map, or one expression, was compiled to. Immutable when done; thread-safe then.
struct Program {
    std::vector<Instruction> instructions;
    std::vector<ExpressionId> arguments;
    std::vector<CompiledPath> paths;
    std::vector<PathStep> steps;
    std::vector<PathFilter> filters;
    std::vector<TextMatch> matches;
    std::vector<Value> literals;
    std::deque<std::string> texts;  // what literals point into
    std::vector<const Function*> functions;
    std::vector<const Table*> tables;
    std::vector<PairList> pairs;
    std::vector<PairSymbols> pair_symbols;  // each once
    std::deque<DateFormat> formats;         // those that were written as literals
    std::vector<std::string> variables;
    PathIndex index;

    // Of a single expression or template.
    ExpressionId root = no_id;
    CompiledTemplate pieces;

    // Ends the compilation: settles the slots of the paths, and what reads them.
    void finish();
};

}  // namespace crossdock::mapping
