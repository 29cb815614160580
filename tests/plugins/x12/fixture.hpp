// What the x12 tests share: the shipped dictionaries, sample interchanges, and recorders for what the engine reports.
#pragma once

#include "plugins/edi/catalog.hpp"
#include "plugins/edi/envelope_rules.hpp"
#include "plugins/x12/dialect.hpp"

#include <crossdock/format.h>
#include <crossdock/tape_writer.h>
#include <crossdock/cpp/failure.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace x12_test {

const crossdock::x12::Catalog& catalog();

// The segments of an invented order between a buyer and a distributor, without ST and SE.
const std::vector<std::string>& order_segments();

// `segments` as one text, with `*` and `~` replaced by the delimiters given.
struct Style {
    char element = '*';
    char component = '>';
    char segment = '~';
    std::string line_end = "\n";
};
std::string transaction(const std::vector<std::string>& segments, const std::string& set = "850",
                        const std::string& control = "0001", const Style& style = {});
// An interchange of one group with these transactions.
std::string interchange(const std::vector<std::string>& transactions, const std::string& functional_id = "PO",
                        const std::string& release = "004010", const Style& style = {});
// An interchange of one order.
std::string order();

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
Split split(std::string_view payload, std::size_t piece_size = 0, std::uint64_t segment_limit = 1024 * 1024);

// A tape in memory of the test.
class Tape {
public:
    explicit Tape(std::uint64_t event_limit = UINT64_MAX);
    Tape(const Tape&) = delete;
    Tape& operator=(const Tape&) = delete;
    crossdock_tape_writer& writer() { return memory_.writer; }
    crossdock_tape_view view(std::string_view source) const;
    // As lines: `BEG{ BEG01=00 BEG02=SA }`, groups nested, separated by spaces.
    std::string text(std::string_view source) const;

private:
    struct Memory {
        crossdock_tape_writer writer{};
        std::vector<crossdock_tape_event> events;
        std::vector<char> text;
        std::uint64_t limit = 0;
    };
    static crossdock_status grow(crossdock_tape_writer* writer, std::uint64_t events, std::uint64_t text_bytes);
    Memory memory_;
};

// An output in memory of the test.
class Output {
public:
    explicit Output(std::uint64_t limit = UINT64_MAX);
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;
    crossdock_output& raw() { return memory_.output; }
    std::string bytes() const;
    std::vector<crossdock_slot> slots() const;
    crossdock_encoded_view encoded(std::string_view type) const;

private:
    struct Memory {
        crossdock_output output{};
        std::vector<std::uint8_t> data;
        std::vector<crossdock_slot> slots;
        std::uint64_t limit = 0;
    };
    static crossdock_status grow(crossdock_output* output, std::uint64_t bytes, std::uint64_t slots);
    Memory memory_;
};

struct Decoded {
    std::string tape;
    std::vector<Finding> findings;
};
// Decodes one slice of `payload`.
Decoded decode(std::string_view payload, const Slice& slice, std::uint32_t levels = crossdock::x12::all_levels);
// Decodes an order whose segments, without ST and SE, are these.
Decoded decode_order(const std::vector<std::string>& segments, const std::string& set = "850",
                     std::uint32_t levels = crossdock::x12::all_levels);

// Options for one call; the strings given must outlive it.
class Options {
public:
    Options(std::initializer_list<std::pair<std::string_view, std::string_view>> items);
    operator const crossdock_format_options*() const { return &options_; }

private:
    std::vector<crossdock_header_view> items_;
    crossdock_format_options options_{};
};

std::vector<std::string> codes(const std::vector<Finding>& findings);
const Finding& only(const std::vector<Finding>& findings, std::string_view code);

}  // namespace x12_test
