// Frames read back: one by its position, or all in a row.
#pragma once

#include "host/journal/log_files.hpp"
#include "host/journal/unit_layout.hpp"

namespace crossdock::journal {

// A frame's header and its meta part, checked. The payloads, which may be large, stay in the file.
struct StoredFrame {
    FrameHeader header;
    std::vector<std::byte> bytes;  // header and meta part

    [[nodiscard]] Bytes meta() const { return Bytes(bytes).subspan(FrameHeader::size); }
    [[nodiscard]] LogPosition payloads_at() const { return header.position + FrameHeader::size + header.meta_bytes; }
};
Result<StoredFrame> read_frame(const LogFiles& log, LogPosition position);

// The unit in a frame, with its position and time, and payload references that can be read.
Result<DecodedUnit> decode_frame(const LogFiles& log, const FrameHeader& header, Bytes meta);
Result<DecodedUnit> read_unit(const LogFiles& log, LogPosition position);

struct FrameView {
    FrameHeader header;
    std::uint32_t checksum = 0;
    Bytes meta;
    Bytes payloads;
};

// Reads frame after frame, over segment borders, and checks each: its checksums and that it links to the one before.
// One thread at a time. What `next` shows is valid until it is called again.
class FrameScanner {
public:
    enum class Outcome { frame, end, damaged };

    // Begins at a frame or at a segment's base. Without a link the first frame is believed about its predecessor.
    FrameScanner(const LogFiles& log, LogPosition from, std::optional<std::uint32_t> link);

    // `damaged` when no good frame is at the mark before the end of the log; the scanner stays there
    // and looks again when it is called again.
    Result<Outcome> next();
    [[nodiscard]] const FrameView& frame() const { return frame_; }
    // Where the next frame is expected.
    [[nodiscard]] LogMark mark() const { return {position_, link_.value_or(0)}; }
    // What was wrong at the mark.
    [[nodiscard]] std::string_view fault() const { return fault_; }

private:
    Result<bool> enter_segment();
    Result<Bytes> look(std::size_t size);
    Outcome damaged(std::string_view fault);

    const LogFiles& log_;
    LogPosition position_;
    std::optional<std::uint32_t> link_;
    FrameView frame_;
    std::string_view fault_;
    std::vector<std::byte> buffer_;  // the bytes from buffer_at_ on
    LogPosition buffer_at_ = 0;
    std::size_t buffered_ = 0;
};

}  // namespace crossdock::journal
