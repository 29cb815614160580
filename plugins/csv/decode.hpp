// CSV text to an event tape.
#pragma once

#include <crossdock/format.h>
#include <crossdock/cpp/name_cache.hpp>

#include "plugins/csv/settings.hpp"

namespace crossdock::csv {

// The header is the request's interchange context (of a slice that a grouping split cut), else the first record.
// Throws Failure: `csv.empty`, `csv.not-utf-8`, `csv.too-large`, `csv.bad-header`. Reports `csv.too-few-columns`,
// `csv.too-many-columns`, `csv.stray-quote`, `csv.text-after-quote`, `csv.quote-not-closed`.
void decode(const crossdock_decode_request& request, const Settings& settings, sdk::NameCache& names,
            crossdock_tape_writer& tape, const crossdock_findings& findings);

}  // namespace crossdock::csv
