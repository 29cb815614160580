// An error as an operator reads it in an exception.
#pragma once

#include <string>

#include "host/base/error.hpp"

namespace crossdock {

// The text, then one line for each cause with its code.
std::string text_with_causes(const Error& error);

}  // namespace crossdock
