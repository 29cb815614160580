#include "host/journal/log_writer.hpp"

#include <algorithm>

namespace crossdock::journal {

namespace {

// Blocks are reserved in steps, so that a small journal stays small and few commits pay for it.
constexpr std::uint64_t reserve_step_bytes = 4 << 20;

}  // namespace

Result<std::unique_ptr<LogWriter>> LogWriter::open(const Disk& disk, LogFiles& log, LogMark end,
                                                   std::uint64_t segment_bytes, WallTimeMs now) {
    std::unique_ptr<LogWriter> writer(new LogWriter(disk, log, segment_bytes));
    writer->end_ = end;
    // Names and bytes that an earlier process wrote may still be in memory only; recovery believed them.
    CROSSDOCK_TRY(disk.sync(SyncPoint::log_recovered_names, log.folder()));
    const auto bases = log.bases();
    if (bases.empty() || end.position == bases.back()) {
        if (bases.size() > 1) writer->previous_base_ = bases[bases.size() - 2];
        CROSSDOCK_TRY(writer->begin_segment(now));
        return writer;
    }
    writer->base_ = bases.back();
    writer->durable_ = end.position;
    CROSSDOCK_TRY_ASSIGN(writer->file_, disk.files().open(log.path_of(writer->base_), OpenMode::read_write));
    CROSSDOCK_TRY(writer->file_->truncate(end.position - writer->base_));
    CROSSDOCK_TRY(disk.sync(SyncPoint::log_recovered_tail, *writer->file_));
    return writer;
}

Status LogWriter::begin_segment(WallTimeMs now) {
    const LogPosition base = end_.position;
    CROSSDOCK_TRY_ASSIGN(auto file, disk_.files().open(log_.path_of(base), OpenMode::create_or_open));
    CROSSDOCK_TRY(file->truncate(0));
    SegmentHeader header;
    header.base = base;
    header.previous_base = previous_base_;
    header.created_at_ms = now;
    header.link = end_.link;
    std::uint32_t checksum = 0;
    const auto bytes = encode(header, checksum);
    CROSSDOCK_TRY(file->write_at(0, bytes));
    ++syncs_;
    if (auto synced = disk_.sync(SyncPoint::log_segment_name, log_.folder()); !synced.ok()) {
        failed_ = true;
        return synced;
    }
    if (file_) {
        // Gives back what was reserved and not used; nothing is lost when it fails.
        (void)file_->truncate(base - base_);
    }
    file_ = std::move(file);
    base_ = base;
    durable_ = base;
    reserved_ = 0;
    const auto bases = log_.bases();
    if (bases.empty() || bases.back() != base) log_.add_segment(base);
    end_ = {base + SegmentHeader::size, checksum};
    return {};
}

Result<LogMark> LogWriter::next(WallTimeMs now) {
    if (end_.position - base_ >= segment_bytes_) {
        previous_base_ = base_;
        CROSSDOCK_TRY(begin_segment(now));
    }
    return end_;
}

void LogWriter::reserve(std::uint64_t used) {
    if (used <= reserved_) return;
    reserved_ = (used + reserve_step_bytes - 1) / reserve_step_bytes * reserve_step_bytes;
    // A volume that cannot reserve, or has no room for the whole step, may still have room for the write.
    (void)file_->preallocate(std::max(used, std::min(reserved_, segment_bytes_)));
}

Status LogWriter::cut_back(Error why) {
    reserved_ = 0;
    if (!file_->truncate(end_.position - base_).ok() || !disk_.sync(SyncPoint::log_cut, *file_).ok()) failed_ = true;
    return why;
}

Status LogWriter::append(Bytes frames, std::uint32_t link) {
    const std::uint64_t offset = end_.position - base_;
    reserve(offset + frames.size());
    if (auto written = file_->write_at(offset, frames); !written.ok()) return cut_back(std::move(written).error());
    ++syncs_;
    if (auto synced = disk_.sync(SyncPoint::log_batch, *file_); !synced.ok()) {
        failed_ = true;
        return synced;
    }
    end_ = {end_.position + frames.size(), link};
    durable_ = end_.position;
    return {};
}

}  // namespace crossdock::journal
