// A copy of the journal, made while others commit.
#include <fmt/format.h>

#include <algorithm>

#include "host/journal/store_queries.hpp"

namespace crossdock::journal {

namespace {

constexpr std::uint64_t piece_bytes = 1 << 20;

Status copy_bytes(const Disk& disk, const File& from, std::uint64_t size, const std::filesystem::path& to) {
    CROSSDOCK_TRY_ASSIGN(const auto copy, disk.files().open(to, OpenMode::create_new));
    std::vector<std::byte> piece(static_cast<std::size_t>(std::min(size, piece_bytes)));
    for (std::uint64_t at = 0; at < size;) {
        const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), size - at));
        CROSSDOCK_TRY_ASSIGN(const std::size_t got, from.read_at(at, std::span(piece).first(wanted)));
        if (got == 0)
            return Error{"journal.damaged", ErrorClass::needs_person, "a file of the journal is shorter than it was"}
                .at({to.string()});
        CROSSDOCK_TRY(copy->write_at(at, Bytes(piece).first(got)));
        at += got;
    }
    return disk.sync(SyncPoint::backup_bytes, *copy);
}

Status require_empty(FileSystem& files, const std::filesystem::path& folder) {
    CROSSDOCK_TRY_ASSIGN(const bool there, files.exists(folder));
    if (!there) return {};
    CROSSDOCK_TRY_ASSIGN(const auto names, files.list(folder));
    if (names.empty()) return {};
    return Error{"journal.backup-not-empty", ErrorClass::configuration,
                 fmt::format("the backup would go to {}, which holds {} already; name a new or empty folder",
                             folder.string(), names.front())};
}

}  // namespace

Status StoreQueries::backup(const std::filesystem::path& folder) const {
    CROSSDOCK_TRY(catch_up());
    CROSSDOCK_TRY(require_empty(disk_.files(), folder));
    const std::lock_guard guard(purge_mutex_);
    const JournalFolders to(folder);
    for (const auto& each : {to.log, to.blobs}) CROSSDOCK_TRY(disk_.files().create_directories(each));

    // What is durable now; all blobs that it names are there already.
    const LogPosition end = log_.end();
    for (const LogPosition base : log_.bases()) {
        if (base >= end) break;
        CROSSDOCK_TRY_ASSIGN(const auto file, log_.open_segment(base));
        const std::uint64_t size = std::min(log_.segment_end(base), end) - base;
        CROSSDOCK_TRY(copy_bytes(disk_, *file, size, to.log / segment_name(base)));
    }
    CROSSDOCK_TRY(disk_.sync(SyncPoint::backup_names, to.log));

    CROSSDOCK_TRY_ASSIGN(const auto digests, blobs_.list());
    const BlobStore copies(disk_, to.blobs);
    std::filesystem::path last_folder;
    for (const Digest& digest : digests) {
        const auto path = copies.path_of(digest);
        if (path.parent_path() != last_folder && !last_folder.empty())
            CROSSDOCK_TRY(disk_.sync(SyncPoint::backup_blob_names, last_folder));
        last_folder = path.parent_path();
        CROSSDOCK_TRY(disk_.files().create_directories(last_folder));
        CROSSDOCK_TRY_ASSIGN(const auto file, disk_.files().open(blobs_.path_of(digest), OpenMode::read));
        CROSSDOCK_TRY_ASSIGN(const std::uint64_t size, file->size());
        CROSSDOCK_TRY(copy_bytes(disk_, *file, size, path));
    }
    if (!last_folder.empty()) CROSSDOCK_TRY(disk_.sync(SyncPoint::backup_blob_names, last_folder));
    CROSSDOCK_TRY(disk_.sync(SyncPoint::backup_folders, to.blobs));
    CROSSDOCK_TRY(disk_.sync(SyncPoint::backup_folders, to.root));
    return disk_.sync(SyncPoint::backup_folders,
                      folder.has_parent_path() ? folder.parent_path() : std::filesystem::path("."));
}

}  // namespace crossdock::journal
