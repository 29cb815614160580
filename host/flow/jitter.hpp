// Chance for the pauses between attempts, so that what failed together does not come back together.
#pragma once

#include <random>

namespace crossdock::flow {

// From 0 to 1. Any thread; each has a generator of its own.
inline double random_share() {
    thread_local std::minstd_rand engine{std::random_device{}()};
    return std::uniform_real_distribution<double>(0.0, 1.0)(engine);
}

}  // namespace crossdock::flow
