// An error as an operator reads it in an exception.
#pragma once

#include <string>
#include <string_view>

#include "host/base/error.hpp"

namespace crossdock {

// The text, then one line for each cause with its code.
std::string text_with_causes(const Error& error);

// The text with its code in parentheses behind it, unless the text names the code already.
std::string text_with_code(std::string_view text, std::string_view code);

}  // namespace crossdock
