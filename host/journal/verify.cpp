// Reading the whole journal again and holding it against its checksums, its digests and its index.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "host/journal/store_queries.hpp"

namespace crossdock::journal {

namespace {

// A sum over entries that does not depend on their order: a run and the frames that it covers must have the same.
struct EntrySum {
    std::uint64_t count = 0;
    std::uint64_t sum = 0;

    void add(const IndexEntry& entry) {
        std::uint64_t mixed = (entry.key ^ (entry.position * 0x9E3779B97F4A7C15ull)) * 0xD6E8FEB86659FD93ull;
        mixed = (mixed ^ (mixed >> 32)) * 0xBF58476D1CE4E5B9ull;
        sum += mixed ^ (mixed >> 29);
        ++count;
    }
    friend bool operator==(const EntrySum&, const EntrySum&) = default;
};

class Verification {
public:
    Verification(const LogFiles& log, const KeyIndex& index, const LiveState& live, const BlobStore& blobs,
                 const std::function<void(const Error&)>& report)
        : log_(log), live_(live), blobs_(blobs), report_(report), runs_(index.runs()), from_log_(runs_.size()) {}

    Result<std::uint64_t> run() {
        const LogPosition end = log_.end();
        CROSSDOCK_TRY(check_log(end));
        check_blobs();
        // Entries of frames that could not be read would only be missed a second time.
        if (faults_ == 0) CROSSDOCK_TRY(check_runs());
        if (faults_ == 0) CROSSDOCK_TRY(check_live(end));
        return faults_;
    }

private:
    void fault(const Error& error) {
        ++faults_;
        report_(error);
    }

    Status check_log(LogPosition end) {
        auto scanner = std::make_unique<FrameScanner>(log_, log_.begin(), std::nullopt);
        while (scanner->mark().position < end) {
            CROSSDOCK_TRY_ASSIGN(const auto outcome, scanner->next());
            if (outcome == FrameScanner::Outcome::end) break;
            if (outcome == FrameScanner::Outcome::damaged) {
                const LogPosition at = scanner->mark().position;
                fault(log_.damaged_at(at, scanner->fault()));
                const LogPosition next = log_.segment_end(at);
                if (next >= end) break;
                scanner = std::make_unique<FrameScanner>(log_, next, std::nullopt);
                continue;
            }
            check_frame(scanner->frame());
        }
        return {};
    }

    void check_frame(const FrameView& frame) {
        const LogPosition position = frame.header.position;
        const auto decoded = decode_frame(log_, frame.header, frame.meta);
        if (!decoded) return fault(decoded.error());
        for (const PayloadPlace& place : decoded->decisions.payloads) {
            if (place.in == PayloadPlace::In::blob_file) blob_sizes_.emplace(place.digest, place.size);
            if (place.in == PayloadPlace::In::earlier_frame && place.earlier < log_.begin())
                fault(log_.damaged_at(position, "this frame refers to a payload that was purged"));
            if (place.in != PayloadPlace::In::this_frame) continue;
            const bool inside =
                place.offset <= frame.payloads.size() && place.size <= frame.payloads.size() - place.offset;
            if (!inside || digest_of(frame.payloads.subspan(static_cast<std::size_t>(place.offset),
                                                            static_cast<std::size_t>(place.size))) != place.digest)
                fault(log_.damaged_at(position, "a payload in this frame does not have its digest"));
        }
        entries_.clear();
        append_entries(*decoded, entries_);
        while (run_ < runs_.size() && runs_[run_]->scope().to <= position) ++run_;
        if (run_ < runs_.size() && runs_[run_]->scope().from <= position)
            for (const IndexEntry& entry : entries_) from_log_[run_].add(entry);
    }

    void check_blobs() {
        for (const auto& [digest, size] : blob_sizes_)
            if (const auto intact = blobs_.verify(digest, size); !intact.ok()) fault(intact.error());
    }

    Status check_runs() {
        constexpr std::uint64_t blocks_at_once = 64;
        for (std::size_t at = 0; at < runs_.size(); ++at) {
            EntrySum from_run;
            Status readable;
            for (std::uint64_t block = 0; block < runs_[at]->blocks() && readable.ok(); block += blocks_at_once) {
                readable = runs_[at]->read_blocks(block, blocks_at_once, entries_);
                for (const IndexEntry& entry : entries_)
                    if (entry.position >= log_.begin()) from_run.add(entry);
            }
            if (!readable.ok()) {
                fault(readable.error());
            } else if (from_run != from_log_[at]) {
                fault(Error{
                    "journal.index-mismatch", ErrorClass::needs_person,
                    fmt::format("the index's run {} does not hold what the log holds from {} to {}; stop the host, "
                                "remove the index folder and start again: it is rebuilt from the log",
                                run_name(runs_[at]->number()), runs_[at]->scope().from, runs_[at]->scope().to)});
            }
        }
        return {};
    }

    Status check_live(LogPosition end) {
        for (const LiveEntity& entity : live_.live(0)) {
            if (entity.position >= end) continue;
            CROSSDOCK_TRY_ASSIGN(const DecodedUnit decoded, read_unit(log_, entity.position));
            const bool advanced = std::ranges::any_of(decoded.unit.advances, [&](const Advance& advance) {
                return advance.entity == entity.id && advance.expected_version + 1 == entity.version && !advance.closed;
            });
            if (!advanced)
                fault(Error{"journal.index-mismatch", ErrorClass::needs_person,
                            fmt::format("entity {} is live with version {}, which the log does not say", entity.id,
                                        entity.version)});
        }
        return {};
    }

    const LogFiles& log_;
    const LiveState& live_;
    const BlobStore& blobs_;
    const std::function<void(const Error&)>& report_;
    std::vector<std::shared_ptr<const KeyRun>> runs_;
    std::vector<EntrySum> from_log_;
    std::size_t run_ = 0;
    std::map<Digest, std::uint64_t> blob_sizes_;
    std::vector<IndexEntry> entries_;
    std::uint64_t faults_ = 0;
};

}  // namespace

Result<std::uint64_t> StoreQueries::verify(const std::function<void(const Error&)>& report) const {
    CROSSDOCK_TRY(catch_up());
    const std::lock_guard guard(purge_mutex_);
    return Verification(log_, index_, live_, blobs_, report).run();
}

}  // namespace crossdock::journal
