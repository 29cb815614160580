// The layout of the log's files, shared by what writes them and what reads them. docs/reference/journal-format.md
// explains it with an example. All numbers are little-endian.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "host/journal/types.hpp"

namespace crossdock::journal {

// A segment file is named after the log position of its first byte and begins with this header.
struct SegmentHeader {
    std::uint32_t version = current_version;
    std::uint32_t oldest_reader =
        current_version;  // the oldest version of the format whose readers understand the file
    LogPosition base = 0;
    LogPosition previous_base = none;  // of the segment before it when this one was made
    WallTimeMs created_at_ms = 0;
    std::uint32_t link = 0;  // checksum of the last frame before it

    static constexpr std::uint32_t current_version = 1;
    static constexpr LogPosition none = UINT64_MAX;
    static constexpr std::size_t size = 64;
};

// One frame is one unit: this header, `meta_bytes` of the unit's parts, `payload_bytes` of payloads, zeros up to a
// multiple of `alignment`.
struct FrameHeader {
    std::uint32_t link = 0;  // checksum of the frame before it, or of the segment's header: binds it to its place
    std::uint32_t meta_bytes = 0;
    std::uint32_t payload_bytes = 0;
    std::uint32_t payload_checksum = 0;
    LogPosition position = 0;     // its own
    LogPosition batch_start = 0;  // all before this was durable when the frame was written
    WallTimeMs committed_at_ms = 0;
    EntityId last_entity = 0;  // the highest id that was ever committed

    static constexpr std::uint32_t magic = 0x31465843;  // CXF1
    static constexpr std::size_t size = 56;
    static constexpr std::size_t alignment = 8;

    [[nodiscard]] std::uint64_t frame_bytes() const {
        const std::uint64_t bytes = size + std::uint64_t{meta_bytes} + payload_bytes;
        return (bytes + alignment - 1) / alignment * alignment;
    }
};

// The end of a stretch of the log: where the next frame begins and what it must link to.
struct LogMark {
    LogPosition position = 0;
    std::uint32_t link = 0;
};

// How far something has followed the log: the mark, and the frame that ends there.
struct LogProgress {
    LogMark mark;
    LogPosition last_frame = 0;
};

std::string segment_name(LogPosition base);
std::optional<LogPosition> segment_base(std::string_view name);  // empty when it is no segment's name

std::array<std::byte, SegmentHeader::size> encode(const SegmentHeader& header, std::uint32_t& checksum);
// Fails with `journal.damaged`, or `journal.newer-format` when this build cannot read the file.
Result<SegmentHeader> decode_segment_header(Bytes bytes, std::uint32_t& checksum);

// Completes a frame: `frame` holds room for the header, the meta part and the payloads, without padding. Answers the
// frame's checksum, which the next one links to.
std::uint32_t seal_frame(std::span<std::byte> frame, FrameHeader& header);

struct DecodedFrameHeader {
    FrameHeader header;
    std::uint32_t checksum = 0;
};
// Empty when the magic or the position is not this frame's. Says nothing yet of the checksum.
std::optional<DecodedFrameHeader> decode_frame_header(Bytes bytes, LogPosition position);
// Whether header and meta part, which lie one after the other, are what was written.
bool is_intact(const DecodedFrameHeader& frame, Bytes header_and_meta);

}  // namespace crossdock::journal
