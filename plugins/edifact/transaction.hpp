// One message of EDIFACT, UNH to UNT, read and written by the engine.
#pragma once

#include "plugins/edi/decoder.hpp"
#include "plugins/edi/encoder.hpp"
#include "plugins/edifact/dialect.hpp"

namespace crossdock::edifact {

// As the engine's; delimiters and characters are those of the request's interchange context, or the usual ones and
// UNOC where it has none.
void decode(const Catalog& catalog, const crossdock_decode_request& request, std::uint32_t levels,
            crossdock_tape_writer& tape, const crossdock_findings& findings);

// As the engine's, with the options of `output_syntax`, and `association`: what UNH says last of the message's type
// (`EAN008`).
void encode(const Catalog& catalog, const crossdock_encode_request& request, crossdock_output& output);

}  // namespace crossdock::edifact
