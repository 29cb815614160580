#include "host/commands/edi/paint.hpp"

#include <fmt/format.h>

#include "host/document/utf8.hpp"

namespace crossdock::commands::edi {

std::string on_one_line(std::string_view text, std::size_t size_max) {
    const std::string_view whole = text;
    if (text.size() > size_max) {
        text = text.substr(0, size_max);
        while (!text.empty() && (static_cast<unsigned char>(whole[text.size()]) & 0xC0U) == 0x80U)
            text.remove_suffix(1);
    }
    std::string shown;
    const std::size_t readable = utf8::first_invalid(text);
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte == '\n')
            shown += "\\n";
        else if (byte == '\r')
            shown += "\\r";
        else if (byte < 0x20 || byte == 0x7F || (byte > 0x7F && at >= readable))
            shown += fmt::format("\\x{:02x}", byte);
        else
            shown += text[at];
    }
    if (text.size() < whole.size()) shown += fmt::format("… ({} bytes)", whole.size());
    return shown;
}

std::string_view name_of(plugins::Severity severity) {
    return severity == plugins::Severity::error ? "error" : severity == plugins::Severity::warning ? "warning" : "note";
}

}  // namespace crossdock::commands::edi
