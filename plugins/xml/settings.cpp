#include "plugins/xml/settings.hpp"

#include "plugins/xml/names.hpp"

namespace crossdock::xml {

namespace {

std::string element_name(std::string_view name, std::string_view value) {
    if (!is_name(value)) throw sdk::bad_setting(name, value, "an XML element name");
    return std::string(value);
}

}  // namespace

void Settings::set(std::string_view name, std::string_view value) {
    constexpr std::uint64_t size_limit_max = 1u << 30;
    if (name == "namespaces") {
        if (value != "keep" && value != "drop") throw sdk::bad_setting(name, value, "keep or drop");
        keep_prefixes = value == "keep";
    } else if (name == "depth-limit") {
        depth_limit = static_cast<std::uint32_t>(sdk::integer_setting(name, value, 1, 512));
    } else if (name == "size-limit") {
        size_limit = sdk::size_setting(name, value, size_limit_max);
    } else if (name == "root") {
        root = element_name(name, value);
    } else if (name == "indent") {
        indent = static_cast<std::uint32_t>(sdk::integer_setting(name, value, 0, 8));
    } else if (name == "declaration") {
        declaration = sdk::flag_setting(name, value);
    } else if (name == "namespace") {
        default_namespace = value;
    } else if (name == "wrapper") {
        wrapper = element_name(name, value);
    } else if (name == "wrapper-always") {
        wrapper_always = sdk::flag_setting(name, value);
    }
}

}  // namespace crossdock::xml
