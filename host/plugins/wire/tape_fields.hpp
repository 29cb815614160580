// Tapes, decode items and assemble requests in frames.
#pragma once

#include <crossdock/format.h>

#include <span>

#include "host/bus/parts.hpp"
#include "host/plugins/format_client.hpp"
#include "host/plugins/wire/format_fields.hpp"

namespace crossdock::plugins {

// Lists of names that the other side has already, by their id.
using KnownLists = std::vector<std::uint64_t>;

// `generation` tells a restarted runner that the lists are those of its predecessor.
void write_known_lists(ByteWriter& out, std::uint64_t generation, const KnownLists& known);
KnownLists read_known_lists(ByteReader& in, std::uint64_t generation);

// A tape without its events and text, which lie in parts; with its names unless they are known.
void write_tape(ByteWriter& out, const crossdock_tape_writer& tape, const KnownLists& known);
void write_tape(ByteWriter& out, const crossdock_tape_view& tape);

struct TapeFields {
    std::uint64_t event_count = 0;
    std::uint64_t text_size = 0;
    std::uint64_t names_id = 0;
    bool has_names = false;
    std::vector<crossdock_text_view> names;  // borrowed from the frame
};
TapeFields read_tape_fields(ByteReader& in);

// Reads tapes one after the other out of a part of events and a part of text.
class TapeReader {
public:
    // Borrows both. Events that do not lie on an address fit for them are copied.
    TapeReader(std::string_view events, std::string_view text);
    // Of a frame: the first part has the events, the second the text.
    explicit TapeReader(std::span<const bus::Part> parts);

    // The next tape, valid until the one after it; null at a malformed frame.
    const crossdock_tape_view* next(ByteReader& in);
    // The same for fields that were read already; names are the caller's.
    const crossdock_tape_view* next(const TapeFields& fields, std::span<const crossdock_text_view> names);

private:
    std::vector<crossdock_tape_event> copied_;
    std::span<const crossdock_tape_event> events_;
    std::string_view text_;
    TapeFields fields_;
    crossdock_tape_view view_{};
};

struct DecodeFields {
    std::uint64_t part = 0;    // which payload
    std::uint64_t offset = 0;  // in that part
    std::uint64_t size = 0;
    std::uint64_t source_offset = 0;
    std::uint32_t first_segment = 0;
    std::string_view type;
    std::string_view interchange_context;
    std::string_view group_context;
};
void write(ByteWriter& out, const DecodeFields& fields);
DecodeFields read_decode_fields(ByteReader& in);

// A request to assemble; its table borrows from the frame and from this object, which therefore stays where it is.
struct AssembleFields {
    crossdock_assemble_request request{};
    FormatOptions options;
    std::vector<std::vector<crossdock_slot>> slots;
    std::vector<crossdock_encoded_view> transactions;
};
// The bytes of the transactions, one after the other, are what is returned.
std::string write_assemble(ByteWriter& out, const AssembleRequest& request);
AssembleFields read_assemble(ByteReader& in, std::string_view bytes);

// A report as the ABI wants it; borrows from the report.
class GroupReportView {
public:
    explicit GroupReportView(const GroupReport& report);
    GroupReportView(const GroupReportView&) = delete;
    GroupReportView& operator=(const GroupReportView&) = delete;
    ~GroupReportView() = default;
    [[nodiscard]] const crossdock_group_report& table() const { return table_; }

private:
    std::vector<crossdock_finding> findings_;
    std::vector<std::vector<crossdock_finding>> transaction_findings_;
    std::vector<crossdock_transaction_report> transactions_;
    std::vector<crossdock_header_view> options_;
    crossdock_format_options options_table_{};
    std::vector<std::unique_ptr<GroupReportView>> groups_;
    std::vector<crossdock_group_report> group_tables_;
    crossdock_group_report table_{};
};

}  // namespace crossdock::plugins
