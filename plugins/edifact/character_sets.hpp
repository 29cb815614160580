// The character repertoires of UNB's first element, UNOA to UNOY. ISO 9735-1, annex A.
#pragma once

#include "plugins/edi/character_set.hpp"
#include "plugins/edifact/dialect.hpp"

#include <string_view>

namespace crossdock::edifact {

// By its code; null for one that is not known. UNOX, which switches sets by escape sequences, is not among them.
[[nodiscard]] const CharacterSet* find_character_set(std::string_view code);

}  // namespace crossdock::edifact
