// Text and attribute values as XML writes them.
#pragma once

#include <crossdock/cpp/output_writer.hpp>

#include <string_view>

namespace crossdock::xml {

enum class Place : bool { text, attribute };

// Writes `text` so that a parser gives it back unchanged: markup characters as entities, a carriage return (in an
// attribute also tab and line feed) as a number. False when it is not UTF-8 or has a character that XML forbids.
bool write_escaped(sdk::OutputWriter& output, std::string_view text, Place place);

}  // namespace crossdock::xml
