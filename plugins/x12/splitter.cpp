// Envelopes and transactions of a payload, as the tokenizer hands over its segments.
#include "plugins/x12/splitter.hpp"

#include "plugins/edi/envelope_text.hpp"
#include "plugins/x12/header_syntax.hpp"

#include <crossdock/cpp/views.hpp>

#include <algorithm>

#include <fmt/format.h>

namespace crossdock::x12 {
namespace {

constexpr std::size_t release_size = 6;  // of GS08, what follows names an industry's guide

bool may_be_envelope(char first) { return first == 'S' || first == 'G' || first == 'I'; }

bool is_envelope_tag(std::string_view tag) {
    return tag == "SE" || tag == "ST" || tag == "GS" || tag == "GE" || tag == "IEA";
}

}  // namespace

Splitter::Splitter(const Catalog& catalog, const crossdock_split_events& events, std::uint64_t segment_limit)
    : catalog_(catalog), events_(events), tokenizer_(*this, header_syntax(), segment_limit) {}

void Splitter::feed(std::string_view piece) { tokenizer_.feed(piece); }

void Splitter::close() {
    tokenizer_.close();
    const std::uint64_t end = tokenizer_.position();
    cut_interchange(end);
    if (end == 0)
        report(rules::empty_payload, {}, "the payload is empty; an interchange that begins with ISA would be right");
    else if (interchanges_ == 0 && !said_malformed_)
        report(rules::not_edi, {0, end}, "the payload holds no X12 interchange; one begins with ISA and a separator");
}

void Splitter::header(std::string_view text, const Delimiters& delimiters, std::uint64_t offset) {
    InterchangeHeader header;
    static_cast<void>(read_interchange_header(text, header));
    cut_interchange(offset);
    ++interchanges_;
    segment_number_ = 1;
    said_outside_ = false;
    said_malformed_ = false;
    delimiters_ = delimiters;
    interchange_ = {true, std::string(trimmed(header.elements[13])), 0, {}};
    interchange_.context = interchange_context(delimiters_, header.elements[12]);
    crossdock_envelope envelope{};
    envelope.struct_size = sizeof envelope;
    envelope.level = CROSSDOCK_ENVELOPE_INTERCHANGE;
    envelope.test = header.elements[15] == "T" ? 1 : 0;
    envelope.acknowledgement_requested = header.elements[14] == "1" ? 1 : 0;
    envelope.sender = {sdk::view(trimmed(header.elements[5])), sdk::view(trimmed(header.elements[6]))};
    envelope.receiver = {sdk::view(trimmed(header.elements[7])), sdk::view(trimmed(header.elements[8]))};
    envelope.control_number = sdk::view(interchange_.control);
    envelope.version = sdk::view(header.elements[12]);
    envelope.date = sdk::view(header.elements[9]);
    envelope.time = sdk::view(header.elements[10]);
    envelope.context = sdk::view(interchange_.context);
    envelope.offset = offset;
    envelope.segment = 1;
    events_.envelope_begin(events_.context, &envelope);
    check_header(header, offset);
}

bool Splitter::segment(std::string_view text, std::uint64_t offset) {
    if (text.empty()) {
        report(rules::empty_segment, here(text, offset), "a segment is empty: two terminators follow one another");
        return true;
    }
    ++segment_number_;
    if (transaction_.open) {
        ++transaction_.segments;
        transaction_.end = offset + text.size() + 1;
        if (!may_be_envelope(text[0])) return true;
    }
    const std::string_view tag = text.substr(0, std::min(text.find(delimiters_.element), text.size()));
    if (transaction_.open && !is_envelope_tag(tag)) return true;
    return envelope_segment(tag, text, offset);
}

bool Splitter::envelope_segment(std::string_view tag, std::string_view text, std::uint64_t offset) {
    if (tag == "SE" && transaction_.open) {
        end_transaction(text, offset);
        return true;
    }
    if (transaction_.open) {
        --transaction_.segments;
        transaction_.end = offset;
        cut_transaction();
    }
    if (tag == "ST" && group_.open)
        begin_transaction(text, offset);
    else if (tag == "GE" && group_.open)
        end_group(text, offset);
    else if (tag == "GS")
        begin_group(text, offset);
    else if (tag == "IEA")
        end_interchange(text, offset, true);
    else if (tag != "TA1" || group_.open)
        outside(tag, text, offset);
    return interchange_.open;
}

void Splitter::begin_group(std::string_view text, std::uint64_t offset) {
    cut_group(offset);
    said_outside_ = false;
    ++interchange_.counted;
    const auto element = [&](std::size_t position) { return element_at(text, delimiters_.element, position); };
    const std::string_view version = trimmed(element(8));
    release_ = version.substr(0, release_size);
    functional_id_ = element(1);
    group_ = {true, std::string(trimmed(element(6))), 0, fmt::format("{} {}", functional_id_, version)};
    crossdock_envelope envelope{};
    envelope.struct_size = sizeof envelope;
    envelope.level = CROSSDOCK_ENVELOPE_GROUP;
    envelope.sender.id = sdk::view(trimmed(element(2)));
    envelope.receiver.id = sdk::view(trimmed(element(3)));
    envelope.control_number = sdk::view(group_.control);
    envelope.version = sdk::view(version);
    envelope.functional_id = sdk::view(functional_id_);
    envelope.date = sdk::view(element(4));
    envelope.time = sdk::view(element(5));
    envelope.context = sdk::view(group_.context);
    envelope.offset = offset;
    envelope.segment = segment_number_;
    events_.envelope_begin(events_.context, &envelope);
    Place place = here(text, offset);
    if (!all_digits(group_.control) || group_.control.size() > 9) {
        place.element = 6;
        place.value = group_.control;
        report(rules::group_header_malformed, place,
               fmt::format("the group control number GS06 is '{}'; one to nine digits would be right", group_.control));
    }
    if (!catalog_.knows_release(release_)) {
        place.element = 8;
        place.value = version;
        report(rules::unknown_release, place,
               fmt::format("release '{}' of the group (GS08) is not in the dictionaries", version));
    } else if (!catalog_.knows_functional_id(release_, functional_id_)) {
        place.element = 1;
        place.value = functional_id_;
        report(rules::unknown_functional_id, place,
               fmt::format("no transaction set of functional group '{}' (GS01) is in the dictionaries of release {}",
                           functional_id_, release_));
    }
}

void Splitter::begin_transaction(std::string_view text, std::uint64_t offset) {
    said_outside_ = false;
    ++group_.counted;
    const std::string_view set = trimmed(element_at(text, delimiters_.element, 1));
    const std::string_view control = trimmed(element_at(text, delimiters_.element, 2));
    transaction_ = {true,
                    std::string(set),
                    std::string(control),
                    fmt::format("x12/{}/{}", release_, set),
                    offset,
                    segment_number_,
                    1,
                    offset + text.size() + 1};
    Place place = here(text, offset);
    if (control.empty()) {
        place.element = 2;
        report(rules::missing_control_number, place,
               "the transaction set has no control number (ST02); four to nine characters would be right");
    }
    const Transaction* known = catalog_.find(transaction_.type);
    if (known != nullptr && known->functional_id != functional_id_) {
        place.element = 1;
        place.value = set;
        report(rules::transaction_set_mismatch, place,
               fmt::format("transaction set {} belongs into a group {}, but GS01 says '{}'", set, known->functional_id,
                           functional_id_));
    }
}

void Splitter::end_transaction(std::string_view text, std::uint64_t offset) {
    check_trailer(rules::segment_count, rules::transaction_control, text, offset, transaction_.segments,
                  transaction_.control, "segments of the transaction set, ST and SE included");
    emit_slice(true);
}

void Splitter::end_group(std::string_view text, std::uint64_t offset) {
    check_trailer(rules::group_count, rules::group_control, text, offset, group_.counted, group_.control,
                  "transaction sets of the group");
    emit_end(CROSSDOCK_ENVELOPE_GROUP, group_, true, count_of(element_at(text, delimiters_.element, 1)).value_or(0),
             offset + text.size() + 1);
    group_.open = false;
    said_outside_ = false;
}

void Splitter::end_interchange(std::string_view text, std::uint64_t offset, bool terminated) {
    cut_group(offset);
    check_trailer(rules::interchange_count, rules::interchange_control, text, offset, interchange_.counted,
                  interchange_.control, "groups of the interchange");
    emit_end(CROSSDOCK_ENVELOPE_INTERCHANGE, interchange_, true,
             count_of(element_at(text, delimiters_.element, 1)).value_or(0),
             offset + text.size() + (terminated ? 1 : 0));
    interchange_.open = false;
}

void Splitter::outside(std::string_view tag, std::string_view text, std::uint64_t offset) {
    if (said_outside_) return;
    said_outside_ = true;
    report(rules::segment_outside_envelope, here(text, offset),
           fmt::format("segment '{}' and what follows it stand outside {}", tag.substr(0, 10),
                       group_.open ? "a transaction set (ST to SE)" : "a group (GS to GE)"));
}

void Splitter::unterminated(std::string_view text, std::uint64_t offset) {
    if (text.empty()) return;
    const std::string_view tag = text.substr(0, std::min(text.find(delimiters_.element), text.size()));
    ++segment_number_;
    report(rules::missing_terminator, here(text, offset),
           fmt::format("the payload ends inside segment '{}': its terminator '{}' is missing", tag.substr(0, 10),
                       std::string_view(&delimiters_.segment, 1)));
    if (tag == "IEA" && interchange_.open && !transaction_.open) {
        end_interchange(text, offset, false);
    } else if (transaction_.open) {
        ++transaction_.segments;
        transaction_.end = offset + text.size();
    }
}

void Splitter::over_limit(std::string_view head, std::uint64_t offset, std::uint64_t size) {
    ++segment_number_;
    if (transaction_.open) {
        ++transaction_.segments;
        transaction_.end = offset + size + 1;
    }
    Place place = here(head, offset);
    place.size = size;
    report(rules::segment_too_long, place,
           fmt::format("segment '{}' has {} bytes, more than the limit (segment-limit)", place.tag, size));
}

void Splitter::junk(std::string_view head, std::uint64_t offset, std::uint64_t size) {
    Place place{offset, size};
    place.value = head;
    if (interchanges_ > 0 && head.size() > 3 && head.substr(0, 3) == "TA1" && can_delimit(head[3]))
        report(rules::acknowledgement_outside, place, "a TA1 stands between interchanges; it belongs inside one");
    else if (interchanges_ > 0 || !head.empty())
        report(rules::junk_text, place, fmt::format("{} bytes outside an interchange were passed over", size));
}

void Splitter::byte_order_mark() {
    report(rules::byte_order_mark, {0, 3}, "the payload begins with a byte order mark, which was passed over");
}

void Splitter::malformed_header(std::string_view head, std::uint64_t offset) {
    cut_interchange(offset);
    if (said_malformed_) return;
    said_malformed_ = true;
    Place place{offset, head.size()};
    place.tag = "ISA";
    place.value = head;
    report(rules::header_malformed, place,
           "what begins with ISA here is no interchange header: 16 elements, 106 bytes with the terminator, and four "
           "different delimiters would be right");
}

void Splitter::truncated_header(std::string_view head, std::uint64_t offset) {
    cut_interchange(offset);
    ++interchanges_;
    Place place{offset, head.size()};
    place.tag = "ISA";
    report(rules::header_truncated, place,
           fmt::format("the payload ends after {} of the 106 bytes of the interchange header", head.size()));
}

}  // namespace crossdock::x12
