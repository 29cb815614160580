// The settings of one call, from the adapter's properties and the call's options.
#pragma once

#include "plugins/x12/delimiters.hpp"
#include "plugins/x12/rules.hpp"

#include <crossdock/format.h>

#include <string_view>

namespace crossdock::x12 {

// The value of an option, or `otherwise`. Options may be null.
[[nodiscard]] std::string_view option(const crossdock_format_options* options, std::string_view name,
                                      std::string_view otherwise = {});

// `validate`: level names separated by commas, or `all` or `none`. Throws sdk::Failure (configuration) for another.
[[nodiscard]] std::uint32_t validation_levels(std::string_view text);

// A size in bytes, such as `segment-limit`. Throws sdk::Failure (configuration) for one that is none or zero.
[[nodiscard]] std::uint64_t size_option(std::string_view name, std::string_view text);

// What an interchange is written with.
struct OutputSyntax {
    Delimiters delimiters;
    std::string_view line_end;  // after each terminator: nothing, LF or CR LF
};

// `element-separator`, `component-separator`, `repetition-separator`, `segment-terminator` (which may be followed by a
// line end, as itself or as `\n` or `\r\n`). Throws sdk::Failure (configuration) when they cannot be told apart.
[[nodiscard]] OutputSyntax output_syntax(const crossdock_format_options* options);

}  // namespace crossdock::x12
