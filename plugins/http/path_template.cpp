#include "plugins/http/path_template.hpp"

#include <fmt/format.h>
#include <crossdock/cpp/failure.hpp>

#include <algorithm>
#include <utility>

namespace crossdock::http {

namespace {

sdk::Failure bad_path(std::string_view text, const std::string& why) {
    return sdk::Failure::configuration("http.bad-path", fmt::format("the path '{}' {}", text, why));
}

bool is_unreserved(char character) {
    return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'z') ||
           (character >= 'A' && character <= 'Z') || character == '-' || character == '.' || character == '_' ||
           character == '~';
}

std::string encoded(std::string_view value) {
    std::string text;
    for (const char character : value)
        text += is_unreserved(character) ? std::string(1, character)
                                         : fmt::format("%{:02X}", static_cast<unsigned char>(character));
    return text;
}

}  // namespace

PathTemplate PathTemplate::parse(std::string_view text) {
    if (!text.empty() && !text.starts_with('/')) throw bad_path(text, "does not begin with /");
    PathTemplate parsed;
    std::string literal;
    const auto end_literal = [&] {
        if (!literal.empty()) parsed.parts_.push_back({false, std::exchange(literal, {})});
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char character = text[at];
        if (character == '{') {
            const std::size_t end = text.find('}', at);
            if (end == std::string_view::npos || end == at + 1)
                throw bad_path(text, "has a { without a name and its }");
            end_literal();
            parsed.parts_.push_back({true, std::string(text.substr(at + 1, end - at - 1))});
            at = end;
        } else if (character == '}' || character == '#' || character <= 0x20 || character == 0x7F) {
            throw bad_path(text, "has a character in it that no path may have; write it as %XX");
        } else {
            literal += character;
        }
    }
    end_literal();
    return parsed;
}

std::string PathTemplate::path(const std::function<std::optional<std::string>(std::string_view)>& value_of) const {
    std::string path;
    for (const Part& part : parts_) {
        if (!part.is_placeholder) {
            path += part.text;
            continue;
        }
        const auto value = value_of(part.text);
        if (!value || value->empty() || *value == "." || *value == "..")
            throw sdk::Failure::permanent(
                "http.no-value-for-path",
                fmt::format("the path needs a value for {{{}}}, and there is none that can be used", part.text));
        path += encoded(*value);
    }
    return path;
}

bool PathTemplate::uses(std::string_view placeholder) const noexcept {
    return std::any_of(parts_.begin(), parts_.end(),
                       [&](const Part& part) { return part.is_placeholder && part.text == placeholder; });
}

}  // namespace crossdock::http
