// The delimiters of an interchange as the context text by which they travel between calls.
#include "plugins/x12/delimiters.hpp"

#include <charconv>

namespace crossdock::x12 {
namespace {

constexpr std::string_view hexadecimal = "0123456789abcdef";
constexpr std::size_t digits = 8;

std::optional<char> byte_at(std::string_view context, std::size_t position) {
    unsigned value = 0;
    const char* first = context.data() + position;
    const auto [end, failed] = std::from_chars(first, first + 2, value, 16);
    if (failed != std::errc{} || end != first + 2) return {};
    return static_cast<char>(value);
}

}  // namespace

std::string interchange_context(const Delimiters& delimiters, std::string_view version) {
    std::string text;
    for (const char delimiter : {delimiters.element, delimiters.component, delimiters.repetition, delimiters.segment}) {
        const auto byte = static_cast<unsigned char>(delimiter);
        text += hexadecimal[byte >> 4u];
        text += hexadecimal[byte & 15u];
    }
    return text.append(" ").append(version);
}

std::optional<Delimiters> delimiters_of(std::string_view context) {
    if (context.size() < digits) return {};
    const auto element = byte_at(context, 0);
    const auto component = byte_at(context, 2);
    const auto repetition = byte_at(context, 4);
    const auto segment = byte_at(context, 6);
    if (!element || !component || !repetition || !segment) return {};
    Delimiters delimiters;
    delimiters.element = *element;
    delimiters.component = *component;
    delimiters.repetition = *repetition;
    delimiters.segment = *segment;
    return delimiters;
}

Delimiters guess_delimiters(std::string_view transaction) {
    Delimiters delimiters;
    while (!transaction.empty() && (transaction.back() == '\n' || transaction.back() == '\r') &&
           transaction.size() > 1 && can_delimit(transaction[transaction.size() - 2]))
        transaction.remove_suffix(1);
    if (transaction.size() > 2 && can_delimit(transaction[2])) delimiters.element = transaction[2];
    if (!transaction.empty() && can_delimit(transaction.back())) delimiters.segment = transaction.back();
    if (delimiters.component == delimiters.element || delimiters.component == delimiters.segment)
        delimiters.component = '>';
    return delimiters;
}

}  // namespace crossdock::x12
