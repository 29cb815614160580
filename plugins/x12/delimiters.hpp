// The delimiters of a transaction whose interchange is unknown.
#pragma once

#include "plugins/edi/delimiters.hpp"
#include "plugins/x12/dialect.hpp"

#include <string_view>

namespace crossdock::x12 {

// The character after `ST`, and the transaction's last byte.
[[nodiscard]] Delimiters guess_delimiters(std::string_view transaction);

}  // namespace crossdock::x12
