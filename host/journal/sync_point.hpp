// Every place where the journal forces something to disk, by name, so that a test can leave out one at a time and
// prove that it is needed.
#pragma once

#include <array>
#include <string_view>

#include "host/base/file_system.hpp"

namespace crossdock::journal {

enum class SyncPoint {
    journal_parents,     // the names of the journal's folder and of those that it is in
    journal_folders,     // the names of the folders in it
    log_batch,           // the frames of a batch, before they are acknowledged
    log_segment_name,    // the name of a new segment, likewise
    log_cut,             // the tail cut off after a failed write, before the failure is told
    log_recovered_tail,  // what recovery found and believes, before anybody is told of it
    log_recovered_names,
    log_purged_names,  // each segment's removal, so that no hole can come of several
    blob_bytes,
    blob_name,
    blob_folder_name,
    index_recovered_names,  // what an earlier process named, before the runs that only an older checkpoint names go
    index_run,
    index_run_names,  // before the checkpoint that names the runs is put in place
    index_checkpoint,
    index_checkpoint_name,  // before the runs that it replaces are removed
    backup_bytes,
    backup_names,
    backup_blob_names,
    backup_folders,
};

struct SyncPointName {
    SyncPoint point;
    std::string_view name;
};

inline constexpr std::array sync_point_names{
    SyncPointName{SyncPoint::journal_parents, "journal-parents"},
    SyncPointName{SyncPoint::journal_folders, "journal-folders"},
    SyncPointName{SyncPoint::log_batch, "log-batch"},
    SyncPointName{SyncPoint::log_segment_name, "log-segment-name"},
    SyncPointName{SyncPoint::log_cut, "log-cut"},
    SyncPointName{SyncPoint::log_recovered_tail, "log-recovered-tail"},
    SyncPointName{SyncPoint::log_recovered_names, "log-recovered-names"},
    SyncPointName{SyncPoint::log_purged_names, "log-purged-names"},
    SyncPointName{SyncPoint::blob_bytes, "blob-bytes"},
    SyncPointName{SyncPoint::blob_name, "blob-name"},
    SyncPointName{SyncPoint::blob_folder_name, "blob-folder-name"},
    SyncPointName{SyncPoint::index_recovered_names, "index-recovered-names"},
    SyncPointName{SyncPoint::index_run, "index-run"},
    SyncPointName{SyncPoint::index_run_names, "index-run-names"},
    SyncPointName{SyncPoint::index_checkpoint, "index-checkpoint"},
    SyncPointName{SyncPoint::index_checkpoint_name, "index-checkpoint-name"},
    SyncPointName{SyncPoint::backup_bytes, "backup-bytes"},
    SyncPointName{SyncPoint::backup_names, "backup-names"},
    SyncPointName{SyncPoint::backup_blob_names, "backup-blob-names"},
    SyncPointName{SyncPoint::backup_folders, "backup-folders"},
};

// Decides which syncs are done. Thread-safe.
class SyncPolicy {
public:
    virtual ~SyncPolicy() = default;
    virtual bool wanted(SyncPoint point) = 0;
};

// The files of a journal and its policy; all syncs go through here. Borrows both. Thread-safe.
class Disk {
public:
    Disk(FileSystem& files, SyncPolicy* policy) : files_(files), policy_(policy) {}

    [[nodiscard]] FileSystem& files() const { return files_; }
    Status sync(SyncPoint point, File& file) const { return skipped(point) ? Status{} : file.sync_data(); }
    Status sync(SyncPoint point, const std::filesystem::path& folder) const {
        return skipped(point) ? Status{} : files_.sync_directory(folder);
    }

private:
    bool skipped(SyncPoint point) const { return policy_ != nullptr && !policy_->wanted(point); }

    FileSystem& files_;
    SyncPolicy* policy_;
};

}  // namespace crossdock::journal
