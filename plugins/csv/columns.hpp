// A file's columns, from its header.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plugins/csv/record_reader.hpp"

namespace crossdock::csv {

// The header's names as they are written. Throws Failure `csv.bad-header` (a name twice or empty, bad quoting).
// `text_offset` is where the text of `reader` begins in the whole payload.
std::vector<std::string> read_header(const RecordReader& reader, const Record& record, std::uint64_t text_offset);

}  // namespace crossdock::csv
