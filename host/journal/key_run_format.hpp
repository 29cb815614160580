// The layout of a key run: a header block, blocks of entries, the first key of each block, the filter. Each block ends
// in its checksum; the first keys and the filter are each followed by theirs.
#pragma once

#include <cstddef>
#include <cstdint>

namespace crossdock::journal::key_run_format {

constexpr std::uint64_t magic = 0x314E555259454B58ull;  // XKEYRUN1
constexpr std::size_t block_bytes = 4096;
constexpr std::size_t entry_bytes = 16;
constexpr std::size_t entries_per_block = (block_bytes - 4) / entry_bytes;
constexpr std::size_t block_checksum_at = block_bytes - 4;

}  // namespace crossdock::journal::key_run_format
