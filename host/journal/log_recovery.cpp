#include "host/journal/log_recovery.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "host/base/binary.hpp"

namespace crossdock::journal {

namespace {

constexpr std::size_t search_bytes = 1 << 20;

// What lies from the mark to the end of the file.
struct Tail {
    std::uint64_t written_bytes = 0;  // up to the last that is not zero
    // A good frame in it was written when what is at the mark was durable already: then that was acknowledged.
    bool durable_frame_follows = false;
};

Result<Tail> look_behind(const LogFiles& log, LogPosition mark) {
    Tail tail;
    std::vector<std::byte> block(search_bytes);
    const LogPosition end = log.end();
    for (LogPosition at = mark; at < end;) {
        CROSSDOCK_TRY_ASSIGN(const std::size_t got, log.read(at, block));
        if (got == 0) break;
        const Bytes bytes = Bytes(block).first(got);
        const auto last =
            std::find_if(bytes.rbegin(), bytes.rend(), [](std::byte each) { return each != std::byte{0}; });
        const auto written = static_cast<std::uint64_t>(bytes.rend() - last);
        if (written != 0) tail.written_bytes = at - mark + written;
        for (std::uint64_t offset = 0; offset < written && offset + FrameHeader::size <= got;
             offset += FrameHeader::alignment) {
            const LogPosition position = at + offset;
            if (position == mark || load_little_endian<std::uint32_t>(block.data() + offset) != FrameHeader::magic)
                continue;
            const auto frame = decode_frame_header(bytes.subspan(offset, FrameHeader::size), position);
            if (frame && frame->header.batch_start > mark && read_frame(log, position).ok()) {
                tail.durable_frame_follows = true;
                return tail;
            }
        }
        if (got < block.size()) break;
        // A header that begins in this block may end in the next.
        at += got - FrameHeader::size + FrameHeader::alignment;
    }
    return tail;
}

// Each segment must begin where the one before it ends, and name it.
Status check_segments(const LogFiles& log, const std::vector<LogPosition>& bases) {
    for (std::size_t at = 1; at < bases.size(); ++at) {
        std::uint32_t checksum = 0;
        const auto header = log.read_header(bases[at], checksum);
        const bool last = at + 1 == bases.size();
        if (!header && last && header.error().code == "journal.damaged") continue;
        if (!header) return Error(header.error());
        if (header->previous_base != bases[at - 1])
            return log.damaged_at(bases[at], fmt::format("the segment {} that comes before this one is missing",
                                                         segment_name(header->previous_base)));
    }
    return {};
}

Result<std::uint64_t> file_size(const LogFiles& log, LogPosition base) {
    CROSSDOCK_TRY_ASSIGN(const auto file, log.open_segment(base));
    return file->size();
}

// The log must hold the frame that the index took in last.
Status check_progress(const LogFiles& log, const LogProgress& progress) {
    const auto frame = read_frame(log, progress.last_frame);
    if (frame && frame->header.position + frame->header.frame_bytes() == progress.mark.position) {
        const auto decoded = decode_frame_header(frame->bytes, progress.last_frame);
        if (decoded && decoded->checksum == progress.mark.link) return {};
    }
    Error error{
        "journal.behind-index", ErrorClass::needs_person,
        fmt::format(
            "the index knows the journal up to {}, but the log in {} does not hold that: files are missing, "
            "damaged or from elsewhere. Restore them, or remove the index folder to go on with the log as it is",
            progress.mark.position, log.folder().string())};
    if (!frame) return std::move(error).because_of(frame.error());
    return error;
}

}  // namespace

Result<RecoveredLog> recover_log(LogFiles& log, std::optional<LogProgress> from,
                                 const std::function<Status(const FrameView&)>& visit) {
    CROSSDOCK_TRY_ASSIGN(const auto bases, log.list());
    if (bases.empty()) return RecoveredLog{};
    for (const LogPosition base : bases) log.add_segment(base);
    CROSSDOCK_TRY_ASSIGN(const std::uint64_t last_size, file_size(log, bases.back()));
    const LogPosition file_end = bases.back() + last_size;
    log.set_end(file_end);
    CROSSDOCK_TRY(check_segments(log, bases));

    if (from && from->last_frame < bases.front()) from.reset();
    if (from) CROSSDOCK_TRY(check_progress(log, *from));
    FrameScanner scanner(log, from ? from->mark.position : bases.front(),
                         from ? std::optional(from->mark.link) : std::nullopt);
    bool looked_again = false;
    while (true) {
        CROSSDOCK_TRY_ASSIGN(const auto outcome, scanner.next());
        if (outcome == FrameScanner::Outcome::frame) {
            looked_again = false;
            CROSSDOCK_TRY(visit(scanner.frame()));
            continue;
        }
        const LogMark mark = scanner.mark();
        Tail tail;
        if (outcome == FrameScanner::Outcome::damaged) {
            if (mark.position < bases.back()) return log.damaged_at(mark.position, scanner.fault());
            CROSSDOCK_TRY_ASSIGN(tail, look_behind(log, mark.position));
            if (tail.durable_frame_follows && looked_again) return log.damaged_at(mark.position, scanner.fault());
            if (tail.durable_frame_follows) {
                // A process that is writing may have completed this frame between the two looks.
                looked_again = true;
                continue;
            }
        }
        log.set_end(mark.position);
        return RecoveredLog{mark, tail.written_bytes};
    }
}

}  // namespace crossdock::journal
