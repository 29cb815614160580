// Envelopes and transactions of a payload: checks what the envelopes declare, and cuts a slice for each ST to SE.
#pragma once

#include "plugins/edi/catalog.hpp"
#include "plugins/edi/tokenizer.hpp"
#include "plugins/x12/envelope_rules.hpp"
#include "plugins/x12/interchange_header.hpp"

#include <crossdock/format.h>

#include <string>

namespace crossdock::x12 {

// Operation: pieces in order, then `close`; events and findings come inside those calls. A finding about a transaction
// comes before its slice.
// Concurrency: one thread at a time. The catalog and the event table are borrowed.
// Limitations: whether a control number repeats inside a group is not checked.
class Splitter final : TokenSink {
public:
    Splitter(const Catalog& catalog, const crossdock_split_events& events, std::uint64_t segment_limit);

    void feed(std::string_view piece);
    void close();

private:
    struct Envelope {
        bool open = false;
        std::string control;
        std::uint32_t counted = 0;
        std::string context;
    };
    struct OpenTransaction {
        bool open = false;
        std::string set;
        std::string control;
        std::string type;
        std::uint64_t offset = 0;
        std::uint32_t first_segment = 0;
        std::uint32_t segments = 0;
        std::uint64_t end = 0;  // one past its last byte so far
    };
    // Where a finding points; of the segment at hand unless said otherwise.
    struct Place {
        std::uint64_t offset = 0;
        std::uint64_t size = 0;
        std::uint32_t segment = 0;
        std::uint32_t transaction_segment = 0;
        std::uint16_t element = 0;
        std::string_view tag{};
        std::string_view value{};
    };

    void header(std::string_view text, const Delimiters& delimiters, std::uint64_t offset) override;
    bool segment(std::string_view text, std::uint64_t offset) override;
    void unterminated(std::string_view text, std::uint64_t offset) override;
    void over_limit(std::string_view head, std::uint64_t offset, std::uint64_t size) override;
    void junk(std::string_view head, std::uint64_t offset, std::uint64_t size) override;
    void byte_order_mark() override;
    void malformed_header(std::string_view head, std::uint64_t offset) override;
    void truncated_header(std::string_view head, std::uint64_t offset) override;

    bool envelope_segment(std::string_view tag, std::string_view text, std::uint64_t offset);
    void begin_group(std::string_view text, std::uint64_t offset);
    void begin_transaction(std::string_view text, std::uint64_t offset);
    void end_transaction(std::string_view text, std::uint64_t offset);
    void end_group(std::string_view text, std::uint64_t offset);
    void end_interchange(std::string_view text, std::uint64_t offset, bool terminated);
    void outside(std::string_view tag, std::string_view text, std::uint64_t offset);
    // What is open and was never ended is cut off here.
    void cut_transaction();
    void cut_group(std::uint64_t offset);
    void cut_interchange(std::uint64_t offset);
    void check_header(const InterchangeHeader& header, std::uint64_t offset);
    void emit_slice(bool complete);
    void emit_end(crossdock_envelope_level level, const Envelope& envelope, bool complete, std::uint64_t declared,
                  std::uint64_t offset);
    void check_trailer(const Rule& count_rule, const Rule& control_rule, std::string_view text, std::uint64_t offset,
                       std::uint64_t counted, const std::string& control, std::string_view what);
    void report(const Rule& rule, const Place& place, const std::string& text, std::string_view standard_code = {});
    [[nodiscard]] Place here(std::string_view text, std::uint64_t offset) const;

    const Catalog& catalog_;
    crossdock_split_events events_;
    Tokenizer tokenizer_;
    Delimiters delimiters_;
    Envelope interchange_;
    Envelope group_;
    std::string release_;
    std::string functional_id_;
    OpenTransaction transaction_;
    std::uint32_t segment_number_ = 0;
    std::uint32_t interchanges_ = 0;
    bool said_outside_ = false;    // a stretch of segments outside envelopes is reported once
    bool said_malformed_ = false;  // likewise headers that cannot be read
};

}  // namespace crossdock::x12
