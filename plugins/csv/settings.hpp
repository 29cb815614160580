// The settings of the csv format; plugin.cpp documents them.
#pragma once

#include <crossdock/cpp/format_settings.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace crossdock::csv {

struct Settings {
    static constexpr std::string_view names[] = {"delimiter", "quote",    "header",     "columns",
                                                 "charset",   "group-by", "size-limit", "line-end"};

    char delimiter = ',';
    char quote = '"';
    bool header = true;
    std::vector<std::string> columns;
    std::string group_by;                  // a column; empty: the whole file is one document
    std::uint64_t size_limit = 16u << 20;  // bytes
    std::string_view line_end = "\r\n";

    void set(std::string_view name, std::string_view value);
    // Throws Failure when the settings contradict each other.
    void check() const;
};

}  // namespace crossdock::csv
