// How the index's entries go to disk: a chunk becomes a run, runs of like size become one.
#include <algorithm>
#include <mutex>

#include "host/journal/key_index.hpp"

namespace crossdock::journal {

namespace {

constexpr std::size_t merged_runs = 8;  // of like size become one
constexpr std::uint64_t read_ahead_blocks = 16;

// Shows the entries of a run one after the other.
class RunCursor {
public:
    explicit RunCursor(const KeyRun& run) : run_(run) {}

    Status fill() {
        if (at_ < entries_.size()) return {};
        CROSSDOCK_TRY(run_.read_blocks(block_, read_ahead_blocks, entries_));
        block_ += read_ahead_blocks;
        at_ = 0;
        return {};
    }
    [[nodiscard]] bool done() const { return at_ >= entries_.size(); }
    [[nodiscard]] const IndexEntry& entry() const { return entries_[at_]; }
    Status advance() {
        ++at_;
        return fill();
    }

private:
    const KeyRun& run_;
    std::vector<IndexEntry> entries_;
    std::size_t at_ = 0;
    std::uint64_t block_ = 0;
};

}  // namespace

Result<bool> KeyIndex::write_run() {
    std::shared_ptr<const Chunk> chunk;
    std::uint64_t number = 0;
    {
        const std::unique_lock guard(mutex_);
        if (sealed_.empty()) return false;
        chunk = sealed_.front();
        number = next_run_++;
    }
    std::shared_ptr<const KeyRun> run;
    if (!chunk->entries.empty()) {
        std::vector<IndexEntry> sorted = chunk->entries;
        std::ranges::sort(sorted);
        CROSSDOCK_TRY_ASSIGN(auto writer,
                             KeyRunWriter::create(disk_, folder_ / run_name(number), chunk->decisive.size()));
        for (const IndexEntry& entry : sorted) CROSSDOCK_TRY(writer.add(entry));
        CROSSDOCK_TRY(writer.finish({chunk->from, chunk->to.mark.position, chunk->claims_until_ms}));
        CROSSDOCK_TRY_ASSIGN(run, KeyRun::open(disk_, folder_, number));
    }
    {
        const std::unique_lock guard(mutex_);
        if (run) runs_.push_back(std::move(run));
        sealed_.pop_front();
        written_ = chunk->to;
    }
    CROSSDOCK_TRY(merge_runs());
    return true;
}

// Class 0 are runs of a chunk or less; each class after it is `merged_runs` times as large.
std::size_t KeyIndex::run_class(const KeyRun& run) const {
    std::size_t size_class = 0;
    for (std::uint64_t size = chunk_entries_ * 2; run.scope().entries > size; size *= merged_runs) ++size_class;
    return size_class;
}

Status KeyIndex::merge_runs() {
    while (true) {
        std::vector<std::shared_ptr<const KeyRun>> inputs = runs();
        if (inputs.size() < merged_runs) return {};
        inputs.erase(inputs.begin(), inputs.end() - merged_runs);
        const std::size_t size_class = run_class(*inputs.back());
        if (std::ranges::any_of(inputs, [&](const auto& run) { return run_class(*run) != size_class; })) return {};
        CROSSDOCK_TRY_ASSIGN(auto merged, merge(inputs));
        const std::unique_lock guard(mutex_);
        // A purge may have dropped the oldest inputs meanwhile; the merged run then covers a little more than is left.
        const auto first = std::ranges::find_if(
            runs_, [&](const auto& run) { return std::ranges::find(inputs, run) != inputs.end(); });
        for (auto run = first; run != runs_.end(); ++run) unused_runs_.push_back((*run)->number());
        runs_.erase(first, runs_.end());
        runs_.push_back(std::move(merged));
    }
}

Result<std::shared_ptr<const KeyRun>> KeyIndex::merge(const std::vector<std::shared_ptr<const KeyRun>>& inputs) {
    KeyRunScope scope{inputs.front()->scope().from, inputs.back()->scope().to};
    std::uint64_t decisive = 0;
    std::vector<RunCursor> cursors;
    for (const auto& run : inputs) {
        scope.claims_until_ms = std::max(scope.claims_until_ms, run->scope().claims_until_ms);
        decisive += run->scope().decisive_entries;
        cursors.emplace_back(*run);
        CROSSDOCK_TRY(cursors.back().fill());
    }
    std::uint64_t number = 0;
    {
        const std::unique_lock guard(mutex_);
        number = next_run_++;
    }
    CROSSDOCK_TRY_ASSIGN(auto writer, KeyRunWriter::create(disk_, folder_ / run_name(number), decisive));
    while (true) {
        RunCursor* least = nullptr;
        for (RunCursor& cursor : cursors)
            if (!cursor.done() && (least == nullptr || cursor.entry() < least->entry())) least = &cursor;
        if (least == nullptr) break;
        CROSSDOCK_TRY(writer.add(least->entry()));
        CROSSDOCK_TRY(least->advance());
    }
    CROSSDOCK_TRY(writer.finish(scope));
    return KeyRun::open(disk_, folder_, number);
}

}  // namespace crossdock::journal
