// The settings of the json format; plugin.cpp documents them.
#pragma once

#include <crossdock/cpp/format_settings.hpp>

#include <cstdint>
#include <string_view>

namespace crossdock::json {

enum class Framing : std::uint8_t { document, lines, array };

struct Settings {
    static constexpr std::string_view names[] = {"framing", "depth-limit", "size-limit", "indent", "root-array"};

    Framing framing = Framing::document;
    std::uint32_t depth_limit = 64;
    std::uint64_t size_limit = 16u << 20;  // bytes
    std::uint32_t indent = 0;              // spaces a level; 0: compact
    bool root_array = false;

    void set(std::string_view name, std::string_view value);
};

}  // namespace crossdock::json
