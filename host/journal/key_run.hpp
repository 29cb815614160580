// A sorted file of index entries, written once and then only read.
#pragma once

#include <mutex>

#include "host/journal/index_key.hpp"
#include "host/journal/key_filter.hpp"
#include "host/journal/sync_point.hpp"

namespace crossdock::journal {

// What a run covers: all entries of the frames from `from` up to `to`.
struct KeyRunScope {
    LogPosition from = 0;
    LogPosition to = 0;
    WallTimeMs claims_until_ms = 0;  // when the last of its claims expires
    std::uint64_t entries = 0;
    std::uint64_t decisive_entries = 0;
};

std::string run_name(std::uint64_t number);
std::optional<std::uint64_t> run_number(std::string_view name);

// Writes a run from entries that come in ascending order. One thread at a time.
class KeyRunWriter {
public:
    // `decisive_max` bounds how many decisive entries will come.
    static Result<KeyRunWriter> create(const Disk& disk, const std::filesystem::path& path, std::uint64_t decisive_max);

    Status add(const IndexEntry& entry);
    // Ends the file and makes it durable; `scope` without its counts.
    Status finish(KeyRunScope scope);

private:
    KeyRunWriter(const Disk& disk, std::unique_ptr<File> file, std::uint64_t decisive_max);
    Status end_block();
    Status flush();

    const Disk* disk_;
    std::unique_ptr<File> file_;
    KeyFilter filter_;
    std::vector<std::uint64_t> first_keys_;
    std::string buffer_;
    std::size_t in_block_ = 0;
    std::uint64_t written_ = 0;
    std::uint64_t entries_ = 0;
    std::uint64_t decisive_entries_ = 0;
};

// Reads a run. Thread-safe.
class KeyRun {
public:
    static Result<std::shared_ptr<const KeyRun>> open(const Disk& disk, const std::filesystem::path& folder,
                                                      std::uint64_t number);

    [[nodiscard]] const KeyRunScope& scope() const { return scope_; }
    [[nodiscard]] std::uint64_t number() const { return number_; }
    [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

    // Appends the positions under `key`. A decisive key is asked of the filter first.
    Status find(std::uint64_t key, std::vector<LogPosition>& into) const;
    // Entries of the blocks from `block` on, at most `blocks_max` blocks; empty at the end.
    Status read_blocks(std::uint64_t block, std::uint64_t blocks_max, std::vector<IndexEntry>& into) const;
    [[nodiscard]] std::uint64_t blocks() const { return first_keys_.size(); }

private:
    KeyRun() = default;
    Status load_filter() const;
    [[nodiscard]] Error damaged(std::uint64_t offset) const;

    std::unique_ptr<File> file_;
    std::filesystem::path path_;
    std::uint64_t number_ = 0;
    std::uint64_t bytes_ = 0;
    KeyRunScope scope_;
    std::vector<std::uint64_t> first_keys_;  // of each block
    mutable std::once_flag filter_once_;
    mutable Status filter_status_;
    mutable KeyFilter filter_;
    std::uint64_t filter_words_ = 0;
};

}  // namespace crossdock::journal
