// What intake found in a group, as the canonical functional acknowledgement.
#pragma once

#include <string_view>

#include "host/document/document.hpp"
#include "host/plugins/format_types.hpp"

namespace crossdock::intake {

// Fills `document`, which is empty, with a functional-acknowledgement/1 about the group or the interchange. `type` is
// what it is to be sent as: `x12/004010/997` says standard and kind. Texts longer than the schema allows are cut; notes
// are left out.
void make_acknowledgement(const plugins::GroupReport& report, std::string_view type, std::string_view partner,
                          Document& document);

}  // namespace crossdock::intake
