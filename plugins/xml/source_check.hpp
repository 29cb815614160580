// What an XML source must fulfil that the parser does not look at.
#pragma once

#include <cstddef>
#include <string_view>

namespace crossdock::xml {

// What is wrong with a source; `code` is empty when nothing is.
struct SourceMistake {
    std::string_view code;
    std::string_view text;
    std::size_t offset = 0;
};

// UTF-8 throughout and said to be (`xml.not-utf-8`, `xml.charset`), no forbidden control characters
// (`xml.control-character`), and every reference one that XML itself knows (`xml.unknown-entity`). A few passes over
// the bytes, none of them per character.
SourceMistake check_source(std::string_view source);

}  // namespace crossdock::xml
