// The settings of the xml format; plugin.cpp documents them.
#pragma once

#include <crossdock/cpp/format_settings.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace crossdock::xml {

struct Settings {
    static constexpr std::string_view names[] = {"namespaces",  "depth-limit", "size-limit", "root",          "indent",
                                                 "declaration", "namespace",   "wrapper",    "wrapper-always"};

    bool keep_prefixes = false;
    std::uint32_t depth_limit = 64;
    std::uint64_t size_limit = 16u << 20;  // bytes
    std::string root;                      // empty: from the document's type
    std::uint32_t indent = 2;              // spaces a level; 0: no line breaks
    bool declaration = true;
    std::string default_namespace;  // empty: none
    std::string wrapper = "documents";
    bool wrapper_always = false;

    void set(std::string_view name, std::string_view value);
};

}  // namespace crossdock::xml
