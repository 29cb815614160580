// Which rules of a map need no evaluation of their expressions, or not always.
#pragma once

#include "host/mapping/map_plan.hpp"

namespace crossdock::mapping {

// Notes in a set's rule how its value is come by without evaluating it. The program is finished.
void shorten(const Program& program, Rule& rule);

}  // namespace crossdock::mapping
