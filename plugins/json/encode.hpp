// An event tape to JSON text.
#pragma once

#include <crossdock/format.h>

#include "plugins/json/settings.hpp"

namespace crossdock::json {

// Names that repeat in a group, and list items, become arrays at the place of the first. Throws Failure:
// `json.not-utf-8`, `json.not-a-number`, `json.not-a-boolean`, `json.too-deep`, `json.bad-tape`.
void encode(const crossdock_encode_request& request, const Settings& settings, crossdock_output& output);

}  // namespace crossdock::json
