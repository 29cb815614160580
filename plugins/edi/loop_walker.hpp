// Follows a transaction's segments through the loops of its dictionary: says what each segment is, opens and closes
// loops on the tape, and reports what is missing, too often or out of order.
#pragma once

#include "plugins/edi/decode_context.hpp"

#include <array>
#include <string>
#include <vector>

namespace crossdock::edi {

// Operation: `place` for each segment in order, then `finish`. A segment in the wrong place is reported and does not
// move the walker, unless it begins a loop that may stand around the place at hand: then that loop is entered.
// Concurrency: one thread. Limitations: loops at most 15 deep, which the compiler of dictionaries makes sure of.
class LoopWalker {
public:
    explicit LoopWalker(DecodeContext& context);

    // The node that a segment is, or 0 when it has no place on the tape. Afterwards the tape has room for `room`
    // events.
    std::uint16_t place(std::uint16_t segment, const ScannedSegment& scanned, std::uint64_t room);
    // Closes what is open.
    void finish(const char* at);

    // `PO1[3]/PID[1]` of the segment placed last.
    [[nodiscard]] std::string path() const;
    // The tag that begins the innermost loop; empty outside loops.
    [[nodiscard]] std::string_view loop() const;

private:
    struct Level {
        std::uint16_t loop = 0;
        std::uint32_t next_required = 0;  // of the loop's mandatory children, the first that was not passed
    };

    std::uint16_t enter(std::uint16_t node, const ScannedSegment& scanned, bool in_order);
    std::uint16_t misplaced(std::uint16_t segment, const ScannedSegment& scanned);
    [[nodiscard]] std::uint16_t child_of(std::uint16_t loop, std::uint16_t segment) const;
    void open(std::uint16_t loop, const char* at);
    void close(const char* at);
    void pass_required(std::uint32_t rank, const char* at);
    void report_segment(const Rule& rule, const ScannedSegment& scanned, const std::string& text);
    [[nodiscard]] const std::string& tag(std::uint16_t node) const;

    DecodeContext& context_;
    const Transaction& transaction_;
    std::vector<std::uint32_t> counts_;  // of each node, in the loop that is open around it
    std::array<Level, 16> levels_;
    std::size_t depth_ = 0;  // of the innermost open loop
    std::uint16_t position_ = 0;
    std::uint16_t last_ = 0;  // the node placed last
};

}  // namespace crossdock::edi
