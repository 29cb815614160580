// JSON text to an event tape.
#pragma once

#include <crossdock/format.h>
#include <crossdock/cpp/name_cache.hpp>

#include "plugins/json/settings.hpp"

namespace crossdock::json {

// Throws Failure with the offset in the payload: `json.empty`, `json.malformed`, `json.not-a-document`,
// `json.not-utf-8`, `json.number-too-big`, `json.too-deep`, `json.too-large`. Reports `json.duplicate-member`.
void decode(const crossdock_decode_request& request, const Settings& settings, sdk::NameCache& names,
            crossdock_tape_writer& tape, const crossdock_findings& findings);

}  // namespace crossdock::json
