#include "host/base/error_text.hpp"

#include <fmt/format.h>

namespace crossdock {

std::string text_with_causes(const Error& error) {
    std::string text = error.text;
    for (const Error* each = error.cause.get(); each != nullptr; each = each->cause.get())
        text += "\n" + text_with_code(each->text, each->code);
    return text;
}

std::string text_with_code(std::string_view text, std::string_view code) {
    const std::string named = fmt::format("({})", code);
    if (text.find(named) != std::string_view::npos) return std::string(text);
    return fmt::format("{} {}", text, named);
}

}  // namespace crossdock
