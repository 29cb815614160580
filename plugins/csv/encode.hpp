// An event tape to CSV text, and several texts to one file.
#pragma once

#include <crossdock/format.h>

#include "plugins/csv/settings.hpp"

namespace crossdock::csv {

// `row` groups are rows; a document of values alone is one row. The columns are those of the settings, else the names
// in the order in which they occur. Throws Failure: `csv.not-rows`, `csv.not-a-value`, `csv.repeated-column`,
// `csv.unknown-column`, `csv.no-columns`, `csv.not-utf-8`.
void encode(const crossdock_encode_request& request, const Settings& settings, crossdock_output& output);

// The rows of all, under one header. Throws Failure `csv.headers-differ`.
void assemble(const crossdock_assemble_request& request, const Settings& settings, crossdock_output& output);

}  // namespace crossdock::csv
