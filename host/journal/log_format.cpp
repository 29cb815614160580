#include "host/journal/log_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "host/base/binary.hpp"
#include "host/base/crc32c.hpp"

namespace crossdock::journal {

namespace {

constexpr std::string_view segment_magic{"CROSSLOG", 8};
constexpr std::size_t checksum_at = SegmentHeader::size - 4;

// Offsets in a frame's header.
constexpr std::size_t frame_checksum_at = 4;
constexpr std::size_t frame_checked_from = 8;

}  // namespace

std::string segment_name(LogPosition base) { return fmt::format("{:016x}.log", base); }

std::optional<LogPosition> segment_base(std::string_view name) {
    LogPosition base = 0;
    if (name.size() != 20 || name.substr(16) != ".log") return std::nullopt;
    const auto [end, failure] = std::from_chars(name.data(), name.data() + 16, base, 16);
    if (failure != std::errc{} || end != name.data() + 16 || segment_name(base) != name) return std::nullopt;
    return base;
}

std::array<std::byte, SegmentHeader::size> encode(const SegmentHeader& header, std::uint32_t& checksum) {
    std::string text{segment_magic};
    ByteWriter out(text);
    out.fixed(header.version);
    out.fixed(header.oldest_reader);
    out.fixed(header.base);
    out.fixed(header.previous_base);
    out.fixed(static_cast<std::uint64_t>(header.created_at_ms));
    out.fixed(header.link);
    text.resize(checksum_at);
    checksum = crc32c(as_bytes(text));
    out.fixed(checksum);
    std::array<std::byte, SegmentHeader::size> bytes{};
    std::ranges::copy(as_bytes(text), bytes.begin());
    return bytes;
}

Result<SegmentHeader> decode_segment_header(Bytes bytes, std::uint32_t& checksum) {
    if (bytes.size() < SegmentHeader::size || as_text(bytes.first(8)) != segment_magic)
        return Error{"journal.damaged", ErrorClass::needs_person,
                     "this file does not begin like a segment of the journal; restore it from a backup"};
    ByteReader in(bytes.subspan(8));
    SegmentHeader header;
    header.version = in.fixed<std::uint32_t>();
    header.oldest_reader = in.fixed<std::uint32_t>();
    if (header.oldest_reader > SegmentHeader::current_version)
        return Error{"journal.newer-format", ErrorClass::configuration,
                     fmt::format("this journal was written in format {}; this build reads up to {}, so use a newer one",
                                 header.version, SegmentHeader::current_version)};
    header.base = in.fixed<std::uint64_t>();
    header.previous_base = in.fixed<std::uint64_t>();
    header.created_at_ms = static_cast<WallTimeMs>(in.fixed<std::uint64_t>());
    header.link = in.fixed<std::uint32_t>();
    checksum = load_little_endian<std::uint32_t>(bytes.data() + checksum_at);
    if (checksum != crc32c(bytes.first(checksum_at)))
        return Error{"journal.damaged", ErrorClass::needs_person,
                     "the checksum of this segment's header is wrong; restore it from a backup"};
    return header;
}

std::uint32_t seal_frame(std::span<std::byte> frame, FrameHeader& header) {
    const auto payloads = frame.subspan(FrameHeader::size + header.meta_bytes);
    header.payload_bytes = static_cast<std::uint32_t>(payloads.size());
    header.payload_checksum = crc32c(payloads);
    std::byte* const at = frame.data();
    store_little_endian(at, FrameHeader::magic);
    store_little_endian(at + 8, header.link);
    store_little_endian(at + 12, header.meta_bytes);
    store_little_endian(at + 16, header.payload_bytes);
    store_little_endian(at + 20, header.payload_checksum);
    store_little_endian(at + 24, header.position);
    store_little_endian(at + 32, header.batch_start);
    store_little_endian(at + 40, static_cast<std::uint64_t>(header.committed_at_ms));
    store_little_endian(at + 48, header.last_entity);
    const std::uint32_t checksum =
        crc32c(frame.subspan(frame_checked_from, FrameHeader::size - frame_checked_from + header.meta_bytes));
    store_little_endian(at + frame_checksum_at, checksum);
    return checksum;
}

std::optional<DecodedFrameHeader> decode_frame_header(Bytes bytes, LogPosition position) {
    if (bytes.size() < FrameHeader::size) return std::nullopt;
    const std::byte* const at = bytes.data();
    if (load_little_endian<std::uint32_t>(at) != FrameHeader::magic) return std::nullopt;
    DecodedFrameHeader frame;
    frame.checksum = load_little_endian<std::uint32_t>(at + frame_checksum_at);
    FrameHeader& header = frame.header;
    header.link = load_little_endian<std::uint32_t>(at + 8);
    header.meta_bytes = load_little_endian<std::uint32_t>(at + 12);
    header.payload_bytes = load_little_endian<std::uint32_t>(at + 16);
    header.payload_checksum = load_little_endian<std::uint32_t>(at + 20);
    header.position = load_little_endian<std::uint64_t>(at + 24);
    header.batch_start = load_little_endian<std::uint64_t>(at + 32);
    header.committed_at_ms = static_cast<WallTimeMs>(load_little_endian<std::uint64_t>(at + 40));
    header.last_entity = load_little_endian<std::uint64_t>(at + 48);
    if (header.position != position) return std::nullopt;
    return frame;
}

bool is_intact(const DecodedFrameHeader& frame, Bytes header_and_meta) {
    const std::size_t wanted = FrameHeader::size + frame.header.meta_bytes;
    return header_and_meta.size() >= wanted &&
           crc32c(header_and_meta.subspan(frame_checked_from, wanted - frame_checked_from)) == frame.checksum;
}

}  // namespace crossdock::journal
