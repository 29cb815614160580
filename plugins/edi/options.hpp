// The settings of one call, from the adapter's properties and the call's options.
#pragma once

#include "plugins/edi/dialect.hpp"
#include "plugins/edi/output_syntax.hpp"

#include <crossdock/format.h>

#include <string_view>

namespace crossdock::edi {

// The value of an option, or `otherwise`. Options may be null.
[[nodiscard]] std::string_view option(const crossdock_format_options* options, std::string_view name,
                                      std::string_view otherwise = {});

// `validate`: level names separated by commas, or `all` or `none`. Throws sdk::Failure (configuration) for another.
[[nodiscard]] std::uint32_t validation_levels(const Dialect& dialect, std::string_view text);

// A size in bytes, such as `segment-limit`. Throws sdk::Failure (configuration) for one that is none or zero.
[[nodiscard]] std::uint64_t size_option(const Dialect& dialect, std::string_view name, std::string_view text);

// A delimiter. Throws sdk::Failure (configuration) for what cannot be one.
[[nodiscard]] char delimiter_option(const Dialect& dialect, std::string_view name, std::string_view text);

// `segment-terminator`: one character, which may be followed by a line end, as itself or as `\n` or `\r\n`.
void read_terminator(const Dialect& dialect, const crossdock_format_options* options, std::string_view otherwise,
                     OutputSyntax& syntax);

// Throws sdk::Failure (configuration) where two delimiters are the same character.
void check_distinct(const Dialect& dialect, const Delimiters& delimiters);

// Throws sdk::Failure (configuration, `bad-option`): `name is 'value': right is right`.
[[noreturn]] void refuse_option(const Dialect& dialect, std::string_view name, std::string_view value,
                                std::string_view right);

}  // namespace crossdock::edi
