#include "host/journal/log_files.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace crossdock::journal {

Result<std::vector<LogPosition>> LogFiles::list() const {
    CROSSDOCK_TRY_ASSIGN(const auto names, files_.list(folder_));
    std::vector<LogPosition> bases;
    for (const std::string& name : names)
        if (const auto base = segment_base(name)) bases.push_back(*base);
    return bases;
}

void LogFiles::add_segment(LogPosition base) {
    const std::lock_guard guard(mutex_);
    bases_.push_back(base);
    end_ = std::max(end_, base);
}

void LogFiles::drop_segments_before(LogPosition base) {
    const std::lock_guard guard(mutex_);
    std::erase_if(bases_, [&](LogPosition each) { return each < base; });
    open_.remove_if([&](const OpenFile& each) { return each.base < base; });
}

void LogFiles::set_end(LogPosition end) {
    const std::lock_guard guard(mutex_);
    end_ = end;
}

LogPosition LogFiles::begin() const {
    const std::lock_guard guard(mutex_);
    return bases_.empty() ? 0 : bases_.front();
}

LogPosition LogFiles::end() const {
    const std::lock_guard guard(mutex_);
    return end_;
}

std::vector<LogPosition> LogFiles::bases() const {
    const std::lock_guard guard(mutex_);
    return bases_;
}

std::size_t LogFiles::index_of(LogPosition position) const {
    const auto after = std::ranges::upper_bound(bases_, position);
    return static_cast<std::size_t>(after - bases_.begin());
}

LogPosition LogFiles::segment_of(LogPosition position) const {
    const std::lock_guard guard(mutex_);
    const std::size_t after = index_of(position);
    return after == 0 ? SegmentHeader::none : bases_[after - 1];
}

LogPosition LogFiles::segment_end(LogPosition position) const {
    const std::lock_guard guard(mutex_);
    const std::size_t after = index_of(position);
    return after < bases_.size() ? bases_[after] : end_;
}

Result<std::shared_ptr<File>> LogFiles::open_segment(LogPosition base) const {
    const std::lock_guard guard(mutex_);
    const auto found = std::ranges::find(open_, base, &OpenFile::base);
    if (found != open_.end()) {
        open_.splice(open_.begin(), open_, found);
        return open_.front().file;
    }
    CROSSDOCK_TRY_ASSIGN(auto file, files_.open(path_of(base), OpenMode::read));
    open_.push_front({base, std::move(file)});
    if (open_.size() > open_files_max) open_.pop_back();
    return open_.front().file;
}

Result<std::size_t> LogFiles::read(LogPosition position, std::span<std::byte> into) const {
    const LogPosition base = segment_of(position);
    const LogPosition end = segment_end(position);
    if (base == SegmentHeader::none || position >= end)
        return Error{
            "journal.not-found", ErrorClass::permanent,
            fmt::format("nothing is at {} in the journal, which reaches from {} to {}; it may have been purged",
                        position, begin(), this->end())};
    CROSSDOCK_TRY_ASSIGN(const auto file, open_segment(base));
    return file->read_at(position - base,
                         into.first(static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), end - position))));
}

Result<SegmentHeader> LogFiles::read_header(LogPosition base, std::uint32_t& checksum) const {
    std::array<std::byte, SegmentHeader::size> bytes{};
    CROSSDOCK_TRY_ASSIGN(const auto file, open_segment(base));
    CROSSDOCK_TRY_ASSIGN(const std::size_t size, file->read_at(0, bytes));
    auto header = decode_segment_header(Bytes(bytes).first(size), checksum);
    if (!header) return std::move(header).error().at({path_of(base).string(), 0, 0, 0});
    if (header->base != base) return damaged_at(base, "the header names another place in the log than the file's name");
    return header;
}

Error LogFiles::damaged_at(LogPosition position, std::string_view what) const {
    const LogPosition base = segment_of(position);
    Error error{"journal.damaged", ErrorClass::needs_person,
                fmt::format("the journal is damaged: {}; restore it from a backup", what)};
    if (base == SegmentHeader::none) return error;
    return std::move(error).at({path_of(base).string(), 0, 0, position - base});
}

}  // namespace crossdock::journal
