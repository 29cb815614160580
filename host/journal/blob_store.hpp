// Large payloads, each in a file of its own: `blobs/<first two digits>/<digest>`.
#pragma once

#include <array>
#include <atomic>
#include <mutex>
#include <set>

#include "host/base/binary.hpp"
#include "host/journal/store.hpp"
#include "host/journal/sync_point.hpp"

namespace crossdock::journal {

// Thread-safe.
class BlobStore {
public:
    BlobStore(const Disk& disk, std::filesystem::path folder) : disk_(disk), folder_(std::move(folder)) {}

    Result<std::string> read(const PayloadRef& blob, std::uint64_t offset, std::uint64_t size) const;
    // `journal.damaged` when the file is missing or holds other bytes than its name says.
    Status verify(const Digest& digest, std::uint64_t size) const;
    // All blobs that are there.
    Result<std::vector<Digest>> list() const;
    [[nodiscard]] std::filesystem::path path_of(const Digest& digest) const;
    // Bytes of all blobs. The first call reads the folders.
    Result<std::uint64_t> bytes() const;

    // A file to write a blob into, and its number for `keep` or `discard`.
    Result<std::unique_ptr<File>> create(std::uint64_t& number);
    // Puts the file, which was closed, in its place and makes that durable.
    Status keep(std::uint64_t number, const Digest& digest, std::uint64_t size);
    void discard(std::uint64_t number);
    Status sync(File& file) const { return disk_.sync(SyncPoint::blob_bytes, file); }
    // Removes what unfinished writers of an earlier process left.
    Status remove_unfinished();
    // Removes a blob unless a writer of this process made it, whose unit may still come. Answers the bytes freed.
    Result<std::uint64_t> remove(const Digest& digest);

private:
    [[nodiscard]] std::filesystem::path unfinished_path(std::uint64_t number) const;

    const Disk& disk_;
    const std::filesystem::path folder_;
    mutable std::mutex mutex_;
    std::atomic<std::uint64_t> next_unfinished_ = 1;
    std::set<Digest> made_here_;
    std::array<bool, 256> folder_durable_{};
    mutable std::optional<std::uint64_t> bytes_;
};

// Writes to memory, and to a blob file when more than `memory_bytes_max` come.
std::unique_ptr<PayloadWriter> make_payload_writer(BlobStore& blobs, std::uint64_t memory_bytes_max);

}  // namespace crossdock::journal
