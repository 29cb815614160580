// Decodes one transaction, from its header to its trailer, to a tape, checked against its dictionary.
#pragma once

#include "plugins/edi/catalog.hpp"
#include "plugins/edi/character_set.hpp"
#include "plugins/edi/delimiters.hpp"

#include <crossdock/format.h>

namespace crossdock::edi {

struct DecodeSettings {
    Delimiters delimiters;
    std::uint32_t levels = all_levels;
    const CharacterSet* characters = &ascii_or_wider();
    std::string_view guides{};       // names of the guides that the partner agreed to
    std::uint16_t type_element = 1;  // of the header: the one that names the type
};

// OK with findings is the usual end for bad content. Throws sdk::Failure (permanent) when no document comes of it:
// `unknown-transaction-set` (with a finding of that code), `not-a-transaction`, `document-too-large`.
// Re-entrant; the tape's names live as long as the catalog.
void decode(const Catalog& catalog, const crossdock_decode_request& request, const DecodeSettings& settings,
            crossdock_tape_writer& tape, const crossdock_findings& findings);

}  // namespace crossdock::edi
