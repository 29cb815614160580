// The characters that separate an interchange's parts.
#pragma once

namespace crossdock::edi {

struct Delimiters {
    char element = '*';
    char component = ':';
    char repetition = '\0';  // none: nothing repeats
    char segment = '~';
    char release = '\0';  // takes the meaning of the byte after it; none: delimiters cannot stand in data
    char decimal_mark = '.';

    friend bool operator==(const Delimiters&, const Delimiters&) = default;
};

// Whether a byte can be a delimiter: not a letter, a digit or a space.
[[nodiscard]] constexpr bool can_delimit(char byte) {
    return byte != ' ' && byte != '\0' && !(byte >= '0' && byte <= '9') && !(byte >= 'A' && byte <= 'Z') &&
           !(byte >= 'a' && byte <= 'z');
}

}  // namespace crossdock::edi
