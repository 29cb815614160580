// How much longer tests wait where everything is slower.
#pragma once

#include <cstdlib>

namespace crossdock::testing {

// 1, or what CROSSDOCK_TEST_PATIENCE says: under a sanitizer, times and limits are to be multiplied by it.
inline unsigned patience() {
    const char* const given = std::getenv("CROSSDOCK_TEST_PATIENCE");
    const int factor = given == nullptr ? 1 : std::atoi(given);
    return factor < 1 ? 1U : static_cast<unsigned>(factor);
}

}  // namespace crossdock::testing
