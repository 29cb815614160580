// CRC-32C (Castagnoli; RFC 3720, appendix B.4): the checksum of everything that the journal writes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace crossdock {

// The checksum of `bytes`, continuing `seed`: crc32c(b, crc32c(a)) is the checksum of a followed by b. Uses the
// processor's instruction where it has one. Thread-safe.
std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t seed = 0);

// The same from a table, on any processor.
std::uint32_t crc32c_portable(std::span<const std::byte> bytes, std::uint32_t seed = 0);

}  // namespace crossdock
