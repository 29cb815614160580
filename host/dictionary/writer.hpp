// Writes a dictionary as the files that Crossdock's formats read (docs/reference/dictionary-format.md).
#pragma once

#include <map>
#include <string>

#include "host/dictionary/dictionary.hpp"

namespace crossdock::dictionary {

// By name: elements.dict, codes.dict (what values mean), composites.dict, segments.dict, and a file for each message.
// Each says in its head what it was made from: `provenance`, a line. Text that a file cannot hold, a double quote, is
// written as a single one; a code that has one is left out.
std::map<std::string, std::string> write_files(const Dictionary& dictionary, const std::string& provenance);

}  // namespace crossdock::dictionary
