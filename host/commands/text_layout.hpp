// Text for people, broken into lines.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace crossdock::commands {

// The text with its lines kept, and those longer than `width` broken between words. Every line but the first begins
// with `indent` spaces, which count; so does the first in its length. A word that is longer sticks out. No newline at
// the end.
std::string wrap(std::string_view text, std::size_t width, std::size_t indent = 0);

}  // namespace crossdock::commands
