#include "host/mapping/parser.hpp"

#include <array>
#include <utility>

#include "host/mapping/lexer.hpp"

namespace crossdock::mapping {

namespace {

constexpr std::array<std::pair<std::string_view, Operator>, 12> comparators = {{{"=", Operator::equal},
                                                                                {"eq", Operator::equal},
                                                                                {"!=", Operator::not_equal},
                                                                                {"ne", Operator::not_equal},
                                                                                {"<", Operator::less},
                                                                                {"lt", Operator::less},
                                                                                {"<=", Operator::less_equal},
                                                                                {"le", Operator::less_equal},
                                                                                {">", Operator::greater},
                                                                                {"gt", Operator::greater},
                                                                                {">=", Operator::greater_equal},
                                                                                {"ge", Operator::greater_equal}}};

// Recursive descent. The first mistake ends it; it is kept in `error_`, and every rule returns null from then on.
class Parser {
public:
    explicit Parser(std::string_view text) : lexer_(text) { advance(true); }

    std::variant<SyntaxTree, SyntaxError> whole_expression() { return finish(expression(), "an operator"); }
    std::variant<SyntaxTree, SyntaxError> whole_path() {
        if (token_.kind == TokenKind::end) fail("a path is missing, such as N1-loop/N104");
        return finish(failed_ ? nullptr : path(), "a '/'");
    }

private:
    // Counts nesting while it lives.
    class Depth {
    public:
        explicit Depth(Parser& parser) : parser_(parser) {
            if (++parser_.depth_ > expression_depth_max) parser_.fail("this nests too deep; 64 levels are the most");
        }
        ~Depth() { --parser_.depth_; }
        Depth(const Depth&) = delete;
        Depth& operator=(const Depth&) = delete;

    private:
        Parser& parser_;
    };

    std::variant<SyntaxTree, SyntaxError> finish(SyntaxTree tree, std::string_view expected) {
        if (!failed_ && token_.kind != TokenKind::end)
            fail("'" + token_.text + "' is not expected here; " + std::string(expected) + " or the end is");
        if (failed_) return std::move(error_);
        return tree;
    }

    void fail(std::string text) { fail(token_.offset, std::move(text)); }
    void fail(std::uint32_t offset, std::string text) {
        if (!failed_) error_ = {offset, std::move(text)};
        failed_ = true;
    }

    void advance(bool value_expected) {
        last_end_ = token_.end;
        auto next = lexer_.next(value_expected);
        if (auto* mistake = std::get_if<SyntaxError>(&next)) {
            fail(mistake->offset, std::move(mistake->text));
            token_ = Token{TokenKind::end, {}, mistake->offset, mistake->offset};
        } else {
            token_ = std::move(std::get<Token>(next));
        }
    }
    [[nodiscard]] bool is_symbol(std::string_view symbol) const {
        return token_.kind == TokenKind::symbol && token_.text == symbol;
    }
    [[nodiscard]] bool is_word(std::string_view word) const {
        return token_.kind == TokenKind::name && token_.text == word;
    }

    SyntaxTree node(SyntaxKind kind) {
        auto made = std::make_unique<SyntaxNode>();
        made->kind = kind;
        made->offset = token_.offset;
        made->end = token_.end;
        return made;
    }
    // A chain of operators makes the tree as deep as it is long.
    void count_operator() {
        if (++operators_ > expression_operators_max) fail("this has more than 500 operators and pipes; part it");
    }
    SyntaxTree operation(Operator op, SyntaxTree left, SyntaxTree right) {
        count_operator();
        auto made = std::make_unique<SyntaxNode>();
        made->kind = SyntaxKind::operation;
        made->operation = op;
        if (left) made->offset = left->offset;
        if (right) made->end = right->end;
        made->arguments.push_back(std::move(left));
        made->arguments.push_back(std::move(right));
        return made;
    }

