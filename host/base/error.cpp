#include "host/base/error.hpp"

#include <fmt/format.h>

#include "host/base/error_text.hpp"

namespace crossdock {

std::string_view to_string(ErrorClass error_class) {
    switch (error_class) {
        case ErrorClass::retry: return "retry";
        case ErrorClass::retry_after: return "retry-after";
        case ErrorClass::permanent: return "permanent";
        case ErrorClass::needs_person: return "needs-person";
        case ErrorClass::configuration: return "configuration";
    }
    return "unknown";
}

std::string describe(const Position& position) {
    std::string text = position.source;
    if (position.line != 0) {
        text += text.empty() ? "line " : ":";
        text += std::to_string(position.line);
        if (position.column != 0) text += ':' + std::to_string(position.column);
    } else if (position.offset != Position::no_offset) {
        text += fmt::format("{}byte {}", text.empty() ? "" : " at ", position.offset);
    }
    return text;
}

std::string describe(const Error& error) {
    std::string text;
    std::string indent;
    for (const Error* each = &error; each != nullptr; each = each->cause.get()) {
        const std::string where = describe(each->position);
        text += indent + where + (where.empty() ? "" : ": ") + text_with_code(each->text, each->code);
        if (each->cause) text += "\n";
        indent += "  ";
    }
    return text;
}

}  // namespace crossdock
