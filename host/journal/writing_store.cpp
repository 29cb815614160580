#include "host/journal/writing_store.hpp"
#include "host/base/platform/thread_name.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

namespace crossdock::journal {

WritingStore::WritingStore(const StoreOptions& options)
    : StoreQueries(options),
      batch_(log_, index_, live_),
      keeper_(disk_, folders_.index, index_, live_),
      gauge_(disk_.files(), folders_.root, clock_, options.disk_low_water_bytes) {}

WritingStore::~WritingStore() {
    {
        const std::lock_guard guard(mutex_);
        stopping_ = true;
        queued_.notify_one();
    }
    if (thread_.joinable()) thread_.join();
    keeper_.stop();
    if (!writer_ || failed_) return;
    // So that the next start has nothing to read again.
    index_.seal(true);
    if (const auto written = keeper_.write(false); !written.ok())
        spdlog::warn("the journal's index could not be written at the end: {}", describe(written.error()));
}

Status WritingStore::make_folders() {
    FileSystem& files = disk_.files();
    for (const auto& folder : {folders_.root, folders_.log, folders_.blobs, folders_.index})
        CROSSDOCK_TRY(files.create_directories(folder));
    CROSSDOCK_TRY_ASSIGN(const auto segments, log_.list());
    if (!segments.empty()) return {};
    // Nothing is kept here yet, so any of the folders may be new, made by a process that died before they were durable.
    CROSSDOCK_TRY(disk_.sync(SyncPoint::journal_folders, folders_.root));
    for (auto folder = std::filesystem::absolute(folders_.root); folder.has_relative_path();
         folder = folder.parent_path())
        if (auto synced = disk_.sync(SyncPoint::journal_parents, folder.parent_path()); !synced.ok()) {
            // A folder that may not be opened was not made by us.
            CROSSDOCK_TRY_ASSIGN(const bool there, files.exists(folder.parent_path()));
            if (!there) return synced;
        }
    return {};
}

Status WritingStore::remove_unlisted_runs() {
    // The checkpoint that was read may have its name from a process that died before that was durable. Until it is, the
    // disk still holds the one before it, which names other runs.
    CROSSDOCK_TRY(disk_.sync(SyncPoint::index_recovered_names, folders_.index));
    CROSSDOCK_TRY_ASSIGN(const auto names, disk_.files().list(folders_.index));
    const auto runs = index_.runs();
    for (const std::string& name : names) {
        const auto number = run_number(name);
        const bool listed = std::ranges::any_of(runs, [&](const auto& run) { return run->number() == number; });
        if (number && !listed) CROSSDOCK_TRY(disk_.files().remove(folders_.index / name));
    }
    return {};
}

// What the index has is not read again at a start, but for the segment that will be appended to: what is damaged there
// is said aloud. The host can go on without it; what it cannot go on without, it has read by other ways.
Status WritingStore::look_for_damage(LogPosition end) const {
    FrameScanner scanner(log_, log_.segment_of(end - 1), std::nullopt);
    while (scanner.mark().position < end) {
        CROSSDOCK_TRY_ASSIGN(const auto outcome, scanner.next());
        if (outcome == FrameScanner::Outcome::frame) continue;
        if (outcome == FrameScanner::Outcome::damaged)
            spdlog::error(
                "{}: the journal is damaged: {}. What lies there, and perhaps more, cannot be read; the host goes on "
                "where it does not need that. Look at the disk, run 'crossdock journal verify', and keep the last good "
                "backup (journal.damaged)",
                describe(log_.damaged_at(scanner.mark().position, {}).position), scanner.fault());
        break;
    }
    return {};
}

Status WritingStore::recover() {
    const auto progress = open_index();
    bool any = false;
    const auto visit = [&](const FrameView& frame) -> Status {
        any = true;
        CROSSDOCK_TRY(take_in(frame));
        if (!index_.seal(false)) return {};
        CROSSDOCK_TRY_ASSIGN([[maybe_unused]] const bool wrote, index_.write_run());
        return {};
    };
    CROSSDOCK_TRY(remove_unlisted_runs());
    CROSSDOCK_TRY_ASSIGN(const RecoveredLog recovered, recover_log(log_, progress, visit));
    index_rebuilt_ = !progress && any;
    if (progress) CROSSDOCK_TRY(look_for_damage(progress->mark.position));
    if (recovered.torn_bytes != 0)
        spdlog::warn(
            "the journal's log has a torn end: {} bytes from {} on are the rest of a commit that was under way when "
            "the "
            "last host ended; nobody was told of it, and they are cut off",
            recovered.torn_bytes, recovered.end.position);
    CROSSDOCK_TRY_ASSIGN(writer_,
                         LogWriter::open(disk_, log_, recovered.end, options_.segment_bytes, clock_.wall_ms()));
    next_entity_ = live_.last_entity() + 1;
    CROSSDOCK_TRY(finish_purge());
    if (index_rebuilt_) {
        spdlog::warn("the journal's index in {} was rebuilt from the log", folders_.index.string());
        index_.seal(true);
        CROSSDOCK_TRY(keeper_.write(true));
    }
    return {};
}

Status WritingStore::open() {
    CROSSDOCK_TRY(make_folders());
    auto lock = disk_.files().lock(folders_.root / "lock");
    if (!lock && lock.error().code == "file.locked")
        return Error{"journal.locked", ErrorClass::configuration,
                     fmt::format("the journal in {} is open for writing already; stop the other host first",
                                 folders_.root.string())}
            .because_of(lock.error());
    if (!lock) return std::move(lock).error();
    lock_ = std::move(lock).value();
    CROSSDOCK_TRY(recover());
    CROSSDOCK_TRY(blobs_.remove_unfinished());
    if (!options_.own_threads) return {};
    thread_ = std::thread([this] {
        platform::name_thread("journal");
        run();
    });
    keeper_.start();
    return {};
}

EntityId WritingStore::allocate_ids(std::uint64_t count) { return next_entity_.fetch_add(count); }

Result<std::unique_ptr<PayloadWriter>> WritingStore::write_payload() {
    return make_payload_writer(blobs_, options_.payload_in_log_bytes_max);
}

bool WritingStore::accepts_intake() const { return !failed_ && !stalled_ && gauge_.above_low_water(); }

Result<StoreFigures> WritingStore::figures() const {
    CROSSDOCK_TRY_ASSIGN(StoreFigures figures, StoreQueries::figures());
    figures.units = units_;
    figures.syncs = syncs_;
    return figures;
}

Result<std::unique_ptr<Store>> open_store(const StoreOptions& options) {
    auto store = std::make_unique<WritingStore>(options);
    CROSSDOCK_TRY(store->open());
    return std::unique_ptr<Store>(std::move(store));
}

}  // namespace crossdock::journal
