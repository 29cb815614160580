// Writes what a dictionary says in the layout in which its standard is published.
#pragma once

#include <map>
#include <string>

#include "plugins/edi/dictionary_source.hpp"

namespace crossdock::mapping {

// Files by name, as `crossdock edi dictionary import` reads them. What may come in any order comes in the order in
// which it is written; service segments are left out of a directory.
std::map<std::string, std::string> as_x12_tables(const edi::ReleaseSource& release);
std::map<std::string, std::string> as_directory(const edi::ReleaseSource& release);

// Nodes without `any` around them.
std::vector<edi::NodeSource> in_order(const std::vector<edi::NodeSource>& nodes);

}  // namespace crossdock::mapping
