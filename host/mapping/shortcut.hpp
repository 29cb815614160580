// Which rules of a map need no evaluation of their expressions, or not always.
#pragma once

#include "host/mapping/map_plan.hpp"

namespace crossdock::mapping {

// Notes in a rule of the plan what needs no evaluation of it: whether it does anything, its `when`, and of a set the
// value. The program is finished.
void shorten(MapPlan& plan, Rule& rule);

}  // namespace crossdock::mapping
