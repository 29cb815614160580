#include "host/bus/build_id.hpp"

namespace crossdock::bus {

std::string_view build_id() { return CROSSDOCK_FRAMES_BUILD_ID; }

}  // namespace crossdock::bus
