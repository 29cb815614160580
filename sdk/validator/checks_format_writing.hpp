// Checks of what a format writes; part of format_checks().
#pragma once

#include "checks.hpp"

namespace crossdock::sdk::validator {

void types_described(Subject& subject, Report& report);
void encodes(Subject& subject, Report& report);
void output_limit(Subject& subject, Report& report);
void acknowledges(Subject& subject, Report& report);
void ends_interchanges(Subject& subject, Report& report);

}  // namespace crossdock::sdk::validator