    SyntaxTree expression() {
        const Depth depth(*this);
        if (failed_) return nullptr;
        SyntaxTree left = disjunction();
        while (!failed_ && is_symbol("|")) {
            advance(true);
            if (token_.kind != TokenKind::name) {
                fail("a '|' is followed by a function, such as | round(2)");
                return nullptr;
            }
            SyntaxTree call = call_of(token_, std::move(left));
            left = std::move(call);
        }
        return left;
    }
    SyntaxTree disjunction() {
        SyntaxTree left = conjunction();
        while (!failed_ && is_word("or")) {
            advance(true);
            left = operation(Operator::either, std::move(left), conjunction());
        }
        return left;
    }
    SyntaxTree conjunction() {
        SyntaxTree left = comparison();
        while (!failed_ && is_word("and")) {
            advance(true);
            left = operation(Operator::both, std::move(left), comparison());
        }
        return left;
    }
    [[nodiscard]] Operator comparator() const {
        if (token_.kind != TokenKind::name && token_.kind != TokenKind::symbol) return Operator::none;
        for (const auto& [text, op] : comparators)
            if (token_.text == text) return op;
        return Operator::none;
    }
    SyntaxTree comparison() {
        SyntaxTree left = sum();
        const Operator op = failed_ ? Operator::none : comparator();
        if (op == Operator::none) return left;
        advance(true);
        left = operation(op, std::move(left), sum());
        if (!failed_ && comparator() != Operator::none)
            fail("a comparison has two sides; join two comparisons with 'and'");
        return left;
    }
    SyntaxTree sum() {
        SyntaxTree left = product();
        while (!failed_ && (is_symbol("+") || is_symbol("-"))) {
            const Operator op = is_symbol("+") ? Operator::add : Operator::subtract;
            advance(true);
            left = operation(op, std::move(left), product());
        }
        return left;
    }
    SyntaxTree product() {
        SyntaxTree left = operand();
        while (!failed_ && is_symbol("*")) {
            advance(true);
            left = operation(Operator::multiply, std::move(left), operand());
        }
        return left;
    }

    SyntaxTree operand() {
        if (failed_) return nullptr;
        switch (token_.kind) {
            case TokenKind::number:
            case TokenKind::string: {
                SyntaxTree literal = node(token_.kind == TokenKind::number ? SyntaxKind::number : SyntaxKind::string);
                literal->text = token_.text;
                advance(false);
                return literal;
            }
            case TokenKind::name: return name_or_call();
            case TokenKind::quoted:
            case TokenKind::variable: return path();
            case TokenKind::symbol: break;
            case TokenKind::end:
                fail("a value is missing: a path, a text in quotes, a number or a function");
                return nullptr;
        }
        if (is_symbol("(")) {
            const std::uint32_t open = token_.offset;
            advance(true);
            SyntaxTree inner = expression();
            if (!failed_ && !is_symbol(")")) fail(open, "this '(' is not closed");
            advance(false);
            return inner;
        }
        if (is_symbol("/") || is_symbol(".") || is_symbol("..")) return path();
        fail("a value is expected before '" + token_.text + "'");
        return nullptr;
    }

    SyntaxTree name_or_call() {
        const Token name = token_;
        SyntaxTree read = path();
        const bool plain = !failed_ && read->steps.size() == 1 && read->steps[0].filters.empty();
        if (plain && is_symbol("(") && token_.offset == name.end) return arguments(name, nullptr);
        return read;
    }

    // Behind a pipe: the name, with or without arguments.
    SyntaxTree call_of(const Token& function, SyntaxTree first) {
        const Token name = function;
        count_operator();
        advance(false);
        if (is_symbol("(")) return arguments(name, std::move(first));
        SyntaxTree call = std::make_unique<SyntaxNode>();
        call->kind = SyntaxKind::call;
        call->text = name.text;
        call->offset = name.offset;
        call->end = name.end;
        call->arguments.push_back(std::move(first));
        return call;
    }

    SyntaxTree arguments(const Token& name, SyntaxTree first) {
        SyntaxTree call = std::make_unique<SyntaxNode>();
        call->kind = SyntaxKind::call;
        call->text = name.text;
        call->offset = name.offset;
        if (first) call->arguments.push_back(std::move(first));
        advance(true);
        if (!failed_ && !is_symbol(")")) {
            call->arguments.push_back(expression());
            while (!failed_ && is_symbol(",")) {
                advance(true);
                call->arguments.push_back(expression());
            }
        }
        if (!failed_ && !is_symbol(")")) fail("a ',' or a ')' is expected in the arguments of " + name.text);
        call->end = token_.end;
        advance(false);
        return call;
    }

    SyntaxTree path() {
        SyntaxTree made = node(SyntaxKind::path);
        if (token_.kind == TokenKind::variable) {
            made->head = PathHead::bound;
        } else if (is_symbol("/")) {
            made->head = PathHead::root;
            advance(true);
            if (token_.kind != TokenKind::name && token_.kind != TokenKind::quoted) {
                fail("a '/' is followed by a name; the document itself is not a value");
                return nullptr;
            }
        }
        for (;;) {
            if (!step(*made)) return nullptr;
            if (!is_symbol("/")) break;
            advance(true);
        }
        made->end = last_end_;
        return made;
    }

