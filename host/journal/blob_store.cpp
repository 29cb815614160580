#include "host/journal/blob_store.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace crossdock::journal {

namespace {

constexpr std::string_view unfinished_prefix = "unfinished-";

std::optional<Digest> digest_from(std::string_view hex) {
    Digest digest{};
    if (hex.size() != digest.size() * 2) return std::nullopt;
    const auto value = [](char digit) { return digit <= '9' ? digit - '0' : digit - 'a' + 10; };
    for (std::size_t at = 0; at < digest.size(); ++at)
        digest[at] = static_cast<std::byte>(value(hex[at * 2]) << 4 | value(hex[at * 2 + 1]));
    return to_hex(digest) == hex ? std::optional(digest) : std::nullopt;
}

Result<std::uint64_t> size_of(FileSystem& files, const std::filesystem::path& path) {
    CROSSDOCK_TRY_ASSIGN(const auto file, files.open(path, OpenMode::read));
    return file->size();
}

}  // namespace

std::filesystem::path BlobStore::path_of(const Digest& digest) const {
    const std::string name = to_hex(digest);
    return folder_ / name.substr(0, 2) / name;
}

std::filesystem::path BlobStore::unfinished_path(std::uint64_t number) const {
    return folder_ / fmt::format("{}{}", unfinished_prefix, number);
}

Result<std::string> BlobStore::read(const PayloadRef& blob, std::uint64_t offset, std::uint64_t size) const {
    CROSSDOCK_TRY_ASSIGN(const auto file, disk_.files().open(path_of(blob.digest), OpenMode::read));
    std::string bytes(static_cast<std::size_t>(std::min(size, blob.size - std::min(offset, blob.size))), '\0');
    CROSSDOCK_TRY_ASSIGN(const std::size_t got, file->read_at(offset, std::as_writable_bytes(std::span(bytes))));
    if (got == bytes.size()) return bytes;
    return Error{"journal.damaged", ErrorClass::needs_person,
                 "this payload's file is shorter than it was; restore it from a backup"}
        .at({path_of(blob.digest).string()});
}

Status BlobStore::verify(const Digest& digest, std::uint64_t size) const {
    constexpr std::uint64_t piece_bytes = 1 << 20;
    Sha256 sum;
    for (std::uint64_t at = 0; at < size; at += piece_bytes) {
        CROSSDOCK_TRY_ASSIGN(const std::string piece, read({digest, size}, at, piece_bytes));
        sum.update(as_bytes(piece));
    }
    if (sum.finish() == digest) return {};
    return Error{"journal.damaged", ErrorClass::needs_person,
                 "this payload's file holds other bytes than its name says; restore it from a backup"}
        .at({path_of(digest).string()});
}

Result<std::vector<Digest>> BlobStore::list() const {
    std::vector<Digest> digests;
    CROSSDOCK_TRY_ASSIGN(const auto folders, disk_.files().list(folder_));
    for (const std::string& folder : folders) {
        if (folder.size() != 2) continue;
        CROSSDOCK_TRY_ASSIGN(const auto names, disk_.files().list(folder_ / folder));
        for (const std::string& name : names)
            if (const auto digest = digest_from(name)) digests.push_back(*digest);
    }
    return digests;
}

Result<std::uint64_t> BlobStore::bytes() const {
    const std::lock_guard guard(mutex_);
    if (bytes_) return *bytes_;
    CROSSDOCK_TRY_ASSIGN(const auto digests, list());
    std::uint64_t total = 0;
    for (const Digest& digest : digests) {
        CROSSDOCK_TRY_ASSIGN(const std::uint64_t size, size_of(disk_.files(), path_of(digest)));
        total += size;
    }
    bytes_ = total;
    return total;
}

Result<std::unique_ptr<File>> BlobStore::create(std::uint64_t& number) {
    number = next_unfinished_++;
    return disk_.files().open(unfinished_path(number), OpenMode::create_new);
}

Status BlobStore::keep(std::uint64_t number, const Digest& digest, std::uint64_t size) {
    const std::lock_guard guard(mutex_);
    FileSystem& files = disk_.files();
    const auto path = path_of(digest);
    made_here_.insert(digest);
    CROSSDOCK_TRY(files.create_directories(path.parent_path()));
    CROSSDOCK_TRY_ASSIGN(const bool there, files.exists(path));
    if (there) {
        CROSSDOCK_TRY(files.remove(unfinished_path(number)));
    } else {
        CROSSDOCK_TRY(files.rename(unfinished_path(number), path));
        if (bytes_) *bytes_ += size;
    }
    // A blob that is there may come from a process that died before its names were durable.
    CROSSDOCK_TRY(disk_.sync(SyncPoint::blob_name, path.parent_path()));
    bool& durable = folder_durable_[std::to_integer<std::size_t>(digest[0])];
    if (!durable) CROSSDOCK_TRY(disk_.sync(SyncPoint::blob_folder_name, folder_));
    durable = true;
    return {};
}

void BlobStore::discard(std::uint64_t number) { (void)disk_.files().remove(unfinished_path(number)); }

Status BlobStore::remove_unfinished() {
    CROSSDOCK_TRY_ASSIGN(const auto names, disk_.files().list(folder_));
    for (const std::string& name : names)
        if (name.starts_with(unfinished_prefix)) CROSSDOCK_TRY(disk_.files().remove(folder_ / name));
    return {};
}

Result<std::uint64_t> BlobStore::remove(const Digest& digest) {
    const std::lock_guard guard(mutex_);
    if (made_here_.contains(digest)) return std::uint64_t{0};
    CROSSDOCK_TRY_ASSIGN(const std::uint64_t size, size_of(disk_.files(), path_of(digest)));
    CROSSDOCK_TRY(disk_.files().remove(path_of(digest)));
    if (bytes_) *bytes_ -= size;
    return size;
}

}  // namespace crossdock::journal
