// Writes and reads delimiters as hexadecimal digits.
#include "plugins/edi/delimiter_text.hpp"

#include <array>
#include <charconv>

namespace crossdock::edi {
namespace {

constexpr std::array order{&Delimiters::element, &Delimiters::component, &Delimiters::repetition,
                           &Delimiters::segment, &Delimiters::release,   &Delimiters::decimal_mark};

}  // namespace

std::string delimiter_text(const Delimiters& delimiters) {
    constexpr std::string_view hexadecimal = "0123456789abcdef";
    std::string text;
    for (const auto member : order) {
        const auto byte = static_cast<unsigned char>(delimiters.*member);
        text += hexadecimal[byte >> 4u];
        text += hexadecimal[byte & 15u];
    }
    return text;
}

std::optional<Delimiters> delimiters_of(std::string_view text) {
    if (text.size() < order.size() * 2) return {};
    Delimiters delimiters;
    const char* at = text.data();
    for (const auto member : order) {
        unsigned value = 0;
        const auto [end, failed] = std::from_chars(at, at + 2, value, 16);
        if (failed != std::errc{} || end != at + 2) return {};
        delimiters.*member = static_cast<char>(value);
        at = end;
    }
    return delimiters;
}

}  // namespace crossdock::edi
