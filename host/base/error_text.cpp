#include "host/base/error_text.hpp"

#include <fmt/format.h>

namespace crossdock {

std::string text_with_causes(const Error& error) {
    std::string text = error.text;
    for (const Error* each = error.cause.get(); each != nullptr; each = each->cause.get())
        text += fmt::format("\n{} ({})", each->text, each->code);
    return text;
}

}  // namespace crossdock
