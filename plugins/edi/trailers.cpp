#include "plugins/edi/trailers.hpp"

#include "plugins/edi/delimiter_text.hpp"

#include <crossdock/cpp/failure.hpp>
#include <crossdock/cpp/views.hpp>

#include <algorithm>

#include <fmt/format.h>

namespace crossdock::edi {
namespace {

[[noreturn]] void refuse(const Dialect& dialect, const std::string& what) {
    throw sdk::Failure::permanent(dialect.code("no-trailers"), what);
}

// A control number in the interchange's characters, with delimiters released.
std::string written(const Dialect& dialect, std::string_view control, const Delimiters& delimiters,
                    const CharacterSet& characters) {
    // The header has it, so the trailer may, even where the repertoire lacks some of its ASCII characters.
    auto bytes = characters.from_utf8(control);
    if (!bytes && std::none_of(control.begin(), control.end(), [](char c) { return (c & 0x80) != 0; }))
        bytes = std::string(control);
    if (!bytes)
        refuse(dialect,
               fmt::format("the control number '{}' cannot be written in the interchange's characters", control));
    std::string text;
    for (const char c : *bytes) {
        const bool special = c == delimiters.element || c == delimiters.component || c == delimiters.segment ||
                             (c == delimiters.release && c != '\0') || (c == delimiters.repetition && c != '\0');
        if (special && delimiters.release == '\0')
            refuse(dialect, fmt::format("the control number '{}' holds a delimiter", control));
        if (special) text += delimiters.release;
        text += c;
    }
    return text;
}

}  // namespace

std::string trailers(const Dialect& dialect, const EnvelopeSyntax& syntax, const crossdock_envelope& interchange,
                     const crossdock_envelope* group, std::uint64_t transactions) {
    const auto delimiters = delimiters_of(sdk::text(interchange.context));
    if (!delimiters) refuse(dialect, "the envelope's context is not one that split reported");
    EnvelopeHeader header;
    header.context = sdk::text(interchange.context);
    const CharacterSet& characters = syntax.characters(header);
    const auto trailer = [&](std::string_view tag, std::uint64_t count, const crossdock_envelope& envelope) {
        return fmt::format("{}{}{}{}{}{}", tag, delimiters->element, count, delimiters->element,
                           written(dialect, sdk::text(envelope.control_number), *delimiters, characters),
                           delimiters->segment);
    };
    const EnvelopeTags& tags = syntax.tags();
    if (group == nullptr) return trailer(tags.interchange_trailer, transactions, interchange);
    return trailer(tags.group_trailer, transactions, *group) + trailer(tags.interchange_trailer, 1, interchange);
}

}  // namespace crossdock::edi
