#include "plugins/json/settings.hpp"

namespace crossdock::json {

namespace {

Framing framing(std::string_view value) {
    if (value == "document") return Framing::document;
    if (value == "lines") return Framing::lines;
    if (value == "array") return Framing::array;
    throw sdk::bad_setting("framing", value, "document, lines or array");
}

}  // namespace

void Settings::set(std::string_view name, std::string_view value) {
    constexpr std::uint64_t size_limit_max = 1u << 30;
    if (name == "framing")
        this->framing = json::framing(value);
    else if (name == "depth-limit")
        depth_limit = static_cast<std::uint32_t>(sdk::integer_setting(name, value, 1, 512));
    else if (name == "size-limit")
        size_limit = sdk::size_setting(name, value, size_limit_max);
    else if (name == "indent")
        indent = static_cast<std::uint32_t>(sdk::integer_setting(name, value, 0, 8));
    else if (name == "root-array")
        root_array = sdk::flag_setting(name, value);
}

}  // namespace crossdock::json
