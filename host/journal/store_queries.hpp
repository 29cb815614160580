// What both ways of opening a journal have in common: its parts in memory and all the questions.
#pragma once

#include "host/journal/blob_store.hpp"
#include "host/journal/key_index.hpp"
#include "host/journal/live_state.hpp"
#include "host/journal/log_recovery.hpp"

namespace crossdock::journal {

// Where the parts lie in the journal's folder.
struct JournalFolders {
    std::filesystem::path root, log, blobs, index;
    explicit JournalFolders(const std::filesystem::path& folder)
        : root(folder), log(folder / "log"), blobs(folder / "blobs"), index(folder / "index") {}
};

// Answers every question of a Store; thread-safe. `catch_up` comes before each answer.
class StoreQueries : public Store {
public:
    explicit StoreQueries(const StoreOptions& options);

    Result<std::string> read_payload(const PayloadRef& payload, std::uint64_t offset,
                                     std::uint64_t size) const override;
    std::vector<LiveEntity> live(std::uint16_t kind) const override;
    std::optional<LiveEntity> find_live(EntityId entity) const override;
    Result<std::optional<Conflict>> find_claim(std::string_view space, std::string_view key) const override;
    Result<std::vector<EntityId>> find_traced(std::string_view space, std::string_view key,
                                              std::size_t limit) const override;
    Status visit_history(IdRange entities, const std::function<Status(StoredUnit&)>& visit) const override;
    Result<StoredUnit> unit_at(LogPosition position) const override;
    std::uint64_t last_number(std::string_view sequence) const override;
    Status scan(LogPosition from, const std::function<bool(const StoredUnit&)>& visit) const override;
    Result<StoreFigures> figures() const override;
    Result<std::uint64_t> verify(const std::function<void(const Error&)>& report) const override;
    Status backup(const std::filesystem::path& folder) const override;

protected:
    virtual Status catch_up() const = 0;

    // Takes up the checkpoint and its runs, or answers nothing when the index is to be rebuilt.
    std::optional<LogProgress> open_index() const;
    // Takes a durable unit into the live state and the index.
    Status take_in(const FrameView& frame) const;

    StoreOptions options_;
    JournalFolders folders_;
    const Clock& clock_;
    Disk disk_;
    mutable LogFiles log_;
    mutable LiveState live_;
    mutable KeyIndex index_;
    BlobStore blobs_;
    mutable std::mutex purge_mutex_;  // held by a purge, and by what must see all files that the log names
    mutable bool index_rebuilt_ = false;
};

// The keys under which an entity is found.
std::vector<std::uint64_t> entity_keys(IdRange entities);

}  // namespace crossdock::journal
