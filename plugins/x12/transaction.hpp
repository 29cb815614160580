// One transaction set of X12, ST to SE, read and written by the engine.
#pragma once

#include "plugins/edi/decoder.hpp"
#include "plugins/edi/encoder.hpp"
#include "plugins/x12/dialect.hpp"

namespace crossdock::x12 {

// As the engine's; the delimiters are those of the request's interchange context, or guessed where it has none.
void decode(const Catalog& catalog, const crossdock_decode_request& request, std::uint32_t levels,
            crossdock_tape_writer& tape, const crossdock_findings& findings);

// As the engine's, with the options of `output_syntax`.
void encode(const Catalog& catalog, const crossdock_encode_request& request, crossdock_output& output);

}  // namespace crossdock::x12
