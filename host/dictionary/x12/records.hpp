// The records of an X12 table file: values in double quotes with commas between them, a record on a line.
#pragma once

#include <string>
#include <vector>

#include "host/dictionary/source_file.hpp"

namespace crossdock::dictionary::x12 {

struct Record {
    std::size_t line = 0;
    std::vector<std::string> values;  // without white space at both ends
};

// Every record has `least` to `most` values; what they are, `columns` says in errors. A quote inside a value is
// doubled. Empty lines are passed over. Error `dictionary.bad-source` with the line.
Result<std::vector<Record>> read_records(const SourceFile& file, std::size_t least, std::size_t most,
                                         std::string_view columns);

}  // namespace crossdock::dictionary::x12
