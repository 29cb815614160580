// JSON text laid out for people: what fits on a line stays on it, what does not is broken up.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace crossdock {

// The same JSON with other white space, two spaces a level, ending in a newline. An object or array stays on one line
// where that takes at most `width` characters; else each object and array in it begins a line, and single values that
// follow each other fill lines. Names and values are never broken, so a long one sticks out. Text that is no JSON object
// or array, or nested deeper than documents may be, comes back as it is.
std::string lay_out_json(std::string_view json, std::size_t width);

}  // namespace crossdock
