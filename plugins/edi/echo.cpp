// What a partner sent, made fit to be sent back to it.
#include "plugins/edi/echo.hpp"

#include "plugins/edi/envelope_text.hpp"

#include <crossdock/cpp/utf8.hpp>

#include <algorithm>

namespace crossdock::edi {

std::string Echo::operator()(std::string_view text, std::string_view data_element, std::string_view otherwise) const {
    const auto element = std::find_if(release_.elements.begin(), release_.elements.end(),
                                      [&](const Element& each) { return each.id == data_element; });
    const std::size_t longest = element == release_.elements.end() ? 1 : element->max;
    std::string fit;
    const char* const end = text.data() + text.size();
    std::size_t characters = 0;
    for (const char* at = text.data(); at != end && characters < longest; ++characters) {
        const std::size_t size = sdk::utf8_character_size(at, end);
        const std::string_view character(at, std::max<std::size_t>(size, 1));
        if (size > 0 && can_write(character))
            fit += character;
        else
            fit += can_write("-") ? '-' : '.';
        at += character.size();
    }
    fit.resize(trimmed(fit).size());
    return fit.empty() ? std::string(otherwise) : fit;
}

bool Echo::can_write(std::string_view character) const {
    if (character.size() == 1) {
        const Delimiters& all = syntax_.delimiters;
        const char byte = character[0];
        if (static_cast<unsigned char>(byte) < 0x20 || byte == 0x7F) return false;
        if (all.release == '\0' && (byte == all.element || byte == all.component || byte == all.segment ||
                                    (all.repetition != '\0' && byte == all.repetition)))
            return false;
    }
    return syntax_.characters->from_utf8(character).has_value();
}

}  // namespace crossdock::edi
