// The words of the journal: entities, keys, payloads, records, and the conditional unit that callers commit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/clock.hpp"
#include "host/base/file_system.hpp"
#include "host/base/result.hpp"
#include "host/base/sha256.hpp"

namespace crossdock::journal {

// Identifies a message, document, run, delivery or exception. Dense, ascending, unique in a site, never used twice
// for something that was committed. 0 is none.
using EntityId = std::uint64_t;

// Entities with neighbouring ids, both ends included.
struct IdRange {
    EntityId first = 0;
    EntityId last = 0;
    [[nodiscard]] std::uint64_t count() const { return last - first + 1; }
};

// Where a frame begins: a byte offset in the log as a whole, across segments.
using LogPosition = std::uint64_t;

using Digest = Sha256Digest;

Digest digest_of(Bytes bytes);
std::string to_hex(const Digest& digest);

// Bytes that are kept once, however often they are stored. `position` is the frame that holds them, or
// `in_blob_file` when they lie in a file of their own, named by the digest.
struct PayloadRef {
    Digest digest{};
    std::uint64_t size = 0;
    LogPosition position = in_blob_file;

    static constexpr LogPosition in_blob_file = UINT64_MAX;
};

// A number to come from a sequence; rendered with at least `width` digits in place of `size` bytes at `offset`.
struct NumberSlot {
    std::uint64_t offset = 0;
    std::uint32_t size = 0;
    std::uint32_t width = 0;
    std::uint32_t request = 0;  // index into Unit::numbers
    std::uint32_t ordinal = 0;  // which of the requested numbers, 0 first
};

// Bytes that several may hold and nobody changes.
class PayloadBytes {
public:
    PayloadBytes() = default;
    // NOLINTBEGIN(google-explicit-constructor,hicpp-explicit-conversions): it stands for its bytes
    PayloadBytes(std::string bytes) : bytes_(std::make_shared<const std::string>(std::move(bytes))) {}
    PayloadBytes(const char* bytes) : PayloadBytes(std::string(bytes)) {}
    PayloadBytes(std::shared_ptr<const std::string> bytes) : bytes_(std::move(bytes)) {}
    operator std::string_view() const { return view(); }
    // NOLINTEND(google-explicit-constructor,hicpp-explicit-conversions)

    [[nodiscard]] std::string_view view() const { return bytes_ == nullptr ? std::string_view() : *bytes_; }
    [[nodiscard]] std::size_t size() const { return view().size(); }
    [[nodiscard]] bool empty() const { return view().empty(); }
    // Null when nothing was ever put in.
    [[nodiscard]] const std::shared_ptr<const std::string>& share() const { return bytes_; }
    friend bool operator==(const PayloadBytes& left, std::string_view right) { return left.view() == right; }

private:
    std::shared_ptr<const std::string> bytes_;
};

// A payload to store with a unit: bytes (whose slots are filled inside the commit), or a blob that PayloadWriter made.
struct NewPayload {
    PayloadBytes bytes;
    std::vector<NumberSlot> slots{};  // ascending offsets
    PayloadRef blob{};                // used when `bytes` is empty and blob.size is not 0
};

// Put-if-absent. A key found with an unexpired claim makes the whole unit fail with a Conflict.
struct KeyClaim {
    std::string space;  // `message`, `interchange`, `once/<flow>`
    std::string key;
    EntityId owner = 0;
    Digest content{};          // lets the caller tell a repeat from a conflict
    std::int64_t keep_ms = 0;  // how long the claim holds; 0: for ever
};

// A look-up key for people and `trace`: many entities may have the same one.
struct TraceKey {
    static constexpr std::uint32_t no_number = UINT32_MAX;

    std::string space;  // `order-number`, `control-number`, `file`
    std::string key;
    EntityId entity = 0;
    // In place of `key`: a number that the unit takes, as decimal digits without leading zeros.
    std::uint32_t number = no_number;  // index into Unit::numbers
    std::uint32_t ordinal = 0;         // which of those, 0 first
};

// Advance-if-version of a live entity. Several advances of one entity in a unit follow each other. `expected_version` 0
// creates it; otherwise it must be live with that version. The entity then has `expected_version + 1`. A closed entity
// leaves the live set; its history stays.
struct Advance {
    EntityId entity = 0;
    std::uint16_t kind = 0;
    std::uint32_t expected_version = 0;
    bool closed = false;
    std::string state;  // the caller's own, kept in memory while the entity lives: keep it small
};

// Next-number: `count` numbers in a row. After `last` the sequence begins again at `first`, which is at least 1.
struct NumberRequest {
    std::string sequence;  // `acme/out/interchange`
    std::uint32_t count = 1;
    std::uint64_t first = 1;
    std::uint64_t last = 999'999'999;
};

// A record of what happened to the entities `first_entity` … `last_entity` (one or a run of neighbours; at most
// `span_max` of them). `body` is the caller's, `kind` and `version` say how to read it.
struct Record {
    std::uint16_t kind = 0;
    std::uint16_t version = 1;
    EntityId first_entity = 0;
    EntityId last_entity = 0;
    std::string body;

    static constexpr std::uint64_t span_max = 65'536;
};

// All or nothing, decided inside the commit: either every condition holds and everything is written, or nothing is.
struct Unit {
    std::vector<KeyClaim> claims;
    std::vector<Advance> advances;
    std::vector<NumberRequest> numbers;
    std::vector<NewPayload> payloads;
    std::vector<Record> records;
    std::vector<TraceKey> trace_keys;
};

// The error of a unit that is not taken as it is: nothing of what was to be committed with it is applied, and it would
// be refused again.
inline constexpr const char* bad_unit = "journal.bad-unit";

struct Conflict {
    enum class With { claim, version } with = With::claim;
    std::uint32_t index = 0;       // which claim or advance of the unit
    EntityId owner = 0;            // of the claim that is there
    Digest content{};              // likewise
    WallTimeMs claimed_at_ms = 0;  // likewise
};

struct UnitResult {
    bool applied = false;
    Conflict conflict{};                       // when not applied
    LogPosition position = 0;                  // of the frame, when applied
    std::vector<std::uint64_t> first_numbers;  // one for each NumberRequest
    std::vector<PayloadRef> payloads;          // one for each NewPayload
    std::vector<PayloadBytes> filled;          // where there are slots: the bytes, one for each NewPayload, with them
};

// A unit as it lies in the log.
struct StoredUnit {
    LogPosition position = 0;
    WallTimeMs committed_at_ms = 0;
    std::vector<Record> records;
    std::vector<PayloadRef> payloads;
    std::vector<Advance> advances;
    std::vector<KeyClaim> claims;
    std::vector<TraceKey> trace_keys;
    std::vector<NumberRequest> numbers;
    std::vector<std::uint64_t> first_numbers;
};

struct LiveEntity {
    EntityId id = 0;
    std::uint16_t kind = 0;
    std::uint32_t version = 0;
    LogPosition position = 0;  // of the unit that advanced it last
    WallTimeMs since_ms = 0;   // when it did
    std::string state;
};

}  // namespace crossdock::journal
