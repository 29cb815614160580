#include "host/journal/key_index.hpp"

#include <algorithm>
#include <mutex>

namespace crossdock::journal {

Status KeyIndex::open_runs(const std::vector<std::uint64_t>& numbers, const LogProgress& progress) {
    std::vector<std::shared_ptr<const KeyRun>> runs;
    for (const std::uint64_t number : numbers) {
        CROSSDOCK_TRY_ASSIGN(auto run, KeyRun::open(disk_, folder_, number));
        runs.push_back(std::move(run));
    }
    const std::unique_lock guard(mutex_);
    runs_ = std::move(runs);
    written_ = progress;
    active_.from = progress.mark.position;
    active_.to = progress;
    for (const std::uint64_t number : numbers) next_run_ = std::max(next_run_, number + 1);
    return {};
}

void KeyIndex::add(const std::vector<IndexEntry>& entries, WallTimeMs claims_until_ms, const LogProgress& progress) {
    const std::unique_lock guard(mutex_);
    active_.entries.insert(active_.entries.end(), entries.begin(), entries.end());
    for (const IndexEntry& entry : entries)
        if (is_decisive(entry.key)) active_.decisive.insert(entry);
    active_.claims_until_ms = std::max(active_.claims_until_ms, claims_until_ms);
    active_.to = progress;
}

bool KeyIndex::seal(bool now) {
    const std::unique_lock guard(mutex_);
    const std::uint64_t covered = active_.to.mark.position - active_.from;
    if (covered == 0) return false;
    if (!now && active_.entries.size() < chunk_entries_ && covered < chunk_log_bytes) return false;
    Chunk next;
    next.from = active_.to.mark.position;
    next.to = active_.to;
    sealed_.push_back(std::make_shared<const Chunk>(std::exchange(active_, std::move(next))));
    return true;
}

Status KeyIndex::find_claims(std::uint64_t key, WallTimeMs now, std::vector<LogPosition>& into) const {
    const std::shared_lock guard(mutex_);
    const auto take = [&](LogPosition position) { into.push_back(position); };
    active_.decisive.find(key, take);
    for (const auto& chunk : sealed_) chunk->decisive.find(key, take);
    for (const auto& run : runs_)
        if (run->scope().claims_until_ms > now) CROSSDOCK_TRY(run->find(key, into));
    return {};
}

Status KeyIndex::find_payloads(std::uint64_t key, LogPosition from, std::vector<LogPosition>& into) const {
    const std::shared_lock guard(mutex_);
    const auto take = [&](LogPosition position) {
        if (position >= from) into.push_back(position);
    };
    active_.decisive.find(key, take);
    for (const auto& chunk : sealed_) chunk->decisive.find(key, take);
    std::vector<LogPosition> found;
    for (const auto& run : runs_)
        if (run->scope().to > from) CROSSDOCK_TRY(run->find(key, found));
    std::ranges::for_each(found, take);
    return {};
}

Result<std::vector<LogPosition>> KeyIndex::find_all(const std::vector<std::uint64_t>& keys) const {
    const std::shared_lock guard(mutex_);
    std::vector<std::uint64_t> sorted = keys;
    std::ranges::sort(sorted);
    std::vector<LogPosition> found;
    const auto scan = [&](const Chunk& chunk) {
        for (const IndexEntry& entry : chunk.entries)
            if (entry.key >= sorted.front() && entry.key <= sorted.back() &&
                std::ranges::binary_search(sorted, entry.key))
                found.push_back(entry.position);
    };
    for (const auto& run : runs_)
        for (const std::uint64_t key : sorted) CROSSDOCK_TRY(run->find(key, found));
    for (const auto& chunk : sealed_) scan(*chunk);
    scan(active_);
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

void KeyIndex::drop_before(LogPosition begin) {
    const std::unique_lock guard(mutex_);
    std::erase_if(runs_, [&](const auto& run) {
        if (run->scope().to > begin) return false;
        unused_runs_.push_back(run->number());
        return true;
    });
}

void KeyIndex::remove_unused_runs() {
    std::vector<std::uint64_t> unused;
    {
        const std::unique_lock guard(mutex_);
        unused.swap(unused_runs_);
    }
    // A file that cannot be removed now goes when the index is opened again.
    for (const std::uint64_t number : unused) (void)disk_.files().remove(folder_ / run_name(number));
}

std::vector<std::shared_ptr<const KeyRun>> KeyIndex::runs() const {
    const std::shared_lock guard(mutex_);
    return runs_;
}

LogProgress KeyIndex::written() const {
    const std::shared_lock guard(mutex_);
    return written_;
}

LogProgress KeyIndex::known() const {
    const std::shared_lock guard(mutex_);
    return active_.to;
}

std::uint64_t KeyIndex::bytes() const {
    std::uint64_t total = 0;
    for (const auto& run : runs()) total += run->bytes();
    return total;
}

}  // namespace crossdock::journal
