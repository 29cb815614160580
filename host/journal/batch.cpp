#include "host/journal/batch.hpp"

#include <algorithm>
#include <utility>

#include "host/journal/claims.hpp"
#include "host/journal/number_slots.hpp"

namespace crossdock::journal {

void Batch::begin(LogMark mark, LogPosition durable, WallTimeMs now, PayloadReach reach) {
    constexpr std::size_t kept_bytes_max = 8 << 20;
    mark_ = mark;
    durable_ = durable;
    now_ = now;
    reach_ = reach;
    link_ = mark.link;
    last_frame_ = 0;
    units_ = 0;
    if (frames_.capacity() > kept_bytes_max) frames_ = {};
    frames_.clear();
    entries_.clear();
    decisive_.clear();
    claims_until_ms_ = 0;
    changes_.clear();
    changes_.last_entity = live_.last_entity();
}

Result<DecodedUnit> Batch::unit_at(LogPosition position) const {
    if (position < mark_.position) return read_unit(log_, position);
    const Bytes frame = frames().subspan(static_cast<std::size_t>(position - mark_.position));
    const auto decoded = decode_frame_header(frame, position);
    if (!decoded) return log_.damaged_at(position, "the batch does not hold the frame that it indexed");
    return decode_frame(log_, decoded->header, frame.subspan(FrameHeader::size, decoded->header.meta_bytes));
}

Result<std::optional<Conflict>> Batch::standing_claim(const KeyClaim& claim, std::uint64_t key) {
    hits_.clear();
    decisive_.find(key, [&](LogPosition position) { hits_.push_back(position); });
    CROSSDOCK_TRY(index_.find_claims(key, now_, hits_));
    for (const LogPosition position : hits_) {
        if (position < log_.begin()) continue;
        CROSSDOCK_TRY_ASSIGN(const DecodedUnit stored, unit_at(position));
        if (auto conflict = find_claim_in(stored, claim.space, claim.key, now_)) return conflict;
    }
    return std::optional<Conflict>{};
}

Result<std::optional<Conflict>> Batch::claim_conflict(const Unit& unit) {
    claim_keys_.clear();
    sorted_claims_.clear();
    for (std::uint32_t at = 0; at < unit.claims.size(); ++at) {
        const KeyClaim& claim = unit.claims[at];
        claim_keys_.push_back(claim_key(claim.space, claim.key));
        sorted_claims_.emplace_back(claim_keys_.back(), at);
        CROSSDOCK_TRY_ASSIGN(auto conflict, standing_claim(claim, claim_keys_.back()));
        if (!conflict) continue;
        conflict->index = at;
        return conflict;
    }
    // A key that the unit itself claims twice.
    std::ranges::sort(sorted_claims_);
    for (std::size_t at = 1; at < sorted_claims_.size(); ++at) {
        for (std::size_t before = at; before-- > 0 && sorted_claims_[before].first == sorted_claims_[at].first;) {
            const KeyClaim& first = unit.claims[sorted_claims_[before].second];
            const KeyClaim& second = unit.claims[sorted_claims_[at].second];
            if (first.space == second.space && first.key == second.key)
                return std::optional(
                    Conflict{Conflict::With::claim, sorted_claims_[at].second, first.owner, first.content, now_});
        }
    }
    return std::optional<Conflict>{};
}

std::optional<Conflict> Batch::advance_entities(const Unit& unit, LogPosition position) {
    undo_.clear();
    for (std::uint32_t at = 0; at < unit.advances.size(); ++at) {
        const Advance& advance = unit.advances[at];
        const auto changed = changes_.entities.find(advance.entity);
        const bool was_changed = changed != changes_.entities.end();
        std::uint32_t version = 0;
        if (!was_changed) version = live_.version_of(advance.entity);
        if (was_changed && changed->second) version = changed->second->version;
        if (version != advance.expected_version) {
            for (auto undo = undo_.rbegin(); undo != undo_.rend(); ++undo) {
                if (undo->was_changed) {
                    changes_.entities[undo->entity] = std::move(undo->before);
                } else {
                    changes_.entities.erase(undo->entity);
                }
            }
            return Conflict{Conflict::With::version, at};
        }
        auto& entity = was_changed ? changed->second : changes_.entities[advance.entity];
        undo_.push_back({advance.entity, was_changed, std::exchange(entity, std::nullopt)});
        if (!advance.closed)
            entity = LiveEntity{advance.entity, advance.kind, version + 1, position, now_, advance.state};
    }
    return std::nullopt;
}

void Batch::take_numbers(const PreparedUnit& prepared, UnitDecisions& decisions) {
    for (const NumberRequest& request : prepared.unit.numbers) {
        const auto changed = changes_.sequences.find(request.sequence);
        const std::uint64_t last_given =
            changed != changes_.sequences.end() ? changed->second : live_.last_number(request.sequence);
        std::uint64_t first = prepared.carried ? last_given : next_number(request, last_given);
        if (request.sequence.empty()) first = prepared.purged_before;
        decisions.first_numbers.push_back(first);
        changes_.sequences[request.sequence] = number_at(request, first, request.count - 1);
    }
}

Result<std::optional<LogPosition>> Batch::find_payload(const Digest& digest, std::uint64_t size) const {
    std::vector<LogPosition> hits;
    const std::uint64_t key = payload_key(digest);
    decisive_.find(key, [&](LogPosition position) { hits.push_back(position); });
    CROSSDOCK_TRY(index_.find_payloads(key, reach_.from, hits));
    for (const LogPosition position : hits) {
        CROSSDOCK_TRY_ASSIGN(const DecodedUnit stored, unit_at(position));
        if (stored.unit.committed_at_ms < reach_.since_ms) continue;
        for (const PayloadPlace& place : stored.decisions.payloads)
            if (place.in == PayloadPlace::In::this_frame && place.digest == digest && place.size == size)
                return std::optional(position);
    }
    return std::optional<LogPosition>{};
}

Result<std::vector<std::string_view>> Batch::place_payloads(const PreparedUnit& prepared, LogPosition position,
                                                            UnitDecisions& decisions, UnitResult& result) {
    std::vector<std::string_view> stored;
    std::uint64_t offset = 0;
    for (std::size_t at = 0; at < prepared.unit.payloads.size(); ++at) {
        const NewPayload& payload = prepared.unit.payloads[at];
        PayloadPlace place;
        if (payload.bytes.empty() && payload.blob.size != 0) {
            place = {payload.blob.digest, payload.blob.size, PayloadPlace::In::blob_file};
            result.payloads.push_back({place.digest, place.size, PayloadRef::in_blob_file});
            decisions.payloads.push_back(place);
            continue;
        }
        std::string_view bytes = payload.bytes.view();
        if (!payload.slots.empty()) {
            result.filled.resize(prepared.unit.payloads.size());
            result.filled[at] = fill_slots(payload, prepared.unit.numbers, decisions.first_numbers);
            bytes = result.filled[at].view();
        }
        place.digest = payload.slots.empty() ? prepared.digests[at] : digest_of(as_bytes(bytes));
        place.size = bytes.size();
        const auto twin = std::ranges::find_if(decisions.payloads, [&](const PayloadPlace& other) {
            return other.in == PayloadPlace::In::this_frame && other.digest == place.digest;
        });
        std::optional<LogPosition> earlier;
        if (twin != decisions.payloads.end()) {
            earlier = position;
        } else {
            CROSSDOCK_TRY_ASSIGN(earlier, find_payload(place.digest, place.size));
        }
        if (earlier) {
            place.in = PayloadPlace::In::earlier_frame;
            place.earlier = *earlier;
        } else {
            place.offset = offset;
            offset += bytes.size();
            stored.push_back(bytes);
        }
        result.payloads.push_back({place.digest, place.size, earlier.value_or(position)});
        decisions.payloads.push_back(place);
    }
    return stored;
}

void Batch::write_frame(const Unit& unit, const UnitDecisions& decisions,
                        const std::vector<std::string_view>& payloads) {
    const std::size_t start = frames_.size();
    FrameHeader header;
    header.link = link_;
    header.position = mark_.position + start;
    header.batch_start = durable_;
    header.committed_at_ms = now_;
    header.last_entity = changes_.last_entity;
    frames_.append(FrameHeader::size, '\0');
    ByteWriter out(frames_);
    encode_unit(unit, decisions, out);
    header.meta_bytes = static_cast<std::uint32_t>(frames_.size() - start - FrameHeader::size);
    for (const std::string_view payload : payloads) frames_.append(payload);
    link_ = seal_frame(std::as_writable_bytes(std::span(frames_).subspan(start)), header);
    frames_.resize(start + static_cast<std::size_t>(header.frame_bytes()), '\0');
    last_frame_ = header.position;
    ++units_;
}

Result<UnitResult> Batch::add(const PreparedUnit& prepared) {
    const Unit& unit = prepared.unit;
    const LogPosition position = mark_.position + frames_.size();
    UnitResult result;
    if (!prepared.carried) {
        CROSSDOCK_TRY_ASSIGN(auto conflict, claim_conflict(unit));
        if (!conflict) conflict = advance_entities(unit, position);
        if (conflict) {
            result.conflict = *conflict;
            return result;
        }
    }
    UnitDecisions decisions;
    for (const WallTimeMs claimed_at : prepared.claimed_at_ms)
        decisions.claim_ages_ms.push_back(static_cast<std::uint64_t>(std::max<WallTimeMs>(0, now_ - claimed_at)));
    take_numbers(prepared, decisions);
    decisions.trace_keys = numbered_trace_keys(unit, decisions.first_numbers);
    CROSSDOCK_TRY_ASSIGN(const auto payloads, place_payloads(prepared, position, decisions, result));
    changes_.last_entity = std::max(changes_.last_entity, highest_entity(unit));
    write_frame(unit, decisions, payloads);

    const std::size_t first_entry = entries_.size();
    append_entries(unit, decisions, position, entries_);
    for (std::size_t at = first_entry; at < entries_.size(); ++at)
        if (is_decisive(entries_[at].key)) decisive_.insert(entries_[at]);
    for (std::size_t at = 0; at < unit.claims.size(); ++at) {
        const WallTimeMs claimed_at = prepared.carried ? prepared.claimed_at_ms[at] : now_;
        claims_until_ms_ = std::max(claims_until_ms_, claim_expiry(unit.claims[at], claimed_at));
    }
    result.applied = true;
    result.position = position;
    result.first_numbers = std::move(decisions.first_numbers);
    return result;
}

}  // namespace crossdock::journal
