// Envelopes and transactions of a payload: checks what the envelopes declare, and cuts a slice for each transaction.
#pragma once

#include "plugins/edi/dialect.hpp"
#include "plugins/edi/envelope_syntax.hpp"
#include "plugins/edi/tokenizer.hpp"

#include <crossdock/format.h>

#include <array>
#include <string>

namespace crossdock::edi {

// Operation: pieces in order, then `close`; events and findings come inside those calls. A finding about a transaction
// comes before its slice. Empty segments in a row are one finding. An interchange is given up where findings come too
// thick for what is read: it ends there, and what follows is passed over up to a header that finds room for more.
// Concurrency: one thread at a time. Dialect, syntax and the event table are borrowed.
// Limitations: whether a control number repeats inside a group is not checked.
class Splitter final : TokenSink {
public:
    Splitter(const Dialect& dialect, const EnvelopeSyntax& syntax, const crossdock_split_events& events,
             std::uint64_t segment_limit);

    void feed(std::string_view piece);
    void close();

private:
    struct Envelope {
        bool open = false;
        std::uint32_t counted = 0;
        EnvelopeHeader header;
    };
    struct OpenTransaction {
        bool open = false;
        TransactionHeader header;
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
    void over_limit(std::string_view head, std::uint64_t offset, std::uint64_t size, bool terminated) override;
    void junk(std::string_view head, std::uint64_t offset, std::uint64_t size) override;
    void byte_order_mark() override;
    void malformed_header(std::string_view head, std::uint64_t offset) override;
    void truncated_header(std::string_view head, std::uint64_t offset) override;

    bool envelope_segment(std::string_view tag, std::string_view text, std::uint64_t offset);
    void begin_group(std::string_view text, std::uint64_t offset);
    void begin_transaction(std::string_view text, std::uint64_t offset);
    void end_transaction(std::string_view text, std::uint64_t offset);
    void lone_transaction(std::string_view type, std::string_view tag, std::string_view text, std::uint64_t offset);
    void end_group(std::string_view text, std::uint64_t offset);
    void end_interchange(std::string_view text, std::uint64_t offset, bool terminated);
    // Whether findings are still in proportion to the bytes up to `offset`; where not, gives up the interchange.
    [[nodiscard]] bool goes_on(std::uint64_t offset);
    void flush_empty_segments();
    void outside(std::string_view tag, std::string_view text, std::uint64_t offset);
    // What is open and was never ended is cut off here.
    void cut_transaction();
    void cut_group(std::uint64_t offset);
    void cut_interchange(std::uint64_t offset);
    void begin_envelope(Envelope& envelope, crossdock_envelope_level level, std::uint64_t offset);
    void report_header(const std::vector<HeaderFinding>& findings, Place place);
    [[nodiscard]] bool is_envelope_tag(std::string_view tag) const;
    void count_in_interchange(bool group, const Place& place);
    void emit_slice(bool complete);
    void emit_end(crossdock_envelope_level level, const Envelope& envelope, bool complete, std::uint64_t declared,
                  std::uint64_t offset);
    std::uint64_t check_trailer(const Rule& count_rule, const Rule& control_rule, std::string_view text,
                                std::uint64_t offset, std::uint64_t counted, const std::string& control,
                                std::string_view what);
    void report(const Rule& rule, const Place& place, const std::string& text, std::string_view standard_code = {});
    [[nodiscard]] Place here(std::string_view text, std::uint64_t offset) const;

    const Dialect& dialect_;
    const EnvelopeSyntax& syntax_;
    const EnvelopeTags& tags_;
    std::array<bool, 256> may_be_envelope_{};  // by a tag's first byte
    crossdock_split_events events_;
    Tokenizer tokenizer_;
    Delimiters delimiters_;
    Envelope interchange_;
    Envelope group_;
    OpenTransaction transaction_;
    std::uint32_t segment_number_ = 0;
    std::uint32_t interchanges_ = 0;
    bool has_groups_ = false;
    bool has_lone_transactions_ = false;
    bool said_outside_ = false;         // a stretch of segments outside envelopes is reported once
    bool said_malformed_ = false;       // likewise headers that cannot be read
    std::uint64_t empty_segments_ = 0;  // in a row, not reported yet
    Place first_empty_;
    std::uint64_t findings_ = 0;
    std::uint64_t findings_before_ = 0;  // the interchange at hand
    bool passing_over_ = false;          // an interchange was given up, and none has begun since
};

}  // namespace crossdock::edi
