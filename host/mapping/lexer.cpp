#include "host/mapping/lexer.hpp"

#include <array>

namespace crossdock::mapping {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_start(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool is_plain_name_char(char c) { return is_name_start(c) || is_digit(c) || c == '-'; }

constexpr std::array<std::string_view, 5> two_character_symbols = {"..", "!=", "<=", ">=", "//"};
constexpr std::string_view one_character_symbols = "()[],/|.+*=<>";

}  // namespace

SyntaxError Lexer::error(std::size_t where, std::string text) const {
    return {static_cast<std::uint32_t>(std::min(where, text_.size())), std::move(text)};
}

Token Lexer::token(TokenKind kind, std::size_t end) {
    Token token{kind, std::string(text_.substr(at_, end - at_)), static_cast<std::uint32_t>(at_),
                static_cast<std::uint32_t>(end)};
    at_ = end;
    return token;
}

std::size_t Lexer::name_end(std::size_t from) const {
    std::size_t end = from;
    while (is_plain_name_char(at(end)) || ((at(end) == ':' || at(end) == '.') && is_plain_name_char(at(end + 1))))
        ++end;
    return end;
}

std::variant<Token, SyntaxError> Lexer::next(bool value_expected) {
    while (is_blank(at(at_))) ++at_;
    if (at_ >= text_.size()) return token(TokenKind::end, at_);
    const char c = text_[at_];
    if (is_name_start(c)) return token(TokenKind::name, name_end(at_));
    if (c == '@') {
        if (!is_name_start(at(at_ + 1))) return error(at_, "'@' is followed by an attribute's name, such as @id");
        return token(TokenKind::name, name_end(at_ + 1));
    }
    if (c == '#') {
        if (text_.substr(at_, 5) != "#text" || is_plain_name_char(at(at_ + 5)))
            return error(at_, "only #text begins with '#'; write another such name in backticks: `#name`");
        return token(TokenKind::name, at_ + 5);
    }
    if (c == '$') {
        if (!is_name_start(at(at_ + 1))) return error(at_, "'$' is followed by a name, such as $partner");
        Token variable = token(TokenKind::variable, name_end(at_ + 1));
        variable.text.erase(0, 1);
        return variable;
    }
    if (c == '\'') return quoted(TokenKind::string, '\'');
    if (c == '`') return quoted(TokenKind::quoted, '`');
    if (is_digit(c)) return number();
    if (c == '-') return minus(value_expected);
    for (const std::string_view symbol : two_character_symbols) {
        if (text_.substr(at_, 2) != symbol) continue;
        if (symbol == "//") return error(at_, "'//' does not exist; name each step of the path, parted by one '/'");
        return token(TokenKind::symbol, at_ + 2);
    }
    if (one_character_symbols.find(c) != std::string_view::npos) return token(TokenKind::symbol, at_ + 1);
    if (c == '"') return error(at_, "a text stands in single quotes: 'text'; a name with blanks in backticks: `name`");
    if (c == '!') return error(at_, "'!' is written not(…), and unequal is != or ne");
    if (c == '&') return error(at_, "'&' is written 'and'");
    return error(at_, std::string("'") + c + "' has no meaning here");
}

std::variant<Token, SyntaxError> Lexer::quoted(TokenKind kind, char quote) {
    std::string content;
    std::size_t end = at_ + 1;
    for (;; ++end) {
        if (end >= text_.size()) {
            return error(at_, kind == TokenKind::string ? "this text is not closed; it ends with a single quote '"
                                                        : "this name is not closed; it ends with a backtick `");
        }
        if (text_[end] != quote) {
            content += text_[end];
            continue;
        }
        if (at(end + 1) != quote) break;
        content += quote;
        ++end;
    }
    if (kind == TokenKind::quoted && content.empty()) return error(at_, "a name cannot be empty");
    Token result = token(kind, end + 1);
    result.text = std::move(content);
    return result;
}

std::variant<Token, SyntaxError> Lexer::number() {
    std::size_t end = at_ + (text_[at_] == '-' ? 1 : 0);
    while (is_digit(at(end))) ++end;
    if (at(end) == '.' && is_digit(at(end + 1))) {
        ++end;
        while (is_digit(at(end))) ++end;
    }
    if (is_plain_name_char(at(end)))
        return error(at_, "a name that begins with a digit stands in backticks: `" +
                              std::string(text_.substr(at_, name_end(end) - at_)) + "`");
    return token(TokenKind::number, end);
}

std::variant<Token, SyntaxError> Lexer::minus(bool value_expected) {
    if (value_expected) {
        if (is_digit(at(at_ + 1))) return number();
        return error(at_, "a minus needs a value on both sides; for a negated value write 0 - x");
    }
    const bool blank_before = at_ > 0 && is_blank(text_[at_ - 1]);
    if (!blank_before || !is_blank(at(at_ + 1))) return error(at_, "a minus is an operator only between blanks: a - b");
    return token(TokenKind::symbol, at_ + 1);
}

}  // namespace crossdock::mapping
