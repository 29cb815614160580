#include "host/schema/pattern.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace crossdock::schema {

namespace {

constexpr std::size_t not_ascii = 128;
using Characters = std::bitset<129>;

Characters range(char first, char last) {
    Characters characters;
    for (auto each = static_cast<unsigned char>(first); each <= static_cast<unsigned char>(last); ++each)
        characters.set(each);
    return characters;
}

Characters digits() { return range('0', '9'); }
Characters words() { return range('A', 'Z') | range('a', 'z') | digits() | range('_', '_'); }
std::size_t lowest(const Characters& characters) {
    std::size_t index = 0;
    while (index < characters.size() && !characters.test(index)) ++index;
    return index;
}
Characters spaces() { return range('\t', '\r') | range(' ', ' '); }

}  // namespace

class PatternParser {
public:
    explicit PatternParser(std::string_view expression) : expression_(expression) {}

    Result<Pattern> parse() {
        if (!take('^')) return error("it must begin with ^, since a value is matched as a whole");
        while (index_ < expression_.size() && rest() != "$") {
            CROSSDOCK_TRY_ASSIGN(const Characters characters, parse_characters());
            CROSSDOCK_TRY(parse_count(characters));
        }
        if (!take('$')) return error("it must end with $, since a value is matched as a whole");
        return std::move(pattern_);
    }

private:
    [[nodiscard]] std::string_view rest() const { return expression_.substr(index_); }
    bool take(char character) {
        if (index_ == expression_.size() || expression_[index_] != character) return false;
        ++index_;
        return true;
    }
    Error error(std::string_view text) const {
        return Error{
            "schema.pattern", ErrorClass::configuration,
            fmt::format("the pattern {} is not understood at its character {}: {}", expression_, index_ + 1, text)};
    }

    Result<Characters> parse_characters() {
        const char character = expression_[index_];
        if (static_cast<unsigned char>(character) >= 0x80) return error("only ASCII characters may be named");
        if (std::string_view("()|").find(character) != std::string_view::npos)
            return error("groups and alternatives are not part of the patterns; use enum, or two fields");
        if (std::string_view("*+?{}]^$").find(character) != std::string_view::npos)
            return error(fmt::format("write \\{0} for the character {0}", character));
        ++index_;
        if (character == '.') return ~(range('\n', '\n') | range('\r', '\r'));
        if (character == '[') return parse_class();
        if (character == '\\') return parse_escape();
        return range(character, character);
    }

    Result<Characters> parse_escape() {
        if (index_ == expression_.size()) return error("a character is expected after the backslash");
        const char character = expression_[index_];
        const bool letter = words().test(static_cast<unsigned char>(character) & 0x7FU);
        if (static_cast<unsigned char>(character) >= 0x80) return error("only ASCII characters may be named");
        ++index_;
        switch (character) {
            case 'd': return digits();
            case 'D': return ~digits();
            case 'w': return words();
            case 'W': return ~words();
            case 's': return spaces();
            case 'S': return ~spaces();
            default: break;
        }
        if (letter) {
            --index_;
            return error("after a backslash only d, D, w, W, s, S and punctuation are known");
        }
        return range(character, character);
    }

    Result<Characters> parse_class() {
        const bool negated = take('^');
        Characters characters;
        while (!take(']')) {
            if (index_ == expression_.size()) return error("the class is not closed by ]");
            CROSSDOCK_TRY_ASSIGN(const Characters first, parse_member());
            const bool is_range = rest().size() > 1 && rest()[0] == '-' && rest()[1] != ']';
            if (!is_range) {
                characters |= first;
                continue;
            }
            ++index_;
            CROSSDOCK_TRY_ASSIGN(const Characters last, parse_member());
            const std::size_t from = lowest(first);
            const std::size_t to = lowest(last);
            if (first.count() != 1 || last.count() != 1 || from > to)
                return error("a range goes from one character to a later one");
            characters |= range(static_cast<char>(from), static_cast<char>(to));
        }
        return negated ? ~characters : characters;
    }

    Result<Characters> parse_member() {
        if (index_ == expression_.size()) return error("the class is not closed by ]");
        const char character = expression_[index_];
        if (static_cast<unsigned char>(character) >= 0x80) return error("only ASCII characters may be named");
        ++index_;
        if (character == '\\') return parse_escape();
        return range(character, character);
    }

    Status parse_count(const Characters& characters) {
        std::uint32_t least = 1;
        std::uint32_t most = 1;
        bool endless = false;
        if (take('?')) {
            least = 0;
        } else if (take('*')) {
            least = 0;
            endless = true;
        } else if (take('+')) {
            endless = true;
        } else if (take('{')) {
            const std::optional<std::uint32_t> first = parse_number();
            if (!first) return error("a number is expected after {");
            least = most = *first;
            if (take(',')) {
                const std::optional<std::uint32_t> last = parse_number();
                endless = !last;
                most = last.value_or(least);
            }
            if (!take('}') || most < least) return error("a count is written {n}, {n,} or {n,m}");
        }
        const std::uint64_t needed = endless && least == 0 ? 1 : most;
        if (pattern_.size_ + needed > Pattern::items_max)
            return error(fmt::format("it describes more than {} characters; use +, and minLength and maxLength",
                                     Pattern::items_max));
        for (std::uint64_t added = 0; added < needed; ++added) pattern_.add_item(characters, added >= least);
        if (endless) pattern_.repeating_ |= std::uint64_t{1} << (pattern_.size_ - 1);
        return {};
    }

    std::optional<std::uint32_t> parse_number() {
        std::uint32_t number = 0;
        const char* const begin = rest().data();
        const auto [end, failure] = std::from_chars(begin, begin + rest().size(), number);
        if (failure != std::errc{}) return std::nullopt;
        index_ += static_cast<std::size_t>(end - begin);
        return number;
    }

    std::string_view expression_;
    std::size_t index_ = 0;
    Pattern pattern_;
};

Result<Pattern> Pattern::compile(std::string_view expression) { return PatternParser(expression).parse(); }

void Pattern::add_item(const std::bitset<129>& characters, bool optional) {
    const std::uint64_t item = std::uint64_t{1} << size_++;
    accepting_.resize(characters.size(), 0);
    for (std::size_t character = 0; character < characters.size(); ++character)
        if (characters.test(character)) accepting_[character] |= item;
    if (optional) optional_ |= item;
}

// From a state in a run of optional items all those up to the end of the run are reached: the carry goes there.
std::uint64_t Pattern::skip_optional(std::uint64_t states) const {
    return states | ((optional_ + (states & optional_)) ^ optional_);
}

bool Pattern::matches(std::string_view text) const {
    std::uint64_t states = skip_optional(1);
    for (const char each : text) {
        const auto byte = static_cast<unsigned char>(each);
        if ((byte & 0xC0U) == 0x80U) continue;
        if (size_ == 0) return false;
        const std::uint64_t matched = states & accepting_[byte < 0x80 ? byte : not_ascii];
        states = skip_optional(matched << 1U | (matched & repeating_));
        if (states == 0) return false;
    }
    return (states >> size_ & 1U) != 0;
}

}  // namespace crossdock::schema
