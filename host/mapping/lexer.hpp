// An expression's text as tokens.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "host/mapping/syntax.hpp"

namespace crossdock::mapping {

enum class TokenKind : std::uint8_t {
    end,
    name,      // plain, `@name` or `#text`; may be a word operator or a function
    quoted,    // a name in backticks
    variable,  // `$name`
    number,
    string,
    symbol,  // ( ) [ ] , / | . .. + - * = != < <= > >=
};

struct Token {
    TokenKind kind = TokenKind::end;
    std::string text;  // without quotes and `$`
    std::uint32_t offset = 0;
    std::uint32_t end = 0;
};

// Reads one token at a time. `text` outlives it.
class Lexer {
public:
    explicit Lexer(std::string_view text) : text_(text) {}

    // `value_expected`: whether a `-` begins a number here, or is an operator.
    std::variant<Token, SyntaxError> next(bool value_expected);

private:
    [[nodiscard]] char at(std::size_t index) const { return index < text_.size() ? text_[index] : '\0'; }
    std::variant<Token, SyntaxError> quoted(TokenKind kind, char quote);
    std::variant<Token, SyntaxError> number();
    std::variant<Token, SyntaxError> minus(bool value_expected);
    [[nodiscard]] std::size_t name_end(std::size_t from) const;
    Token token(TokenKind kind, std::size_t end);
    [[nodiscard]] SyntaxError error(std::size_t where, std::string text) const;

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace crossdock::mapping
