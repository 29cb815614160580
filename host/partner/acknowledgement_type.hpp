// What acknowledgements are called among canonical documents.
#pragma once

#include <string_view>

namespace crossdock::partner {

// The canonical type of the other side's acknowledgements, and of those that a map of an agreement writes.
inline constexpr std::string_view acknowledgement_type = "functional-acknowledgement/1";

}  // namespace crossdock::partner
