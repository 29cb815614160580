#include <fmt/format.h>

#include <charconv>

#include "host/base/crc32c.hpp"
#include "host/journal/key_run.hpp"
#include "host/journal/key_run_format.hpp"

namespace crossdock::journal {

using namespace key_run_format;

namespace {

constexpr std::size_t flush_bytes = 64 * block_bytes;

void append_words(const std::vector<std::uint64_t>& words, std::string& into) {
    const std::size_t start = into.size();
    ByteWriter out(into);
    for (const std::uint64_t word : words) out.fixed(word);
    out.fixed(crc32c(as_bytes(into).subspan(start)));
}

}  // namespace

std::string run_name(std::uint64_t number) { return fmt::format("keys-{:08x}.run", number); }

std::optional<std::uint64_t> run_number(std::string_view name) {
    if (!name.starts_with("keys-") || !name.ends_with(".run")) return std::nullopt;
    std::uint64_t number = 0;
    std::from_chars(name.data() + 5, name.data() + name.size() - 4, number, 16);
    return run_name(number) == name ? std::optional(number) : std::nullopt;
}

KeyRunWriter::KeyRunWriter(const Disk& disk, std::unique_ptr<File> file, std::uint64_t decisive_max)
    : disk_(&disk), file_(std::move(file)), filter_(static_cast<std::size_t>(decisive_max)), written_(block_bytes) {}

Result<KeyRunWriter> KeyRunWriter::create(const Disk& disk, const std::filesystem::path& path,
                                          std::uint64_t decisive_max) {
    CROSSDOCK_TRY_ASSIGN(auto file, disk.files().open(path, OpenMode::create_or_open));
    CROSSDOCK_TRY(file->truncate(0));
    return KeyRunWriter(disk, std::move(file), decisive_max);
}

Status KeyRunWriter::add(const IndexEntry& entry) {
    if (in_block_ == 0) first_keys_.push_back(entry.key);
    ByteWriter out(buffer_);
    out.fixed(entry.key);
    out.fixed(entry.position);
    ++entries_;
    if (is_decisive(entry.key)) {
        filter_.insert(entry.key);
        ++decisive_entries_;
    }
    if (++in_block_ == entries_per_block) return end_block();
    return {};
}

Status KeyRunWriter::end_block() {
    if (in_block_ == 0) return {};
    const std::size_t start = buffer_.size() - in_block_ * entry_bytes;
    buffer_.resize(start + block_checksum_at);
    ByteWriter(buffer_).fixed(crc32c(as_bytes(buffer_).subspan(start)));
    in_block_ = 0;
    return buffer_.size() >= flush_bytes ? flush() : Status{};
}

Status KeyRunWriter::flush() {
    CROSSDOCK_TRY(file_->write_at(written_, as_bytes(buffer_)));
    written_ += buffer_.size();
    buffer_.clear();
    return {};
}

Status KeyRunWriter::finish(KeyRunScope scope) {
    CROSSDOCK_TRY(end_block());
    append_words(first_keys_, buffer_);
    append_words(filter_.words(), buffer_);
    CROSSDOCK_TRY(flush());
    ByteWriter out(buffer_);
    out.fixed(magic);
    out.fixed(scope.from);
    out.fixed(scope.to);
    out.fixed(static_cast<std::uint64_t>(scope.claims_until_ms));
    out.fixed(entries_);
    out.fixed(decisive_entries_);
    out.fixed(std::uint64_t{first_keys_.size()});
    out.fixed(std::uint64_t{filter_.words().size()});
    buffer_.resize(block_checksum_at);
    out.fixed(crc32c(as_bytes(buffer_)));
    CROSSDOCK_TRY(file_->write_at(0, as_bytes(buffer_)));
    return disk_->sync(SyncPoint::index_run, *file_);
}

}  // namespace crossdock::journal
