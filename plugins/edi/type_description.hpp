// A transaction set as a closed JSON Schema of the one type model.
#pragma once

#include "plugins/edi/dictionary.hpp"

#include <string>

namespace crossdock::edi {

// Segments are in `$defs` by tag; loops stand where they are. Every name that `decode` puts on a tape is in it.
[[nodiscard]] std::string describe(const Transaction& transaction);

}  // namespace crossdock::edi
