// XML text to an event tape.
#pragma once

#include <crossdock/format.h>
#include <crossdock/cpp/name_cache.hpp>

#include "plugins/xml/settings.hpp"

namespace crossdock::xml {

// Throws Failure with the offset in the payload: those of check_source, and `xml.empty`, `xml.malformed`,
// `xml.doctype`, `xml.too-deep`, `xml.too-large`, `xml.too-many-attributes`, `xml.too-many-namespaces`.
void decode(const crossdock_decode_request& request, const Settings& settings, sdk::NameCache& names,
            crossdock_tape_writer& tape);

}  // namespace crossdock::xml
