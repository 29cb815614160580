// Recorders for what the EDI engine reports, whatever the standard: findings, envelopes and slices of a split, decoded
// tapes.
#pragma once

#include "plugins/edi/catalog.hpp"
#include "plugins/edi/envelope_syntax.hpp"

#include <crossdock/format.h>
#include <crossdock/tape_writer.h>

#include <string>
#include <string_view>
#include <vector>

namespace edi_test {

// `text` with the first `from` replaced by `to`; fails the test when it is not there.
std::string replaced(std::string text, std::string_view from, std::string_view to);

struct Finding {
    crossdock_severity severity = 0;
    crossdock_scope scope = 0;
    std::uint32_t segment = 0;
    std::uint32_t transaction_segment = 0;
    unsigned element = 0;
    unsigned component = 0;
    std::uint64_t offset = 0;
    std::string code, text, value, path, tag, loop, reference, standard_code;
    friend bool operator==(const Finding&, const Finding&) = default;
};
Finding copied(const crossdock_finding& finding);
// As the host hands it to an acknowledgement; views of `finding`, which must stay.
crossdock_finding raw(const Finding& finding);

struct Envelope {
    crossdock_envelope_level level = 0;
    std::uint32_t test = 0;
    std::uint32_t acknowledgement_requested = 0;
    std::string sender_qualifier, sender, receiver_qualifier, receiver, control, version, functional_id, context;
    std::uint64_t offset = 0;
    std::uint32_t segment = 0;
    friend bool operator==(const Envelope&, const Envelope&) = default;
};
struct EnvelopeEnd {
    crossdock_envelope_level level = 0;
    std::uint32_t complete = 0;
    std::uint32_t counted = 0;
    std::uint32_t declared = 0;
    std::uint64_t offset = 0;
    friend bool operator==(const EnvelopeEnd&, const EnvelopeEnd&) = default;
};
struct Slice {
    std::uint32_t complete = 0;
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    std::uint32_t first_segment = 0;
    std::uint32_t segment_count = 0;
    std::string type, control, message_code;
    std::string interchange_context, group_context;
    friend bool operator==(const Slice&, const Slice&) = default;
};

// All that a split reports, and the kinds of events in order: `<` begin, `T` transaction, `>` end, `!` finding.
struct Split {
    std::vector<Envelope> envelopes;
    std::vector<Slice> slices;
    std::vector<EnvelopeEnd> ends;
    std::vector<Finding> findings;
    std::string order;
    friend bool operator==(const Split&, const Split&) = default;
};

// Splits in pieces of a size, 0: in one.
Split split(const crossdock::edi::Dialect& dialect, const crossdock::edi::EnvelopeSyntax& syntax,
            std::string_view payload, std::size_t piece_size, std::uint64_t segment_limit);

struct Decoded {
    std::string tape;  // as text, or `failed: CODE`
    std::vector<crossdock_tape_event> events;
    std::vector<Finding> findings;
};
using Decode = void (*)(const crossdock::edi::Catalog& catalog, const crossdock_decode_request& request,
                        std::uint32_t levels, crossdock_tape_writer& tape, const crossdock_findings& findings);
// Decodes one slice of `payload`.
Decoded decoded(Decode decode, const crossdock::edi::Catalog& catalog, std::string_view payload, const Slice& slice,
                std::uint32_t levels);

std::vector<std::string> codes(const std::vector<Finding>& findings);
// The only finding, which has this code; fails the test otherwise.
const Finding& only(const std::vector<Finding>& findings, std::string_view code);

}  // namespace edi_test
