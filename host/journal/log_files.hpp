// The log as one long run of bytes, read from its segment files.
#pragma once

#include <list>
#include <mutex>

#include "host/journal/log_format.hpp"

namespace crossdock::journal {

// Which segments there are, where the log ends, and open files to read them by; a few are kept open. Thread-safe.
class LogFiles {
public:
    LogFiles(FileSystem& files, std::filesystem::path folder) : files_(files), folder_(std::move(folder)) {}

    // The bases of the segment files that are there now, ascending.
    Result<std::vector<LogPosition>> list() const;

    void add_segment(LogPosition base);
    void drop_segments_before(LogPosition base);
    void set_end(LogPosition end);

    [[nodiscard]] LogPosition begin() const;  // of the oldest segment
    [[nodiscard]] LogPosition end() const;    // no byte from here on is handed out
    [[nodiscard]] std::vector<LogPosition> bases() const;
    [[nodiscard]] LogPosition segment_of(LogPosition position) const;
    // Where the segment that holds `position` ends: the next one's base, or the log's end.
    [[nodiscard]] LogPosition segment_end(LogPosition position) const;

    // Bytes from `position` on; fewer only at the end of the segment or of the log.
    Result<std::size_t> read(LogPosition position, std::span<std::byte> into) const;
    // The header of a segment and its checksum.
    Result<SegmentHeader> read_header(LogPosition base, std::uint32_t& checksum) const;

    [[nodiscard]] std::filesystem::path path_of(LogPosition base) const { return folder_ / segment_name(base); }
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
    Result<std::shared_ptr<File>> open_segment(LogPosition base) const;
    // `journal.damaged`, with file and offset.
    [[nodiscard]] Error damaged_at(LogPosition position, std::string_view what) const;

private:
    struct OpenFile {
        LogPosition base;
        std::shared_ptr<File> file;
    };
    static constexpr std::size_t open_files_max = 32;

    [[nodiscard]] std::size_t index_of(LogPosition position) const;  // with the mutex held

    FileSystem& files_;
    std::filesystem::path folder_;
    mutable std::mutex mutex_;
    std::vector<LogPosition> bases_;
    LogPosition end_ = 0;
    mutable std::list<OpenFile> open_;  // the last used first
};

}  // namespace crossdock::journal
