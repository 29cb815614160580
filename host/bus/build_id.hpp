// Which build this is. Frames are private to one build, so a runner says it in its first frame.
#pragma once

#include <string_view>

namespace crossdock::bus {

// A digest of the sources that define frames.
std::string_view build_id();

}  // namespace crossdock::bus
