// A transaction set as a closed JSON Schema of the one type model.
#pragma once

#include "plugins/x12/dictionary.hpp"

#include <string>

namespace crossdock::x12 {

// Segments are in `$defs` by tag; loops stand where they are. Every name that `decode` puts on a tape is in it.
[[nodiscard]] std::string describe(const Transaction& transaction);

}  // namespace crossdock::x12
