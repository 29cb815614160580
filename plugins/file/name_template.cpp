#include "plugins/file/name_template.hpp"

#include <fmt/format.h>
#include <crossdock/cpp/failure.hpp>

#include <algorithm>
#include <array>
#include <cctype>

namespace crossdock::file {

namespace {

constexpr std::size_t value_size_max = 100;
constexpr std::size_t name_size_max = 230;
constexpr std::string_view reserved_characters = "/\\:*?\"<>|";

sdk::Failure bad_template(std::string_view text, const std::string& why) {
    return sdk::Failure::configuration("file.bad-name-template", fmt::format("the name '{}' {}", text, why));
}

bool is_reserved(char character) {
    const auto byte = static_cast<unsigned char>(character);
    return byte < 0x20 || byte == 0x7F || reserved_characters.find(character) != std::string_view::npos;
}

std::string cut(std::string_view text, std::size_t size) {
    if (text.size() <= size) return std::string(text);
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0u) == 0x80u) --size;
    return std::string(text.substr(0, size));
}

std::string safe_value(const std::string& value) {
    std::string safe = cut(value, value_size_max);
    std::replace_if(safe.begin(), safe.end(), is_reserved, '_');
    if (safe != value || safe.empty()) safe += "~" + short_digest(value);
    return safe;
}

// Names that Windows keeps for devices, whatever their extension.
bool is_device_name(std::string_view name) {
    std::string stem(name.substr(0, name.find('.')));
    std::transform(stem.begin(), stem.end(), stem.begin(),
                   [](unsigned char byte) { return static_cast<char>(std::toupper(byte)); });
    constexpr std::array<std::string_view, 4> plain{"CON", "PRN", "AUX", "NUL"};
    if (std::find(plain.begin(), plain.end(), stem) != plain.end()) return true;
    return stem.size() == 4 && (stem.starts_with("COM") || stem.starts_with("LPT")) && stem[3] >= '1' && stem[3] <= '9';
}

std::string safe_name(const std::string& name) {
    std::string safe = name;
    if (safe.size() > name_size_max) {
        const std::size_t dot = safe.rfind('.');
        const std::string extension = dot != std::string::npos && safe.size() - dot <= 16 ? safe.substr(dot) : "";
        safe = cut(safe, name_size_max - extension.size() - 17) + "~" + short_digest(name) + extension;
    }
    if (safe.starts_with('.') || is_device_name(safe)) safe.insert(0, "_");
    if (safe.ends_with('.') || safe.ends_with(' ')) safe += "_";
    return safe;
}

}  // namespace

std::string short_digest(std::string_view text) {
    std::uint64_t hash = 14'695'981'039'346'656'037u;
    for (const char character : text) {
        hash ^= static_cast<unsigned char>(character);
        hash *= 1'099'511'628'211u;
    }
    return fmt::format("{:016x}", hash);
}

NameTemplate NameTemplate::parse(std::string_view text) {
    NameTemplate parsed;
    parsed.text_ = text;
    std::string literal;
    const auto end_literal = [&] {
        if (!literal.empty()) parsed.parts_.push_back({false, std::exchange(literal, {})});
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '{') {
            const std::size_t end = text.find('}', at);
            if (end == std::string_view::npos) throw bad_template(text, "has a { without its }");
            const std::string_view name = text.substr(at + 1, end - at - 1);
            if (name.empty() || name.find('{') != std::string_view::npos)
                throw bad_template(text, "has braces without a name between them; write {key} or {number}");
            end_literal();
            parsed.parts_.push_back({true, std::string(name)});
            at = end;
        } else if (text[at] == '}') {
            throw bad_template(text, "has a } without its {");
        } else if (is_reserved(text[at])) {
            throw bad_template(text, fmt::format("has '{}' in it, which no file name may have on every system; files "
                                                 "go into the folder itself",
                                                 text[at]));
        } else {
            literal += text[at];
        }
    }
    end_literal();
    if (std::none_of(parsed.parts_.begin(), parsed.parts_.end(), [](const Part& part) { return part.is_placeholder; }))
        throw bad_template(text, "is the same for every delivery; put {key} or {number} into it");
    return parsed;
}

std::string NameTemplate::name(const std::function<std::optional<std::string>(std::string_view)>& value_of) const {
    std::string name;
    for (const Part& part : parts_) {
        if (!part.is_placeholder) {
            name += part.text;
            continue;
        }
        const auto value = value_of(part.text);
        if (!value)
            throw sdk::Failure::permanent(
                "file.no-such-header",
                fmt::format("the name '{}' needs {{{}}}, and this delivery has no header of that name", text_,
                            part.text));
        name += safe_value(*value);
    }
    return safe_name(name);
}

bool NameTemplate::uses(std::string_view placeholder) const noexcept {
    return std::any_of(parts_.begin(), parts_.end(),
                       [&](const Part& part) { return part.is_placeholder && part.text == placeholder; });
}

}  // namespace crossdock::file
