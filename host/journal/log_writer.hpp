// The writing end of the log: batches of frames, appended and made durable.
#pragma once

#include "host/journal/log_files.hpp"
#include "host/journal/sync_point.hpp"

namespace crossdock::journal {

// Appends to the last segment and begins a new one when it is full. One thread at a time.
// A write that fails is cut off again and may be tried later. When that fails too, or a sync does, what is on the disk
// is unknown: `failed` is true from then on and nothing more is written.
class LogWriter {
public:
    // Goes on at `end`, which recovery found; cuts off what lies behind it and makes what is before it durable.
    static Result<std::unique_ptr<LogWriter>> open(const Disk& disk, LogFiles& log, LogMark end,
                                                   std::uint64_t segment_bytes, WallTimeMs now);

    // Where the next frame goes and what it links to; begins a new segment when it is time.
    Result<LogMark> next(WallTimeMs now);
    // All before this is durable; a segment's header becomes so with its first batch.
    [[nodiscard]] LogPosition durable() const { return durable_; }
    // Writes and syncs whole frames that begin at `next`; `link` is the checksum of the last of them.
    Status append(Bytes frames, std::uint32_t link);

    [[nodiscard]] bool failed() const { return failed_; }
    [[nodiscard]] std::uint64_t syncs() const { return syncs_; }

private:
    LogWriter(const Disk& disk, LogFiles& log, std::uint64_t segment_bytes)
        : disk_(disk), log_(log), segment_bytes_(segment_bytes) {}
    Status begin_segment(WallTimeMs now);
    void reserve(std::uint64_t used);
    Status cut_back(Error why);

    const Disk& disk_;
    LogFiles& log_;
    const std::uint64_t segment_bytes_;
    std::unique_ptr<File> file_;
    LogPosition base_ = 0;
    LogPosition previous_base_ = SegmentHeader::none;
    LogMark end_;
    LogPosition durable_ = 0;
    std::uint64_t reserved_ = 0;
    std::uint64_t syncs_ = 0;
    bool failed_ = false;
};

}  // namespace crossdock::journal
