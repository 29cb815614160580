// JSON's tokens.
#pragma once

#include <crossdock/cpp/output_writer.hpp>

#include <string_view>

namespace crossdock::json {

// Writes `text` in quotation marks, escaped as RFC 8259 section 7 asks and no further. False when it is not UTF-8.
bool write_string(sdk::OutputWriter& output, std::string_view text);

// RFC 8259 section 6.
bool is_number(std::string_view text) noexcept;

}  // namespace crossdock::json
