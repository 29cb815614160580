// An event tape to XML text.
#pragma once

#include <crossdock/format.h>

#include "plugins/xml/settings.hpp"

namespace crossdock::xml {

// Throws Failure: `xml.bad-name`, `xml.not-a-value` (an attribute that is a group), `xml.bad-character`,
// `xml.too-deep`, `xml.bad-tape`, `xml.duplicate-attribute`.
void encode(const crossdock_encode_request& request, const Settings& settings, crossdock_output& output);

}  // namespace crossdock::xml
