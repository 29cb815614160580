// The forms in which documents write values of the data types.
#pragma once

#include <cstdint>
#include <string_view>

namespace crossdock::mapping {

// How a value is written: the canonical form of the target's data type.
enum class Output : std::uint8_t { text, decimal, integer, boolean, date, time, date_time };

// Whether the text is a value of the type in that form already, so that reading and writing it again would give the
// same.
bool has_form(Output output, std::string_view text);

}  // namespace crossdock::mapping
