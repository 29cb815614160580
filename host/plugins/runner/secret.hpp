// The values behind `env:NAME` and `file:PATH`.
#pragma once

#include <string>
#include <string_view>

#include "host/base/result.hpp"

namespace crossdock::plugins {

// Codes `secret.not-a-reference`, `secret.variable-missing`, `secret.file-unreadable`. One line end at the end of a
// file does not belong to the secret.
Result<std::string> read_secret(std::string_view reference);

// True for `env:NAME` and `file:PATH`.
bool is_secret_reference(std::string_view text);

// Overwrites the bytes before they are given back to the system.
void wipe(std::string& secret);

}  // namespace crossdock::plugins
