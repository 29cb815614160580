#include "host/journal/frame_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "host/base/crc32c.hpp"

namespace crossdock::journal {

namespace {

constexpr std::size_t first_look_bytes = 2048;  // covers most frames' meta part
constexpr std::size_t read_ahead_bytes = 256 << 10;

}  // namespace

Result<StoredFrame> read_frame(const LogFiles& log, LogPosition position) {
    StoredFrame stored;
    stored.bytes.resize(first_look_bytes);
    CROSSDOCK_TRY_ASSIGN(std::size_t got, log.read(position, stored.bytes));
    const auto decoded = decode_frame_header(Bytes(stored.bytes).first(got), position);
    if (!decoded) return log.damaged_at(position, "no frame begins here");
    const std::uint64_t wanted = FrameHeader::size + std::uint64_t{decoded->header.meta_bytes};
    if (wanted > log.segment_end(position) - position)
        return log.damaged_at(position, "this frame is longer than its file");
    if (wanted > got) {
        stored.bytes.resize(static_cast<std::size_t>(wanted));
        CROSSDOCK_TRY_ASSIGN(const std::size_t more, log.read(position + got, std::span(stored.bytes).subspan(got)));
        got += more;
    }
    stored.bytes.resize(static_cast<std::size_t>(std::min<std::uint64_t>(wanted, got)));
    if (!is_intact(*decoded, stored.bytes)) return log.damaged_at(position, "this frame's checksum is wrong");
    stored.header = decoded->header;
    return stored;
}

Result<DecodedUnit> decode_frame(const LogFiles& log, const FrameHeader& header, Bytes meta) {
    auto decoded = decode_unit(meta);
    if (!decoded) return log.damaged_at(header.position, "this frame holds no unit that can be read");
    decoded->unit.position = header.position;
    decoded->unit.committed_at_ms = header.committed_at_ms;
    for (std::size_t at = 0; at < decoded->unit.payloads.size(); ++at)
        if (decoded->decisions.payloads[at].in == PayloadPlace::In::this_frame)
            decoded->unit.payloads[at].position = header.position;
    return std::move(*decoded);
}

Result<DecodedUnit> read_unit(const LogFiles& log, LogPosition position) {
    CROSSDOCK_TRY_ASSIGN(const StoredFrame frame, read_frame(log, position));
    return decode_frame(log, frame.header, frame.meta());
}

FrameScanner::FrameScanner(const LogFiles& log, LogPosition from, std::optional<std::uint32_t> link)
    : log_(log), position_(from), link_(link) {}

Result<bool> FrameScanner::enter_segment() {
    std::uint32_t checksum = 0;
    auto header = log_.read_header(position_, checksum);
    if (!header) {
        if (header.error().code != "journal.damaged") return std::move(header).error();
        fault_ = "the header of this segment is damaged";
        return false;
    }
    if (link_ && header->link != *link_) {
        fault_ = "this segment does not follow the one before it";
        return false;
    }
    position_ += SegmentHeader::size;
    link_ = checksum;
    return true;
}

Result<Bytes> FrameScanner::look(std::size_t size) {
    const std::uint64_t skipped = position_ - buffer_at_;
    const bool inside = position_ >= buffer_at_ && skipped <= buffered_;
    if (inside && buffered_ - skipped >= size) return Bytes(buffer_).subspan(static_cast<std::size_t>(skipped), size);
    const std::size_t kept = inside ? buffered_ - static_cast<std::size_t>(skipped) : 0;
    if (kept != 0) std::memmove(buffer_.data(), buffer_.data() + skipped, kept);
    buffer_at_ = position_;
    buffered_ = kept;
    const std::size_t wanted = std::max(size, read_ahead_bytes);
    if (buffer_.size() < wanted) buffer_.resize(wanted);
    CROSSDOCK_TRY_ASSIGN(const std::size_t got, log_.read(position_ + kept, std::span(buffer_).subspan(kept)));
    buffered_ += got;
    return Bytes(buffer_).first(std::min(size, buffered_));
}

FrameScanner::Outcome FrameScanner::damaged(std::string_view fault) {
    fault_ = fault;
    buffered_ = 0;
    return Outcome::damaged;
}

Result<FrameScanner::Outcome> FrameScanner::next() {
    if (position_ >= log_.end()) return Outcome::end;
    if (log_.segment_of(position_) == position_) {
        CROSSDOCK_TRY_ASSIGN(const bool entered, enter_segment());
        if (!entered) return Outcome::damaged;
        if (position_ >= log_.end()) return Outcome::end;
    }
    const std::uint64_t left = log_.segment_end(position_) - position_;
    if (left < FrameHeader::size) return damaged("the file ends within a frame's header");
    CROSSDOCK_TRY_ASSIGN(const Bytes start, look(FrameHeader::size));
    const auto decoded = decode_frame_header(start, position_);
    if (!decoded) return damaged("no frame begins here");
    if (link_ && decoded->header.link != *link_) return damaged("this frame does not follow the one before it");
    const std::uint64_t size = decoded->header.frame_bytes();
    if (size > left) return damaged("this frame is longer than its file");
    CROSSDOCK_TRY_ASSIGN(const Bytes bytes, look(static_cast<std::size_t>(size)));
    if (bytes.size() < size) return damaged("the file ends within a frame");
    if (!is_intact(*decoded, bytes)) return damaged("this frame's checksum is wrong");
    const std::size_t payloads_at = FrameHeader::size + decoded->header.meta_bytes;
    frame_ = {decoded->header, decoded->checksum, bytes.subspan(FrameHeader::size, decoded->header.meta_bytes),
              bytes.subspan(payloads_at, decoded->header.payload_bytes)};
    if (crc32c(frame_.payloads) != decoded->header.payload_checksum)
        return damaged("the checksum of this frame's payloads is wrong");
    position_ += size;
    link_ = decoded->checksum;
    return Outcome::frame;
}

}  // namespace crossdock::journal
