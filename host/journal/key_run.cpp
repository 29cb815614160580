#include "host/journal/key_run.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "host/base/crc32c.hpp"
#include "host/journal/key_run_format.hpp"

namespace crossdock::journal {

using namespace key_run_format;

namespace {

// Reads `count` words and the checksum behind them; empty when they are not what was written.
Result<std::optional<std::vector<std::uint64_t>>> read_words(const File& file, std::uint64_t offset,
                                                             std::uint64_t count) {
    std::vector<std::byte> bytes(static_cast<std::size_t>(count * 8 + 4));
    CROSSDOCK_TRY_ASSIGN(const std::size_t got, file.read_at(offset, bytes));
    std::optional<std::vector<std::uint64_t>> words;
    const Bytes data = Bytes(bytes).first(bytes.size() - 4);
    if (got != bytes.size() || crc32c(data) != load_little_endian<std::uint32_t>(data.data() + data.size()))
        return words;
    words.emplace(static_cast<std::size_t>(count));
    for (std::size_t at = 0; at < words->size(); ++at)
        (*words)[at] = load_little_endian<std::uint64_t>(data.data() + at * 8);
    return words;
}

}  // namespace

Error KeyRun::damaged(std::uint64_t offset) const {
    return Error{
        "journal.index-damaged", ErrorClass::needs_person,
        "this part of the journal's index is damaged; stop the host, remove the index folder and start again: it "
        "is rebuilt from the log"}
        .at({path_.string(), 0, 0, offset});
}

Result<std::shared_ptr<const KeyRun>> KeyRun::open(const Disk& disk, const std::filesystem::path& folder,
                                                   std::uint64_t number) {
    std::shared_ptr<KeyRun> run(new KeyRun());
    run->path_ = folder / run_name(number);
    run->number_ = number;
    CROSSDOCK_TRY_ASSIGN(run->file_, disk.files().open(run->path_, OpenMode::read));
    CROSSDOCK_TRY_ASSIGN(run->bytes_, run->file_->size());
    std::vector<std::byte> header(block_bytes);
    CROSSDOCK_TRY_ASSIGN(const std::size_t got, run->file_->read_at(0, header));
    if (got != block_bytes || load_little_endian<std::uint32_t>(header.data() + block_checksum_at) !=
                                  crc32c(Bytes(header).first(block_checksum_at)))
        return run->damaged(0);
    ByteReader in(header);
    if (in.fixed<std::uint64_t>() != magic) return run->damaged(0);
    run->scope_.from = in.fixed<std::uint64_t>();
    run->scope_.to = in.fixed<std::uint64_t>();
    run->scope_.claims_until_ms = static_cast<WallTimeMs>(in.fixed<std::uint64_t>());
    run->scope_.entries = in.fixed<std::uint64_t>();
    run->scope_.decisive_entries = in.fixed<std::uint64_t>();
    const auto blocks = in.fixed<std::uint64_t>();
    run->filter_words_ = in.fixed<std::uint64_t>();
    if (block_bytes * (1 + blocks) + (blocks + run->filter_words_) * 8 + 8 != run->bytes_) return run->damaged(0);
    CROSSDOCK_TRY_ASSIGN(auto first_keys, read_words(*run->file_, block_bytes * (1 + blocks), blocks));
    if (!first_keys) return run->damaged(block_bytes * (1 + blocks));
    run->first_keys_ = std::move(*first_keys);
    return std::shared_ptr<const KeyRun>(std::move(run));
}

Status KeyRun::load_filter() const {
    std::call_once(filter_once_, [this] {
        const std::uint64_t offset = block_bytes * (1 + blocks()) + blocks() * 8 + 4;
        auto words = read_words(*file_, offset, filter_words_);
        if (!words) {
            filter_status_ = std::move(words).error();
        } else if (!*words) {
            filter_status_ = damaged(offset);
        } else {
            filter_ = KeyFilter(std::move(**words));
        }
    });
    return filter_status_;
}

Status KeyRun::read_blocks(std::uint64_t block, std::uint64_t blocks_max, std::vector<IndexEntry>& into) const {
    into.clear();
    const std::uint64_t count = std::min(blocks_max, blocks() - std::min(block, blocks()));
    std::vector<std::byte> bytes(static_cast<std::size_t>(count * block_bytes));
    CROSSDOCK_TRY_ASSIGN(const std::size_t got, file_->read_at(block_bytes * (1 + block), bytes));
    if (got != bytes.size()) return damaged(block_bytes * (1 + block));
    for (std::uint64_t at = 0; at < count; ++at) {
        const Bytes data = Bytes(bytes).subspan(static_cast<std::size_t>(at * block_bytes), block_bytes);
        if (crc32c(data.first(block_checksum_at)) != load_little_endian<std::uint32_t>(data.data() + block_checksum_at))
            return damaged(block_bytes * (1 + block + at));
        const std::uint64_t before = (block + at) * entries_per_block;
        const auto entries =
            static_cast<std::size_t>(std::min<std::uint64_t>(entries_per_block, scope_.entries - before));
        for (std::size_t entry = 0; entry < entries; ++entry)
            into.push_back({load_little_endian<std::uint64_t>(data.data() + entry * entry_bytes),
                            load_little_endian<std::uint64_t>(data.data() + entry * entry_bytes + 8)});
    }
    return {};
}

Status KeyRun::find(std::uint64_t key, std::vector<LogPosition>& into) const {
    if (is_decisive(key)) {
        CROSSDOCK_TRY(load_filter());
        if (!filter_.may_contain(key)) return {};
    }
    // The key's entries may begin in the block before the first one that begins with it.
    auto block = static_cast<std::uint64_t>(std::ranges::lower_bound(first_keys_, key) - first_keys_.begin());
    if (block != 0) --block;
    std::vector<IndexEntry> entries;
    for (; block < blocks() && first_keys_[block] <= key; ++block) {
        CROSSDOCK_TRY(read_blocks(block, 1, entries));
        auto entry = std::ranges::lower_bound(entries, key, {}, &IndexEntry::key);
        for (; entry != entries.end() && entry->key == key; ++entry) into.push_back(entry->position);
    }
    return {};
}

}  // namespace crossdock::journal