    bool step(SyntaxNode& path) {
        SyntaxStep made;
        made.offset = token_.offset;
        const bool first = path.steps.empty();
        if (token_.kind == TokenKind::name || token_.kind == TokenKind::quoted ||
            (token_.kind == TokenKind::variable && first)) {
            made.name = token_.text;
        } else if (is_symbol(".")) {
            made.kind = StepKind::self;
        } else if (is_symbol("..")) {
            made.kind = StepKind::parent;
        } else {
            fail("a step of a path is expected here: a name, '.' or '..'");
            return false;
        }
        const bool bound = token_.kind == TokenKind::variable;
        advance(false);
        while (!failed_ && is_symbol("[")) {
            if (bound || made.kind != StepKind::child) {
                fail("a filter stands behind a name only");
                return false;
            }
            const std::uint32_t open = token_.offset;
            advance(true);
            made.filters.push_back(expression());
            if (!failed_ && !is_symbol("]")) fail(open, "this '[' is not closed");
            advance(false);
        }
        if (failed_) return false;
        path.steps.push_back(std::move(made));
        return true;
    }

    Lexer lexer_;
    Token token_;
    std::uint32_t last_end_ = 0;
    unsigned depth_ = 0;
    unsigned operators_ = 0;
    bool failed_ = false;
    SyntaxError error_;
};

// Where the expression that begins at `from` ends: at the brace that is not inside quotes.
std::size_t closing_brace(std::string_view text, std::size_t from) {
    char quote = '\0';
    for (std::size_t at = from; at < text.size(); ++at) {
        const char c = text[at];
        if (quote != '\0') {
            if (c == quote) quote = '\0';
        } else if (c == '\'' || c == '`') {
            quote = c;
        } else if (c == '}') {
            return at;
        }
    }
    return std::string_view::npos;
}

SyntaxError too_long() {
    return {static_cast<std::uint32_t>(expression_length_max), "this is longer than 10,000 characters; part it"};
}

void shift(SyntaxNode& tree, std::uint32_t by) {
    tree.offset += by;
    tree.end += by;
    for (SyntaxTree& argument : tree.arguments) shift(*argument, by);
    for (SyntaxStep& step : tree.steps) {
        step.offset += by;
        for (SyntaxTree& filter : step.filters) shift(*filter, by);
    }
}

}  // namespace

std::variant<SyntaxTree, SyntaxError> parse_expression(std::string_view text) {
    if (text.size() > expression_length_max) return too_long();
    return Parser(text).whole_expression();
}

std::variant<SyntaxTree, SyntaxError> parse_path(std::string_view text) {
    if (text.size() > expression_length_max) return too_long();
    return Parser(text).whole_path();
}

std::variant<std::vector<TemplatePiece>, SyntaxError> parse_template(std::string_view text) {
    if (text.size() > expression_length_max) return too_long();
    std::vector<TemplatePiece> pieces;
    const auto literal = [&]() -> std::string& {
        if (pieces.empty() || pieces.back().expression) pieces.emplace_back();
        return pieces.back().literal;
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c != '{' && c != '}') {
            literal() += c;
            continue;
        }
        if (at + 1 < text.size() && text[at + 1] == c) {
            literal() += c;
            ++at;
            continue;
        }
        if (c == '}')
            return SyntaxError{static_cast<std::uint32_t>(at), "this '}' closes nothing; the character is written }}"};
        const std::size_t close = closing_brace(text, at + 1);
        if (close == std::string_view::npos)
            return SyntaxError{static_cast<std::uint32_t>(at), "this '{' is not closed; the character is written {{"};
        const std::string_view source = text.substr(at + 1, close - at - 1);
        auto parsed = parse_expression(source);
        const auto begin = static_cast<std::uint32_t>(at + 1);
        if (auto* mistake = std::get_if<SyntaxError>(&parsed))
            return SyntaxError{begin + mistake->offset, std::move(mistake->text)};
        TemplatePiece piece;
        piece.expression = std::move(std::get<SyntaxTree>(parsed));
        piece.source = source;
        shift(*piece.expression, begin);
        pieces.push_back(std::move(piece));
        at = close;
    }
    return pieces;
}

}  // namespace crossdock::mapping
