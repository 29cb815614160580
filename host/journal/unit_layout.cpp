#include "host/journal/unit_layout.hpp"

#include <algorithm>

namespace crossdock::journal {

namespace {

Digest read_digest(ByteReader& in) {
    Digest digest{};
    std::ranges::copy(in.raw(digest.size()), digest.begin());
    return digest;
}

std::vector<PayloadPlace> read_places(ByteReader& in) {
    std::vector<PayloadPlace> places(in.count(sizeof(Digest) + 2));
    for (PayloadPlace& place : places) {
        place.digest = read_digest(in);
        place.size = in.varint();
        const auto where = in.fixed<std::uint8_t>();
        if (where > 2) in.fail();
        place.in = static_cast<PayloadPlace::In>(where);
        if (place.in == PayloadPlace::In::this_frame) place.offset = in.varint();
        if (place.in == PayloadPlace::In::earlier_frame) place.earlier = in.varint();
    }
    return places;
}

void write_places(const std::vector<PayloadPlace>& places, ByteWriter& out) {
    out.varint(places.size());
    for (const PayloadPlace& place : places) {
        out.raw(Bytes(place.digest));
        out.varint(place.size);
        out.fixed(static_cast<std::uint8_t>(place.in));
        if (place.in == PayloadPlace::In::this_frame) out.varint(place.offset);
        if (place.in == PayloadPlace::In::earlier_frame) out.varint(place.earlier);
    }
}

// A digest is often left empty, which then costs a byte.
void write_optional_digest(const Digest& digest, ByteWriter& out) {
    const bool present = digest != Digest{};
    out.fixed(static_cast<std::uint8_t>(present));
    if (present) out.raw(Bytes(digest));
}

Digest read_optional_digest(ByteReader& in) { return in.fixed<std::uint8_t>() != 0 ? read_digest(in) : Digest{}; }

std::uint16_t read_small(ByteReader& in) { return static_cast<std::uint16_t>(in.varint_up_to(UINT16_MAX)); }
std::uint32_t read_medium(ByteReader& in) { return static_cast<std::uint32_t>(in.varint_up_to(UINT32_MAX)); }

void read_records(ByteReader& in, std::vector<Record>& records) {
    records.resize(in.count(5));
    for (Record& record : records) {
        record.kind = read_small(in);
        record.version = read_small(in);
        record.first_entity = in.varint();
        record.last_entity = record.first_entity + in.varint_up_to(Record::span_max);
        record.body = in.text();
    }
}

void read_advances(ByteReader& in, std::vector<Advance>& advances) {
    advances.resize(in.count(5));
    for (Advance& advance : advances) {
        advance.entity = in.varint();
        advance.kind = read_small(in);
        advance.expected_version = read_medium(in);
        advance.closed = in.fixed<std::uint8_t>() != 0;
        advance.state = in.text();
    }
}

void read_claims(ByteReader& in, std::vector<KeyClaim>& claims, std::vector<std::uint64_t>& ages_ms) {
    claims.resize(in.count(6));
    ages_ms.reserve(claims.size());
    for (KeyClaim& claim : claims) {
        claim.space = in.text();
        claim.key = in.text();
        claim.owner = in.varint();
        claim.content = read_optional_digest(in);
        claim.keep_ms = static_cast<std::int64_t>(in.varint());
        ages_ms.push_back(in.varint());
    }
}

void read_trace_keys(ByteReader& in, std::vector<TraceKey>& keys) {
    keys.resize(in.count(3));
    for (TraceKey& key : keys) {
        key.space = in.text();
        key.key = in.text();
        key.entity = in.varint();
    }
}

void read_numbers(ByteReader& in, std::vector<NumberRequest>& numbers, std::vector<std::uint64_t>& first_numbers) {
    numbers.resize(in.count(5));
    for (NumberRequest& request : numbers) {
        request.sequence = in.text();
        request.count = read_medium(in);
        request.first = in.varint();
        request.last = in.varint();
        first_numbers.push_back(in.varint());
    }
}

PayloadRef reference_to(const PayloadPlace& place) {
    return {place.digest, place.size,
            place.in == PayloadPlace::In::earlier_frame ? place.earlier : PayloadRef::in_blob_file};
}

}  // namespace

void encode_unit(const Unit& unit, const UnitDecisions& decisions, ByteWriter& out) {
    write_places(decisions.payloads, out);
    out.varint(unit.records.size());
    for (const Record& record : unit.records) {
        out.varint(record.kind);
        out.varint(record.version);
        out.varint(record.first_entity);
        out.varint(record.last_entity - record.first_entity);
        out.text(record.body);
    }
    out.varint(unit.advances.size());
    for (const Advance& advance : unit.advances) {
        out.varint(advance.entity);
        out.varint(advance.kind);
        out.varint(advance.expected_version);
        out.fixed(static_cast<std::uint8_t>(advance.closed));
        out.text(advance.state);
    }
    out.varint(unit.claims.size());
    for (std::size_t at = 0; at < unit.claims.size(); ++at) {
        const KeyClaim& claim = unit.claims[at];
        out.text(claim.space);
        out.text(claim.key);
        out.varint(claim.owner);
        write_optional_digest(claim.content, out);
        out.varint(static_cast<std::uint64_t>(claim.keep_ms));
        out.varint(decisions.claim_ages_ms.empty() ? 0 : decisions.claim_ages_ms[at]);
    }
    out.varint(unit.trace_keys.size());
    for (std::size_t at = 0; at < unit.trace_keys.size(); ++at) {
        const TraceKey& key = unit.trace_keys[at];
        out.text(key.space);
        out.text(decisions.trace_keys.empty() ? key.key : decisions.trace_keys[at]);
        out.varint(key.entity);
    }
    out.varint(unit.numbers.size());
    for (std::size_t at = 0; at < unit.numbers.size(); ++at) {
        const NumberRequest& request = unit.numbers[at];
        out.text(request.sequence);
        out.varint(request.count);
        out.varint(request.first);
        out.varint(request.last);
        out.varint(decisions.first_numbers[at]);
    }
}

std::optional<DecodedUnit> decode_unit(Bytes meta) {
    ByteReader in(meta);
    DecodedUnit decoded;
    decoded.decisions.payloads = read_places(in);
    for (const PayloadPlace& place : decoded.decisions.payloads) decoded.unit.payloads.push_back(reference_to(place));
    read_records(in, decoded.unit.records);
    read_advances(in, decoded.unit.advances);
    read_claims(in, decoded.unit.claims, decoded.decisions.claim_ages_ms);
    read_trace_keys(in, decoded.unit.trace_keys);
    read_numbers(in, decoded.unit.numbers, decoded.unit.first_numbers);
    decoded.decisions.first_numbers = decoded.unit.first_numbers;
    if (in.failed() || in.left() != 0) return std::nullopt;
    return decoded;
}

std::optional<std::vector<PayloadPlace>> decode_payload_places(Bytes meta) {
    ByteReader in(meta);
    auto places = read_places(in);
    if (in.failed()) return std::nullopt;
    return places;
}

}  // namespace crossdock::journal
