// A text as a JSON string, quotes included.
#pragma once

#include <string>
#include <string_view>

namespace crossdock {

std::string json_text(std::string_view text);

}  // namespace crossdock
