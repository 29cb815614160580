// How interchanges of X12 begin (ISA), and which of their segments hold binary data (BIN, BDS).
#pragma once

#include "plugins/edi/header_syntax.hpp"

namespace crossdock::x12 {

// The one there is.
[[nodiscard]] const edi::HeaderSyntax& header_syntax();

}  // namespace crossdock::x12
