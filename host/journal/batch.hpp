// A batch of units on its way to the log: each is decided in turn and laid out as a frame.
#pragma once

#include "host/journal/frame_reader.hpp"
#include "host/journal/key_index.hpp"
#include "host/journal/live_state.hpp"

namespace crossdock::journal {

// A unit with what could be prepared outside the commit.
struct PreparedUnit {
    Unit unit;
    std::vector<Digest> digests;  // one for each payload; only valid for those without slots
    // A purge's: claims and sequences carried forward from segments that go. Nothing is decided about it; sequences
    // keep the number they have.
    bool carried = false;
    std::vector<WallTimeMs> claimed_at_ms;
    LogPosition purged_before = 0;  // the number of the sequence without a name, which says where the log begins
};

// Where a payload must lie for a repeated one to refer to it.
struct PayloadReach {
    LogPosition from = 0;
    WallTimeMs since_ms = 0;
};

// Decides units against what is durable and what the units before them in the batch changed. One thread at a time;
// borrows everything.
class Batch {
public:
    Batch(const LogFiles& log, const KeyIndex& index, const LiveState& live) : log_(log), index_(index), live_(live) {}

    // Begins anew, for frames from `mark` on; payloads out of `reach` are not referred to.
    void begin(LogMark mark, LogPosition durable, WallTimeMs now, PayloadReach reach);
    // Decides a unit and, when it holds, adds its frame. An error says that it could not be decided; the batch is then
    // to be begun again.
    Result<UnitResult> add(const PreparedUnit& prepared);

    [[nodiscard]] Bytes frames() const { return as_bytes(frames_); }
    [[nodiscard]] LogProgress progress() const { return {{mark_.position + frames_.size(), link_}, last_frame_}; }
    [[nodiscard]] std::uint64_t units() const { return units_; }
    [[nodiscard]] const std::vector<IndexEntry>& entries() const { return entries_; }
    [[nodiscard]] WallTimeMs claims_until_ms() const { return claims_until_ms_; }
    [[nodiscard]] LiveChanges& changes() { return changes_; }

private:
    struct Undo {
        EntityId entity;
        bool was_changed;
        std::optional<LiveEntity> before;
    };

    Result<std::optional<Conflict>> claim_conflict(const Unit& unit);
    Result<std::optional<Conflict>> standing_claim(const KeyClaim& claim, std::uint64_t key);
    std::optional<Conflict> advance_entities(const Unit& unit, LogPosition position);
    void take_numbers(const PreparedUnit& prepared, UnitDecisions& decisions);
    Result<std::optional<LogPosition>> find_payload(const Digest& digest, std::uint64_t size) const;
    Result<std::vector<std::string_view>> place_payloads(const PreparedUnit& prepared, LogPosition position,
                                                         UnitDecisions& decisions, UnitResult& result);
    void write_frame(const Unit& unit, const UnitDecisions& decisions, const std::vector<std::string_view>& payloads);
    // The meta part of a frame, durable or in this batch.
    Result<DecodedUnit> unit_at(LogPosition position) const;

    const LogFiles& log_;
    const KeyIndex& index_;
    const LiveState& live_;

    LogMark mark_;
    LogPosition durable_ = 0;
    WallTimeMs now_ = 0;
    PayloadReach reach_;
    std::uint32_t link_ = 0;
    LogPosition last_frame_ = 0;
    std::uint64_t units_ = 0;
    std::string frames_;
    std::vector<IndexEntry> entries_;
    KeyTable decisive_;
    WallTimeMs claims_until_ms_ = 0;
    LiveChanges changes_;
    // Room that is used again for each unit.
    std::vector<std::uint64_t> claim_keys_;
    std::vector<std::pair<std::uint64_t, std::uint32_t>> sorted_claims_;
    std::vector<LogPosition> hits_;
    std::vector<Undo> undo_;
};

}  // namespace crossdock::journal
