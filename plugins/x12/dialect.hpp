// X12 for the engine that reads and writes transaction sets.
#pragma once

#include "plugins/edi/dialect.hpp"

namespace crossdock::x12 {

using namespace edi;  // this plugin is the engine with X12's envelopes around it

inline constexpr Dialect dialect{"x12", "ST", "SE", "", &Rule::x12_code};

}  // namespace crossdock::x12
